package io.merkato.ordering;

import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.AtOnce;
import io.merkato.Client;
import io.merkato.InvariantsHold;
import io.merkato.Merchants;
import io.merkato.MerkatoTest;
import io.merkato.Statements;
import io.merkato.api.Permission;
import io.merkato.api.TypeId;
import io.merkato.api.Uuid7;
import io.merkato.api.Viewer;
import io.merkato.catalog.ProductVariant;
import io.merkato.inventory.Location;
import io.merkato.inventory.StockShortfall;
import io.merkato.money.Money;
import io.merkato.money.Rate;
import io.merkato.pricing.PriceSource;
import io.merkato.store.SalesChannel;
import io.merkato.store.Store;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Orders that were made elsewhere, recorded as they were. */
@MerkatoTest
@ExtendWith(InvariantsHold.class)
class PastOrderTest {

    private static final Currency BIRR = Currency.getInstance("ETB");
    private static final Instant THEN = Instant.parse("2026-05-01T09:30:00Z");

    private final OrderShop shop;
    private final Orders orders;
    private final Statements statements;
    private final Store.Id store;

    PastOrderTest(Merchants merchants, Client client, Orders orders, Statements statements) {
        this.shop = new OrderShop(merchants, client);
        this.orders = orders;
        this.statements = statements;
        this.store = new Store.Id(TypeId.parse(
                "store",
                shop.owner
                        .data("{ stores(first: 1) { nodes { id } } }")
                        .at("/stores/nodes/0/id")
                        .asString()));
    }

    private enum Course {
        SOLD,
        OPEN,
        CANCELLED
    }

    private static Money birr(long amount) {
        return new Money(amount * 100, BIRR);
    }

    private static ProductVariant.Id variant(String id) {
        return new ProductVariant.Id(TypeId.parse("variant", id));
    }

    /** So many at 115 birr, 15 of them tax. */
    private PastOrder order(String reference, String variant, long pieces, Course course, @Nullable String from) {
        LineAmounts amounts = LineAmounts.of(birr(115).times(pieces), List.of(), new Rate(150_000), true);
        var line = new NewOrder.Line(
                new OrderLine.Id(Uuid7.next()),
                variant(variant),
                null,
                "CUP",
                "Cup",
                List.of(),
                List.of(),
                pieces,
                birr(115),
                birr(115),
                PriceSource.MANUAL,
                null,
                new OrderLine.Tax("VAT", new Rate(150_000)),
                amounts,
                true,
                Map.of(variant(variant), 1L));
        var order = new NewOrder(
                new Order.Id(Uuid7.next()),
                store,
                SalesChannel.EXTERNAL,
                new Order.Source("bazaar", reference),
                null,
                null,
                null,
                Locale.ENGLISH,
                BIRR,
                true,
                null,
                null,
                null,
                null,
                null,
                LineAmounts.of(birr(0), List.of(), null, true),
                null,
                List.of(line),
                THEN);
        Money half = new Money(amounts.total().minorUnits() / 2, BIRR);
        List<PastOrder.Payment> payments = course == Course.OPEN
                ? List.of()
                : List.of(
                        new PastOrder.Payment(OrderPaymentMethod.CASH, half, null, THEN),
                        new PastOrder.Payment(
                                OrderPaymentMethod.CARD, amounts.total().minus(half), "1234", THEN));
        return new PastOrder(
                order,
                "digest " + pieces,
                payments,
                course == Course.SOLD ? THEN : null,
                null,
                course == Course.CANCELLED
                        ? new PastOrder.Cancellation(THEN.plusSeconds(60), "Changed their mind")
                        : null,
                from == null ? null : new Location.Id(TypeId.parse("location", from)));
    }

    private Map<Order.Id, RecordedOrder> record(List<PastOrder> pasts) {
        return shop.tenant.transact(
                Viewer.system("test").may(Permission.ORDERS_WRITE),
                tx -> orders.record(tx, pasts, Viewer.system("test").actor()));
    }

    private OrderShop.Placed read(PastOrder past) {
        return new OrderShop.Placed(shop, shop.owner, past.id().text());
    }

