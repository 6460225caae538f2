package io.merkato.ordering;

import static io.merkato.jooq.ordering.Tables.ORDER;
import static io.merkato.jooq.ordering.Tables.ORDER_LINE;
import static io.merkato.jooq.ordering.Tables.ORDER_RETURN;
import static io.merkato.jooq.ordering.Tables.ORDER_RETURN_LINE;
import static org.jooq.impl.DSL.val;

import io.merkato.api.Idempotency;
import io.merkato.api.MutationPayload;
import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.api.UserError;
import io.merkato.api.Uuid7;
import io.merkato.api.Viewer;
import io.merkato.inventory.Location;
import io.merkato.inventory.Locations;
import io.merkato.inventory.Stock;
import io.merkato.ledger.Ledger;
import io.merkato.money.MinorUnits;
import io.merkato.money.Money;
import io.merkato.tenancy.Rows;
import io.merkato.tenancy.TenantContext;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

/** Takes goods back. What they were charged is the customer's again; paying it out is {@link OrderRefundRecord}'s. */
@Controller
class OrderReturnCreate {

    record Line(OrderLine.Id lineId, int quantity, @Nullable Boolean restock) implements OrderPieces.Wanted {}

    record Input(@Nullable List<Line> lines, @Nullable String reason, Location.@Nullable Id locationId) {

        boolean restocks(OrderLine.Id line) {
            return lines == null
                    || lines.stream()
                            .filter(each -> each.lineId().equals(line))
                            .allMatch(each -> !Boolean.FALSE.equals(each.restock()));
        }
    }

    private record Back(OrderLine line, long quantity, boolean restocked) {

        Money amount() {
            return line.chargedFor(quantity);
        }

        Money tax() {
            return line.taxChargedFor(quantity);
        }
    }

