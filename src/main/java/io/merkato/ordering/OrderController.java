package io.merkato.ordering;

import static io.merkato.jooq.ordering.Tables.ORDER;

import graphql.schema.DataFetchingEnvironment;
import io.merkato.api.Children;
import io.merkato.api.Connection;
import io.merkato.api.PageArgs;
import io.merkato.api.Permission;
import io.merkato.api.Viewer;
import io.merkato.api.Where;
import io.merkato.catalog.ProductVariant;
import io.merkato.customer.Customer;
import io.merkato.customer.Shopper;
import io.merkato.store.Store;
import io.merkato.tenancy.TenantContext;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.dataloader.DataLoader;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.Arguments;
import org.springframework.graphql.data.method.annotation.BatchMapping;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.stereotype.Controller;

/** Orders, and what belongs to them. */
@Controller
class OrderController {

    private final OrderRepository orders;
    private final OrderPartRepository parts;
    private final OrderEditRepository edits;

    OrderController(OrderRepository orders, OrderPartRepository parts, OrderEditRepository edits) {
        this.orders = orders;
        this.parts = parts;
        this.edits = edits;
    }

    @QueryMapping
    CompletableFuture<@Nullable Order> order(@Argument Order.Id id, DataLoader<Order.Id, @Nullable Order> orderById) {
        return orderById.load(id);
    }

    @QueryMapping
    @Nullable
    Order orderByNumber(@Argument String number, @ContextValue TenantContext tenant) {
        return Order.numberOf(number)
                .flatMap(given -> orders.findByNumber(tenant, given))
                .orElse(null);
    }

    @QueryMapping
    Connection<Order> orders(
            @Arguments PageArgs page,
            @Argument @Nullable OrderWhere where,
            @ContextValue TenantContext tenant,
            @ContextValue Viewer viewer) {
        return orders.page(
                tenant,
                OrderReach.of(viewer, Permission.ORDERS_READ, ORDER.STORE_ID).and(Where.of(where)),
                page);
    }

    @SchemaMapping
    String number(Order order) {
        return Long.toString(order.number());
    }

    @SchemaMapping
    CompletableFuture<@Nullable Store> store(Order order, DataLoader<Store.Id, @Nullable Store> storeById) {
        return storeById.load(order.storeId());
    }

    @SchemaMapping
    CompletableFuture<@Nullable Customer> customer(
            Order order, DataLoader<Customer.Id, @Nullable Customer> customerById) {
        return order.customerId() == null
                ? CompletableFuture.completedFuture(null)
                : customerById.load(order.customerId());
    }

    @SchemaMapping
    CompletableFuture<Connection<Order>> orders(
            Customer customer,
            @Arguments PageArgs page,
            DataLoader<Children<Customer.Id>, Connection<Order>> ordersByCustomer,
            DataFetchingEnvironment environment,
            @ContextValue Viewer viewer,
            @ContextValue Shopper shopper) {
        Children<Customer.Id> asked = Children.of(customer.id(), page, environment);
        return OrderReach.ofCustomer(customer.id(), viewer, shopper)
                ? ordersByCustomer.load(asked)
                : CompletableFuture.completedFuture(Connection.none());
    }

    @BatchMapping(typeName = "Order")
    List<List<OrderLine>> lines(List<Order> orders, @ContextValue TenantContext tenant) {
        return each(orders, parts.linesOf(tenant, orders));
    }

    @BatchMapping(typeName = "Order")
    List<List<Discount>> discounts(List<Order> orders, @ContextValue TenantContext tenant) {
        return each(orders, parts.discountsOf(tenant, ids(orders)));
    }

    @BatchMapping(typeName = "Order")
    List<List<StatusChange>> history(List<Order> orders, @ContextValue TenantContext tenant) {
        return each(orders, parts.historyOf(tenant, ids(orders)));
    }

    @BatchMapping(typeName = "Order")
    List<List<OrderPayment>> payments(List<Order> orders, @ContextValue TenantContext tenant) {
        return each(orders, parts.paymentsOf(tenant, ids(orders)));
    }

    @BatchMapping(typeName = "Order")
    List<List<OrderRevision>> revisions(List<Order> orders, @ContextValue TenantContext tenant) {
        return each(orders, edits.revisionsOf(tenant, ids(orders)));
    }

    @SchemaMapping(typeName = "OrderRevisionLine", field = "line")
    CompletableFuture<OrderLine> revisedLine(
            OrderRevision.Line line, DataLoader<OrderLine.Id, OrderLine> orderLineById) {
        return orderLineById.load(line.lineId());
    }

    @BatchMapping(typeName = "Order")
    List<List<OrderNote>> notes(List<Order> orders, @ContextValue TenantContext tenant) {
        return each(orders, parts.notesOf(tenant, ids(orders)));
    }

    @BatchMapping(typeName = "Order")
    List<List<Fulfilment>> fulfilments(List<Order> orders, @ContextValue TenantContext tenant) {
        return each(orders, byOrder(parts.fulfilmentsOf(tenant, ids(orders)), Fulfilment::orderId));
    }

    @BatchMapping(typeName = "Order")
    List<List<OrderReturn>> returns(List<Order> orders, @ContextValue TenantContext tenant) {
        return each(orders, byOrder(parts.returnsOf(tenant, ids(orders)), OrderReturn::orderId));
    }

    @BatchMapping(typeName = "OrderLine", field = "discounts")
    List<List<Discount>> lineDiscounts(List<OrderLine> lines, @ContextValue TenantContext tenant) {
        Map<OrderLine.Id, List<Discount>> found =
                parts.discountsOfLines(tenant, lines.stream().map(OrderLine::id).toList());
        return lines.stream()
                .map(line -> found.getOrDefault(line.id(), List.of()))
                .toList();
    }

    @SchemaMapping
    CompletableFuture<@Nullable ProductVariant> variant(
            OrderLine line, DataLoader<ProductVariant.Id, @Nullable ProductVariant> productVariantById) {
        return line.variantId() == null
                ? CompletableFuture.completedFuture(null)
                : productVariantById.load(line.variantId());
    }

    @SchemaMapping(typeName = "FulfilmentLine", field = "line")
    CompletableFuture<OrderLine> sentLine(Fulfilment.Piece piece, DataLoader<OrderLine.Id, OrderLine> orderLineById) {
        return orderLineById.load(piece.lineId());
    }

    @SchemaMapping(typeName = "OrderReturnLine", field = "line")
    CompletableFuture<OrderLine> returnedLine(
            OrderReturn.Piece piece, DataLoader<OrderLine.Id, OrderLine> orderLineById) {
        return orderLineById.load(piece.lineId());
    }

    private static List<Order.Id> ids(List<Order> orders) {
        return orders.stream().map(Order::id).toList();
    }

    private static <T> List<List<T>> each(List<Order> orders, Map<Order.Id, List<T>> found) {
        return orders.stream()
                .map(order -> found.getOrDefault(order.id(), List.of()))
                .toList();
    }

    private static <T> Map<Order.Id, List<T>> byOrder(Collection<T> parts, Function<T, Order.Id> order) {
        return parts.stream().collect(Collectors.groupingBy(order));
    }
}
