package io.merkato.ordering;

import static io.merkato.api.Permission.ORDERS_WRITE;
import static io.merkato.jooq.ordering.Tables.STATUS_CHANGE;
import static org.jooq.impl.DSL.function;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.val;

import io.merkato.api.Grant;
import io.merkato.api.Idempotency;
import io.merkato.api.MutationPayload;
import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.api.TypeId;
import io.merkato.api.UserError;
import io.merkato.api.VersionConflict;
import io.merkato.api.Viewer;
import io.merkato.platform.Events;
import io.merkato.tenancy.Template;
import io.merkato.tenancy.TenantContext;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jooq.SelectField;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What all changes of one order by staff share: who may, the order's lock, its version, its way along the axes, the log. */
@Component
class OrderChanges {

    private final OrderRepository orders;
    private final Events events;
    private final OrderFollowers followers;

    OrderChanges(OrderRepository orders, Events events, OrderFollowers followers) {
        this.orders = orders;
        this.events = events;
        this.followers = followers;
    }

    /** @param rule gets the order locked, and its answer is read after what it changed */
    <P extends MutationPayload> P change(
            TenantContext tenant,
            Viewer viewer,
            Order.Id id,
            @Nullable Integer ifVersion,
            Function<List<UserError>, P> refused,
            BiFunction<TenantContext, Order, Function<Order, P>> rule) {
        Optional<Grant> grant = grant(tenant, viewer, id);
        if (grant.isEmpty()) {
            return refused.apply(List.of(Refusal.notFound("id")));
        }
        return tenant.mutate(grant.get(), refused, tx -> {
            Order before = lock(tx, id);
            VersionConflict.check(ifVersion, before.version());
            Function<Order, P> answer = rule.apply(tx, before);
            return answer.apply(log(tx, before, viewer));
        });
    }

    /** As {@link #change}, of what belongs to an order and says itself what changed. */
    <P extends MutationPayload> P changePart(
            TenantContext tenant,
            Viewer viewer,
            Order.Id id,
            Function<List<UserError>, P> refused,
            BiFunction<TenantContext, Order, P> rule) {
        Optional<Grant> grant = grant(tenant, viewer, id);
        return grant.isEmpty()
                ? refused.apply(List.of(Refusal.notFound("id")))
                : tenant.mutate(grant.get(), refused, tx -> rule.apply(tx, lock(tx, id)));
    }

    /**
     * As {@link #change}, once for a key.
     *
     * @param effect says what it made, by the id that the answer is made of
     * @param answer from that id
     */
    <P extends MutationPayload> P changeOnce(
            TenantContext tenant,
            Viewer viewer,
            Order.Id id,
            Idempotency once,
            Function<List<UserError>, P> refused,
            BiFunction<TenantContext, Order, ? extends TypeId> effect,
            BiFunction<TenantContext, UUID, P> answer) {
        Optional<Grant> grant = grant(tenant, viewer, id);
        if (grant.isEmpty()) {
            return refused.apply(List.of(Refusal.notFound("id")));
        }
        return tenant.mutateOnce(
                grant.get(),
                once,
                refused,
                tx -> {
                    Order before = lock(tx, id);
                    TypeId made = effect.apply(tx, before);
                    log(tx, before, viewer);
                    return made;
                },
                answer);
    }

    /** Empty where there is no such order that the viewer's right reaches. */
    private Optional<Grant> grant(TenantContext tenant, Viewer viewer, Order.Id id) {
        return orders.findStore(tenant, id)
                .filter(store -> viewer.hasIn(ORDERS_WRITE, store))
                .map(store -> viewer.mayIn(ORDERS_WRITE, store));
    }

    /** Where the viewer's right to change orders reaches it. */
    Optional<Order> find(TenantContext tenant, Viewer viewer, Order.Id id) {
        return Optional.ofNullable(orders.byId(tenant, List.of(id)).get(id))
                .filter(order -> viewer.hasIn(ORDERS_WRITE, order.storeId()));
    }

    private Order lock(TenantContext tx, Order.Id id) {
        return orders.lock(tx, id).orElseThrow(() -> new Refused(Refusal.notFound("id")));
    }

    /** The order as it is within the transaction. */
    Order now(TenantContext tx, Order.Id id) {
        return Objects.requireNonNull(orders.byId(tx, List.of(id)).get(id));
    }

    private Order log(TenantContext tx, Order before, Viewer viewer) {
        Order after = now(tx, before.id());
        followers.tell(tx, List.of(new ChangedOrder(before, after)), viewer.actor());
        tx.changes(before.id(), Logged.of(before, before), Logged.of(after, before));
        return after;
    }

    /**
     * Moves the order on.
     *
     * @param refusal what to say where no transition leads on
     */
    void move(
            TenantContext tx,
            Order order,
            StatusAxis axis,
            StatusEvent event,
            Viewer viewer,
            @Nullable String reason,
            String refusal) {
        if (!moves(tx, order, axis, event, viewer, reason)) {
            throw new Refused(OrderStatusConflict.of(order, refusal));
        }
    }

    /** Moves the order on, where a transition leads on. */
    boolean moves(
            TenantContext tx, Order order, StatusAxis axis, StatusEvent event, Viewer viewer, @Nullable String reason) {
        return MOVED.fetch(
                                tx,
                                new Moved(
                                        order.id(),
                                        axis.name(),
                                        event.name(),
                                        viewer.actor().name(),
                                        reason))
                        .rows()
                        .getFirst()
                        .get(0)
                != null;
    }

    private record Moved(
            Order.Id order,
            String axis,
            String event,
            String actor,
            @Nullable String reason) {}

    private static final Template<Moved, Object> MOVED = new Template<>((tx, asked) -> Template.Query.of(tx.sql()
            .select(List.<SelectField<?>>of(function(
                    name("ordering", "move"),
                    String.class,
                    val(tx.id().value()),
                    val(asked.order().value()),
                    val(asked.axis()),
                    val(asked.event()),
                    val(asked.actor()),
                    val(asked.reason(), STATUS_CHANGE.REASON))))));

    /**
     * Says of the order that it is paid where goods that came back leave nothing to be paid, and completes it where it is sent in full too; to be called
     * after money came in and goods went out or came back.
     *
     * @return the order as it is then
     */
    Order completeIfDone(TenantContext tx, Order.Id id, Viewer viewer) {
        Order order = now(tx, id);
        if (order.balance().minorUnits() > 0) {
            return order;
        }
        boolean moved = false;
        if (order.paymentStatus() == PaymentStatus.PENDING || order.paymentStatus() == PaymentStatus.PARTIALLY_PAID) {
            move(tx, order, StatusAxis.PAYMENT, StatusEvent.PAY, viewer, null, "This order takes no money.");
            moved = true;
        }
        if (order.status() == OrderStatus.OPEN && orders.isSent(tx, id)) {
            move(tx, order, StatusAxis.ORDER, StatusEvent.COMPLETE, viewer, null, "This order cannot be completed.");
            say(tx, OrderEvent.Type.ORDER_COMPLETED, id);
            moved = true;
        }
        return moved ? now(tx, id) : order;
    }

    void say(TenantContext tx, OrderEvent.Type type, Order.Id id) {
        events.publish(tx, new OrderEvent(type, id));
    }
}
