package io.merkato.demo;

import static io.merkato.jooq.channel.Tables.CASH_MOVEMENT;
import static io.merkato.jooq.channel.Tables.POS_REGISTER;
import static io.merkato.jooq.channel.Tables.POS_SALE;
import static io.merkato.jooq.channel.Tables.POS_SESSION;

import io.merkato.money.Money;
import io.merkato.ordering.NewOrder;
import io.merkato.ordering.Order;
import io.merkato.tenancy.TenantContext;
import java.util.List;

/** The tills of a demo tenant, and the sessions in which its orders of tills were sold, each for cash. */
final class PosRows {

    private final DemoIds ids;
    private final Rows registers = new Rows(POS_REGISTER);
    private final Rows sessions = new Rows(POS_SESSION);
    private final Rows sales = new Rows(POS_SALE);
    private final Rows movements = new Rows(CASH_MOVEMENT);

    private PosRows(DemoIds ids) {
        this.ids = ids;
    }

    static void write(TenantContext tenant, DemoShop demo, OrderBook book, List<OrderFigures.Reckoned> orders) {
        var rows = new PosRows(demo.ids());
        for (OrderBook.Till till : CustomerBook.orNone(book.tills())) {
            rows.add(
                    till,
                    orders.stream()
                            .map(OrderFigures.Reckoned::order)
                            .filter(order -> order.source() instanceof Order.Source(String name, String reference)
                                    && name.equals("pos:" + till.code()))
                            .toList());
        }
        // Movements say what sessions expect, so they come after them.
        List.of(rows.registers, rows.sessions, rows.sales, rows.movements).forEach(each -> each.insert(tenant));
    }

    private void add(OrderBook.Till till, List<NewOrder> orders) {
        registers
                .next()
                .set(POS_REGISTER.ID, ids.of("till", till.code()))
                .set(POS_REGISTER.STORE_ID, ids.of("store", till.store()))
                .set(POS_REGISTER.LOCATION_ID, ids.of("location", till.location()))
                .set(POS_REGISTER.CODE, till.code())
                .set(POS_REGISTER.NAME, till.name());
        for (OrderBook.Shift shift : till.sessions()) {
            add(
                    till,
                    shift,
                    orders.stream()
                            .filter(order -> !order.placedAt().isBefore(shift.opened())
                                    && order.placedAt().isBefore(shift.closed()))
                            .toList());
        }
    }

    private void add(OrderBook.Till till, OrderBook.Shift shift, List<NewOrder> orders) {
        var session = ids.at(shift.opened(), "till session", till.code());
        Money opening = Money.of(shift.openingFloat(), till.currency());
        Money taken = Money.sum(
                till.currency(),
                orders.stream().map(order -> order.totals().total()).toList());
        Money spent = Money.of(shift.spent(), till.currency());
        Money counted = opening.plus(taken).minus(spent).minus(Money.of(shift.missing(), till.currency()));
        sessions.next()
                .set(POS_SESSION.ID, session)
                .set(POS_SESSION.POS_REGISTER_ID, ids.of("till", till.code()))
                .set(POS_SESSION.CURRENCY, till.currency().getCurrencyCode())
                .set(POS_SESSION.OPENING_FLOAT, opening.withoutCurrency())
                .set(POS_SESSION.EXPECTED, opening.withoutCurrency())
                .set(POS_SESSION.COUNTED, counted.withoutCurrency())
                .set(POS_SESSION.OPENED_BY, shift.by())
                .set(POS_SESSION.OPENED_AT, shift.opened())
                .set(POS_SESSION.CLOSED_BY, shift.by())
                .set(POS_SESSION.CLOSED_AT, shift.closed());
        for (NewOrder order : orders) {
            sales.next()
                    .set(POS_SALE.ORDER_ID, order.id().value())
                    .set(POS_SALE.POS_SESSION_ID, session)
                    .set(POS_SALE.LATE, false)
                    .set(POS_SALE.RECEIVED_AT, order.placedAt());
            movements
                    .next()
                    .set(CASH_MOVEMENT.ID, ids.at(order.placedAt(), "cash", till.code()))
                    .set(CASH_MOVEMENT.POS_SESSION_ID, session)
                    .set(CASH_MOVEMENT.KIND, "SALE")
                    .set(CASH_MOVEMENT.AMOUNT, order.totals().total().withoutCurrency())
                    .set(CASH_MOVEMENT.REASON, null)
                    .set(CASH_MOVEMENT.ORDER_ID, order.id().value())
                    .set(CASH_MOVEMENT.ACTOR, shift.by())
                    .set(CASH_MOVEMENT.MOVED_AT, order.placedAt());
        }
        if (spent.minorUnits() > 0) {
            movements
                    .next()
                    .set(CASH_MOVEMENT.ID, ids.at(shift.closed(), "cash", till.code()))
                    .set(CASH_MOVEMENT.POS_SESSION_ID, session)
                    .set(CASH_MOVEMENT.KIND, "PAY_OUT")
                    .set(
                            CASH_MOVEMENT.AMOUNT,
                            Money.zero(till.currency()).minus(spent).withoutCurrency())
                    .set(CASH_MOVEMENT.REASON, shift.spentOn())
                    .set(CASH_MOVEMENT.ORDER_ID, null)
                    .set(CASH_MOVEMENT.ACTOR, shift.by())
                    .set(CASH_MOVEMENT.MOVED_AT, shift.closed());
        }
    }
}
