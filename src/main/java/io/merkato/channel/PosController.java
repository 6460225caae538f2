package io.merkato.channel;

import graphql.schema.DataFetchingEnvironment;
import io.merkato.api.Children;
import io.merkato.api.Connection;
import io.merkato.api.PageArgs;
import io.merkato.api.Viewer;
import io.merkato.inventory.Location;
import io.merkato.ordering.Order;
import io.merkato.store.Store;
import io.merkato.tenancy.TenantContext;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.dataloader.DataLoader;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.Arguments;
import org.springframework.graphql.data.method.annotation.BatchMapping;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.stereotype.Controller;

/** Tills, their sessions and their cash. */
@Controller
class PosController {

    private final PosRegisterRepository registers;
    private final PosSessionRepository sessions;

    PosController(PosRegisterRepository registers, PosSessionRepository sessions) {
        this.registers = registers;
        this.sessions = sessions;
    }

    @QueryMapping
    CompletableFuture<@Nullable PosRegister> posRegister(
            @Argument PosRegister.Id id, DataLoader<PosRegister.Id, @Nullable PosRegister> posRegisterById) {
        return posRegisterById.load(id);
    }

    @QueryMapping
    Connection<PosRegister> posRegisters(
            @Arguments PageArgs page, @ContextValue TenantContext tenant, @ContextValue Viewer viewer) {
        return registers.page(tenant, PosReach.of(viewer), page);
    }

    @QueryMapping
    CompletableFuture<@Nullable PosSession> posSession(
            @Argument PosSession.Id id, DataLoader<PosSession.Id, @Nullable PosSession> posSessionById) {
        return posSessionById.load(id);
    }

    @SchemaMapping
    CompletableFuture<@Nullable Store> store(PosRegister register, DataLoader<Store.Id, @Nullable Store> storeById) {
        return storeById.load(register.storeId());
    }

    @SchemaMapping
    CompletableFuture<@Nullable Location> location(
            PosRegister register, DataLoader<Location.Id, @Nullable Location> locationById) {
        return locationById.load(register.locationId());
    }

    @BatchMapping(typeName = "PosRegister")
    Map<PosRegister, PosSession> openSession(List<PosRegister> registers, @ContextValue TenantContext tenant) {
        Map<PosRegister.Id, PosSession> open =
                sessions.openOf(tenant, registers.stream().map(PosRegister::id).toList());
        var found = new HashMap<PosRegister, PosSession>();
        for (PosRegister register : registers) {
            PosSession session = open.get(register.id());
            if (session != null) {
                found.put(register, session);
            }
        }
        return found;
    }

    @SchemaMapping(typeName = "PosRegister")
    CompletableFuture<Connection<PosSession>> sessions(
            PosRegister register,
            @Arguments PageArgs page,
            DataLoader<Children<PosRegister.Id>, Connection<PosSession>> sessionsByPosRegister,
            DataFetchingEnvironment environment) {
        return sessionsByPosRegister.load(Children.of(register.id(), page, environment));
    }

    @SchemaMapping
    CompletableFuture<@Nullable PosRegister> register(
            PosSession session, DataLoader<PosRegister.Id, @Nullable PosRegister> posRegisterById) {
        return posRegisterById.load(session.registerId());
    }

    @SchemaMapping
    CompletableFuture<@Nullable Location> location(
            PosSession session, DataLoader<Location.Id, @Nullable Location> locationById) {
        return locationById.load(session.locationId());
    }

    @SchemaMapping
    CompletableFuture<Connection<CashMovement>> cashMovements(
            PosSession session,
            @Arguments PageArgs page,
            DataLoader<Children<PosSession.Id>, Connection<CashMovement>> cashMovementsByPosSession,
            DataFetchingEnvironment environment) {
        return cashMovementsByPosSession.load(Children.of(session.id(), page, environment));
    }

    @SchemaMapping
    CompletableFuture<@Nullable PosSession> session(
            CashMovement movement, DataLoader<PosSession.Id, @Nullable PosSession> posSessionById) {
        return posSessionById.load(movement.sessionId());
    }

    @SchemaMapping
    CompletableFuture<@Nullable Order> order(CashMovement movement, DataLoader<Order.Id, @Nullable Order> orderById) {
        return movement.orderId() == null
                ? CompletableFuture.completedFuture(null)
                : orderById.load(movement.orderId());
    }

    @SchemaMapping
    CompletableFuture<@Nullable PosSession> session(
            PosSale sale, DataLoader<PosSession.Id, @Nullable PosSession> posSessionById) {
        return posSessionById.load(sale.sessionId());
    }

    @SchemaMapping
    CompletableFuture<@Nullable Order> order(PosSaleResult result, DataLoader<Order.Id, @Nullable Order> orderById) {
        return result.orderId() == null ? CompletableFuture.completedFuture(null) : orderById.load(result.orderId());
    }

    @BatchMapping(typeName = "Order")
    Map<Order, PosSale> posSale(List<Order> orders, @ContextValue TenantContext tenant, @ContextValue Viewer viewer) {
        Map<Order.Id, PosSale> sold = sessions.salesOf(
                tenant, PosReach.of(viewer), orders.stream().map(Order::id).toList());
        var found = new HashMap<Order, PosSale>();
        for (Order order : orders) {
            PosSale sale = sold.get(order.id());
            if (sale != null) {
                found.put(order, sale);
            }
        }
        return found;
    }
}