    @Test
    void orders_made_elsewhere_are_recorded_with_what_became_of_them_and_stock_gives_what_it_has() {
        String cup = shop.variant("CUP", "100", 5);
        PastOrder sold = order("1", cup, 3, Course.SOLD, shop.location);
        PastOrder soldTooMany = order("2", cup, 4, Course.SOLD, null);
        PastOrder cancelled = order("3", cup, 9, Course.CANCELLED, null);
        PastOrder open = order("4", cup, 2, Course.OPEN, null);

        Map<Order.Id, RecordedOrder> recorded = record(List.of(sold, soldTooMany, cancelled, open));

        assertThat(recorded)
                .isEqualTo(Map.of(
                        sold.id(), new RecordedOrder.Done(sold.id(), List.of()),
                        soldTooMany.id(),
                                new RecordedOrder.Done(
                                        soldTooMany.id(), List.of(new StockShortfall(variant(cup), 4, 2))),
                        cancelled.id(), new RecordedOrder.Done(cancelled.id(), List.of()),
                        open.id(), new RecordedOrder.Done(open.id(), List.of(new StockShortfall(variant(cup), 2, 0)))));
        assertThat(shop.stock(cup)).isEqualTo("0 on hand, 0 reserved");
        assertThat(read(sold).statuses()).isEqualTo("COMPLETED PAID FULFILLED");
        assertThat(read(cancelled).statuses()).isEqualTo("CANCELLED REFUNDED UNFULFILLED");
        assertThat(read(open).statuses()).isEqualTo("OPEN PENDING UNFULFILLED");
        assertThat(read(sold)
                        .read(
                                "number placedAt paid { amount } totals { tax { amount } total { amount } } history { axis event at }")
                        .toString()
                        .replace("2026-05-01T09:30:00Z", "then"))
                .isEqualTo("{\"number\":\"1001\",\"placedAt\":\"then\",\"paid\":{\"amount\":\"345.00\"},"
                        + "\"totals\":{\"tax\":{\"amount\":\"45.00\"},\"total\":{\"amount\":\"345.00\"}},\"history\":["
                        + Stream.of(
                                        "FULFILMENT PLACE",
                                        "FULFILMENT SHIP",
                                        "ORDER PLACE",
                                        "ORDER COMPLETE",
                                        "PAYMENT PLACE",
                                        "PAYMENT PAY_PART",
                                        "PAYMENT PAY")
                                .map(step -> "{\"axis\":\"%s\",\"event\":\"%s\",\"at\":\"then\"}"
                                        .formatted((Object[]) step.split(" ")))
                                .collect(Collectors.joining(","))
                        + "]}");

        shop.receive(cup, 10);
        assertThat(record(List.of(
                                order("5", cup, 4, Course.OPEN, null), order("6", cup, 2, Course.SOLD, shop.location)))
                        .values())
                .allMatch(each -> each instanceof RecordedOrder.Done done
                        && done.shortfalls().isEmpty());
        assertThat(shop.stock(cup)).isEqualTo("8 on hand, 4 reserved");

        shop.stockMode("TRACK");
        assertThat(record(List.of(order("7", cup, 20, Course.SOLD, null))).values())
                .allMatch(each -> each instanceof RecordedOrder.Done done
                        && done.shortfalls().isEmpty());
        assertThat(shop.stock(cup)).isEqualTo("-12 on hand, 0 reserved");
    }

    @Test
    void of_many_who_record_the_same_orders_in_whatever_order_each_is_recorded_once() throws Exception {
        String cup = shop.variant("CUP", "100", 100);
        List<RecordedOrder> answers = AtOnce.all(
                        64,
                        turn -> record(IntStream.range(0, 5)
                                .mapToObj(i ->
                                        order("" + (turn % 2 == 0 ? i : 4 - i), cup, 1, Course.SOLD, shop.location))
                                .toList()))
                .stream()
                .flatMap(recorded -> recorded.values().stream())
                .toList();
        assertThat(answers).hasSize(320);
        assertThat(answers.stream().filter(RecordedOrder.Done.class::isInstance))
                .hasSize(5);
        assertThat(answers.stream().map(RecordedOrder::id).distinct()).hasSize(5);
        assertThat(answers)
                .allMatch(each -> each instanceof RecordedOrder.Done
                        || each.equals(new RecordedOrder.Known(each.id(), "digest 1")));
        assertThat(shop.stock(cup)).isEqualTo("95 on hand, 0 reserved");

        int few = statements
                .of(() -> record(List.of(order("few", cup, 1, Course.SOLD, null))))
                .size();
        int many = statements
                .of(() -> record(IntStream.range(0, 50)
                        .mapToObj(i -> order("many " + i, cup, 1, Course.SOLD, null))
                        .toList()))
                .size();
        assertThat(many).isEqualTo(few).isEqualTo(18);
    }
}
