package io.merkato.demo;

import static io.merkato.jooq.ordering.Tables.FULFILMENT;
import static io.merkato.jooq.ordering.Tables.FULFILMENT_LINE;
import static io.merkato.jooq.ordering.Tables.ORDER_NOTE;
import static io.merkato.jooq.ordering.Tables.ORDER_PAYMENT;
import static io.merkato.jooq.ordering.Tables.ORDER_RETURN;
import static io.merkato.jooq.ordering.Tables.ORDER_RETURN_LINE;
import static io.merkato.jooq.ordering.Tables.STATUS_CHANGE;
import static io.merkato.jooq.ordering.Tables.TRANSITION;

import io.merkato.ledger.Transfer;
import io.merkato.ordering.Order;
import io.merkato.ordering.OrderPayment;
import io.merkato.tenancy.Tenant;
import io.merkato.tenancy.TenantContext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/** Where the rows go that prove what became of the orders, and the way that an order may take. */
final class OrderCourses {

    private record Way(String axis, String from, String event) {}

    final DemoIds ids;
    final String staff;
    final OrderStock stock;
    final PaymentRows throughAccounts;
    final Points points;
    final Tenant.Id tenant;
    final List<Transfer> transfers = new ArrayList<>();
    final Rows changes = new Rows(STATUS_CHANGE);
    final Rows payments = new Rows(ORDER_PAYMENT);
    final Rows parcels = new Rows(FULFILMENT);
    final Rows parcelLines = new Rows(FULFILMENT_LINE);
    final Rows returns = new Rows(ORDER_RETURN);
    final Rows returnLines = new Rows(ORDER_RETURN_LINE);
    private final Rows notes = new Rows(ORDER_NOTE);
    private final Map<Way, String> ways;

    OrderCourses(TenantContext tenant, DemoShop demo, OrderStock stock) {
        this.ids = demo.ids();
        this.stock = stock;
        this.throughAccounts = new PaymentRows(tenant, demo);
        this.tenant = tenant.id();
        this.staff = demo.shop().staff().stream()
                .filter(person -> person.role().equals("ORDERS"))
                .findFirst()
                .orElseThrow()
                .email();
        this.points = new Points(tenant, demo, staff);
        this.ways = tenant.sql()
                .selectFrom(TRANSITION)
                .fetchMap(
                        row -> new Way("" + row.getAxis(), "" + row.getFromStatus(), "" + row.getEvent()),
                        row -> "" + row.getToStatus());
    }

    OrderCourse of(OrderFigures.Reckoned reckoned) {
        return new OrderCourse(this, reckoned);
    }

    /** Where an event leads. */
    String next(String axis, String from, String event) {
        return Objects.requireNonNull(
                ways.get(new Way(axis, from, event)), () -> axis + ": no " + event + " from " + from);
    }

    void paid(Order.Id order, OrderPayment payment, String actor) {
        payments.next()
                .set(ORDER_PAYMENT.ID, payment.id().value())
                .set(ORDER_PAYMENT.ORDER_ID, order.value())
                .set(ORDER_PAYMENT.KIND, payment.kind())
                .set(ORDER_PAYMENT.METHOD, payment.method())
                .set(ORDER_PAYMENT.AMOUNT, payment.amount().withoutCurrency())
                .set(ORDER_PAYMENT.REFERENCE, payment.reference())
                .set(ORDER_PAYMENT.THROUGH, payment.through())
                .set(ORDER_PAYMENT.ACTOR, actor)
                .set(ORDER_PAYMENT.RECORDED_AT, payment.recordedAt());
    }

    void note(UUID id, Order.Id order, String text, Instant at) {
        notes.next()
                .set(ORDER_NOTE.ID, id)
                .set(ORDER_NOTE.ORDER_ID, order.value())
                .set(ORDER_NOTE.BODY, text)
                .set(ORDER_NOTE.AUTHOR, staff)
                .set(ORDER_NOTE.CREATED_AT, at);
    }

    void insert(TenantContext tenant) {
        List.of(changes, payments, parcels, parcelLines, returns, returnLines, notes)
                .forEach(rows -> rows.insert(tenant));
    }
}