    record Payload(@Nullable Order order, @Nullable OrderReturn orderReturn, List<UserError> userErrors)
            implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, null, errors);
        }
    }

    private final OrderChanges changes;
    private final OrderPartRepository parts;
    private final Stock stock;
    private final Locations locations;
    private final Ledger ledger;
    private final Clock clock;

    OrderReturnCreate(
            OrderChanges changes,
            OrderPartRepository parts,
            Stock stock,
            Locations locations,
            Ledger ledger,
            Clock clock) {
        this.changes = changes;
        this.parts = parts;
        this.stock = stock;
        this.locations = locations;
        this.ledger = ledger;
        this.clock = clock;
    }

    @MutationMapping
    Payload orderReturnCreate(
            @Argument Order.Id id,
            @Argument @Nullable Input input,
            Idempotency once,
            @ContextValue TenantContext tenant,
            @ContextValue Viewer viewer) {
        Input given = input == null ? new Input(null, null, null) : input;
        return changes.changeOnce(
                tenant,
                viewer,
                id,
                once,
                Payload::refused,
                (tx, order) -> takeBack(tx, order, given, viewer),
                (tx, made) -> new Payload(changes.now(tx, id), parts.orderReturn(tx, made), List.of()));
    }

    private OrderReturn.Id takeBack(TenantContext tx, Order order, Input input, Viewer viewer) {
        List<OrderLine> lines = parts.linesOf(tx, order);
        OrderPieces pieces = OrderPieces.of(
                lines,
                input.lines(),
                OrderLine::returnable,
                "No more can come back than was sent and not returned yet.");
        List<Back> back = pieces.quantities().entrySet().stream()
                .map(piece -> new Back(
                        piece.getKey(),
                        piece.getValue(),
                        input.restocks(piece.getKey().id())))
                .toList();
        restock(tx, order.id(), input, back, viewer);
        OrderReturn.Id id = write(tx, order, input, back, viewer);
        boolean all = lines.stream()
                .allMatch(line ->
                        line.returnedQuantity() + pieces.quantities().getOrDefault(line, 0L) == line.quantity());
        changes.move(
                tx,
                order,
                StatusAxis.FULFILMENT,
                all ? StatusEvent.RETURN : StatusEvent.RETURN_PART,
                viewer,
                input.reason(),
                "Nothing of this order can come back.");
        tx.created(id, parts.orderReturn(tx, id.value()));
        changes.say(tx, OrderEvent.Type.ORDER_RETURNED, order.id());
        changes.completeIfDone(tx, order.id(), viewer);
        return id;
    }

    private void restock(TenantContext tx, Order.Id order, Input input, List<Back> back, Viewer viewer) {
        if (input.locationId() != null
                && locations.find(tx, List.of(input.locationId())).isEmpty()) {
            throw new Refused(Refusal.notFound("input", "locationId"));
        }
        Map<OrderLine, Long> restocked =
                back.stream().filter(Back::restocked).collect(Collectors.toMap(Back::line, Back::quantity));
        var pieces = new HashMap<>(new OrderPieces(restocked).stock(parts.stockOf(tx, order)));
        if (!pieces.isEmpty()) {
            stock.restock(tx, order, pieces, input.locationId(), viewer.actor());
        }
    }

    private OrderReturn.Id write(TenantContext tx, Order order, Input input, List<Back> back, Viewer viewer) {
        var id = new OrderReturn.Id(Uuid7.next());
        Money charged =
                Money.sum(order.currency(), back.stream().map(Back::amount).toList());
        Money tax = Money.sum(order.currency(), back.stream().map(Back::tax).toList());
        MinorUnits amount = charged.withoutCurrency();
        Instant now = clock.instant();
        tx.sql()
                .insertInto(ORDER_RETURN)
                .set(ORDER_RETURN.TENANT_ID, tx.id())
                .set(ORDER_RETURN.ID, id)
                .set(ORDER_RETURN.ORDER_ID, order.id())
                .set(ORDER_RETURN.REASON, input.reason())
                .set(ORDER_RETURN.ACTOR, viewer.actor().name())
                .set(ORDER_RETURN.AMOUNT, amount)
                .set(ORDER_RETURN.RETURNED_AT, now)
                .execute();
        Rows<Back> rows = Rows.of(back)
                .with(ORDER_RETURN_LINE.RETURN_ID, piece -> id)
                .with(ORDER_RETURN_LINE.ORDER_ID, piece -> order.id())
                .with(ORDER_RETURN_LINE.LINE_ID, piece -> piece.line().id())
                .with(ORDER_RETURN_LINE.QUANTITY, Back::quantity)
                .with(ORDER_RETURN_LINE.RESTOCKED, Back::restocked)
                .with(ORDER_RETURN_LINE.AMOUNT, piece -> piece.amount().withoutCurrency());
        rows.insertInto(tx, ORDER_RETURN_LINE).execute();
        rows.with(
                ORDER_LINE.RETURNED_TAX,
                piece -> piece.line().returnedTax().plus(piece.tax()).withoutCurrency());
        tx.sql()
                .update(ORDER_LINE)
                .set(ORDER_LINE.RETURNED, ORDER_LINE.RETURNED.plus(rows.get(ORDER_RETURN_LINE.QUANTITY)))
                .set(ORDER_LINE.RETURNED_AMOUNT, ORDER_LINE.RETURNED_AMOUNT.plus(rows.get(ORDER_RETURN_LINE.AMOUNT)))
                .set(ORDER_LINE.RETURNED_TAX, rows.get(ORDER_LINE.RETURNED_TAX))
                .from(rows.table())
                .where(tx.owns(ORDER_LINE))
                .and(ORDER_LINE.ORDER_ID.eq(order.id()))
                .and(ORDER_LINE.ID.eq(rows.get(ORDER_RETURN_LINE.LINE_ID)))
                .execute();
        tx.sql()
                .update(ORDER)
                .set(ORDER.RETURNED, ORDER.RETURNED.plus(val(amount, ORDER.RETURNED)))
                .where(tx.owns(ORDER))
                .and(ORDER.ID.eq(order.id()))
                .execute();
        ledger.post(tx, List.of(OrderLedger.returned(tx.id(), order.id(), id, charged, tax, now)));
        return id;
    }
}
