package io.merkato.ordering;

import static io.merkato.jooq.ordering.Tables.FULFILMENT;
import static io.merkato.jooq.ordering.Tables.FULFILMENT_LINE;
import static io.merkato.jooq.ordering.Tables.ORDER_LINE;

import io.merkato.api.Idempotency;
import io.merkato.api.MutationPayload;
import io.merkato.api.Refused;
import io.merkato.api.UserError;
import io.merkato.api.Uuid7;
import io.merkato.api.Viewer;
import io.merkato.inventory.OutOfStock;
import io.merkato.inventory.Stock;
import io.merkato.tenancy.Rows;
import io.merkato.tenancy.TenantContext;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

/** Sends an order, or some of it. */
@Controller
class OrderFulfil {

    record Line(OrderLine.Id lineId, int quantity) implements OrderPieces.Wanted {}

    record Input(
            @Nullable List<Line> lines,
            @Nullable String trackingCompany,
            @Nullable String trackingNumber,
            @Nullable String trackingUrl) {}

    record Payload(@Nullable Order order, @Nullable Fulfilment fulfilment, List<UserError> userErrors)
            implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, null, errors);
        }
    }

    private final OrderChanges changes;
    private final OrderPartRepository parts;
    private final Stock stock;

    OrderFulfil(OrderChanges changes, OrderPartRepository parts, Stock stock) {
        this.changes = changes;
        this.parts = parts;
        this.stock = stock;
    }

    @MutationMapping
    Payload orderFulfil(
            @Argument Order.Id id,
            @Argument @Nullable Input input,
            Idempotency once,
            @ContextValue TenantContext tenant,
            @ContextValue Viewer viewer) {
        Input given = input == null ? new Input(null, null, null, null) : input;
        return changes.changeOnce(
                tenant,
                viewer,
                id,
                once,
                Payload::refused,
                (tx, order) -> fulfil(tx, order, given, viewer),
                (tx, made) -> new Payload(changes.now(tx, id), parts.fulfilment(tx, made), List.of()));
    }

    private Fulfilment.Id fulfil(TenantContext tx, Order order, Input input, Viewer viewer) {
        if (order.status() != OrderStatus.OPEN) {
            throw new Refused(OrderStatusConflict.of(order, "Only an open order is sent."));
        }
        List<OrderLine> lines = parts.linesOf(tx, order);
        OrderPieces pieces = OrderPieces.of(
                lines, input.lines(), OrderLine::unfulfilled, "No more can be sent than was ordered and not sent yet.");
        List<OutOfStock> missing =
                stock.ship(tx, order.id(), pieces.stock(parts.stockOf(tx, order.id())), viewer.actor());
        if (!missing.isEmpty()) {
            throw new Refused(missing);
        }
        Fulfilment.Id id = write(tx, order.id(), input, pieces);
        boolean all = lines.stream().mapToLong(OrderLine::unfulfilled).sum()
                == pieces.quantities().values().stream()
                        .mapToLong(Long::longValue)
                        .sum();
        changes.move(
                tx,
                order,
                StatusAxis.FULFILMENT,
                all ? StatusEvent.SHIP : StatusEvent.SHIP_PART,
                viewer,
                null,
                "Nothing of this order can be sent any more.");
        tx.created(id, parts.fulfilment(tx, id.value()));
        changes.say(tx, OrderEvent.Type.ORDER_SHIPPED, order.id());
        changes.completeIfDone(tx, order.id(), viewer);
        return id;
    }

    private static Fulfilment.Id write(TenantContext tx, Order.Id order, Input input, OrderPieces pieces) {
        var id = new Fulfilment.Id(Uuid7.next());
        tx.sql()
                .insertInto(FULFILMENT)
                .set(FULFILMENT.TENANT_ID, tx.id())
                .set(FULFILMENT.ID, id)
                .set(FULFILMENT.ORDER_ID, order)
                .set(FULFILMENT.TRACKING_COMPANY, input.trackingCompany())
                .set(FULFILMENT.TRACKING_NUMBER, input.trackingNumber())
                .set(FULFILMENT.TRACKING_URL, input.trackingUrl())
                .execute();
        Rows<Map.Entry<OrderLine, Long>> rows = Rows.of(pieces.quantities().entrySet())
                .with(FULFILMENT_LINE.FULFILMENT_ID, piece -> id)
                .with(FULFILMENT_LINE.ORDER_ID, piece -> order)
                .with(FULFILMENT_LINE.LINE_ID, piece -> piece.getKey().id())
                .with(FULFILMENT_LINE.QUANTITY, Map.Entry::getValue);
        rows.insertInto(tx, FULFILMENT_LINE).execute();
        tx.sql()
                .update(ORDER_LINE)
                .set(ORDER_LINE.FULFILLED, ORDER_LINE.FULFILLED.plus(rows.get(FULFILMENT_LINE.QUANTITY)))
                .from(rows.table())
                .where(tx.owns(ORDER_LINE))
                .and(ORDER_LINE.ORDER_ID.eq(order))
                .and(ORDER_LINE.ID.eq(rows.get(FULFILMENT_LINE.LINE_ID)))
                .execute();
        return id;
    }
}
