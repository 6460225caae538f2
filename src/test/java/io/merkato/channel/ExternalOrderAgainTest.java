package io.merkato.channel;

import static io.merkato.channel.Marketplace.but;
import static io.merkato.channel.Marketplace.cancelled;
import static io.merkato.channel.Marketplace.id;
import static io.merkato.channel.Marketplace.line;
import static io.merkato.channel.Marketplace.order;
import static io.merkato.channel.Marketplace.outcomes;
import static io.merkato.channel.Marketplace.paid;
import static io.merkato.channel.Marketplace.sent;
import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.AtOnce;
import io.merkato.Client;
import io.merkato.InvariantsHold;
import io.merkato.Merchants;
import io.merkato.MerkatoTest;
import io.merkato.Statements;
import io.merkato.TestDatabase;
import io.merkato.api.Permission;
import io.merkato.api.TypeId;
import io.merkato.api.Viewer;
import io.merkato.ordering.Order;
import io.merkato.ordering.OrderShop;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Orders of a marketplace that come again: the same, something else, and what has happened since. */
@MerkatoTest
@ExtendWith(InvariantsHold.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS) // one shop, whose goods have names of their own
class ExternalOrderAgainTest {

    private final Statements statements;
    private final ExternalSourceRepository sources;
    private final ExternalOrderRepository imported;
    private final Marketplace market;

    ExternalOrderAgainTest(
            Merchants merchants,
            Client client,
            Statements statements,
            ExternalSourceRepository sources,
            ExternalOrderRepository imported) {
        this.statements = statements;
        this.sources = sources;
        this.imported = imported;
        this.market = new Marketplace(new OrderShop(merchants, client));
    }

    private static long count(String query, String order) {
        try (Connection superuser = TestDatabase.superuser();
                PreparedStatement select = superuser.prepareStatement(query)) {
            select.setObject(1, query.contains("?::uuid") ? TypeId.parse("order", order) : order);
            try (ResultSet found = select.executeQuery()) {
                found.next();
                return found.getLong(1);
            }
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void something_else_under_a_known_id_is_a_conflict_that_says_what() {
        market.shop.variant("ELSE-CUP", "80", 10);
        Map<String, Object> order = paid(order(id(), List.of(line("ELSE-CUP", 1), line("ELSE-CUP", 2)), "345.00"));
        JsonNode imported = market.imports(order).getFirst();

        assertThat(outcomes(market.imports(
                        but(order, "lines", List.of(line("ELSE-CUP", 1), line("ELSE-CUP", 3)), "total", "460"))))
                .containsExactly("CONFLICT CONFLICT lines.1 CONFLICT total");
        assertThat(outcomes(market.imports(but(order, "customer", Map.of("email", "eve@example.com"), "number", null))))
                .containsExactly("CONFLICT CONFLICT customer CONFLICT number");
        assertThat(outcomes(market.imports(but(order, "payment", null)))).containsExactly("CONFLICT CONFLICT payment");
        assertThat(outcomes(market.imports(sent(but(order, "placedAt", "2026-05-01T09:30:01Z")))))
                .containsExactly("CONFLICT CONFLICT placedAt");

        JsonNode now = market.imports(order).getFirst();
        assertThat(outcomes(List.of(now))).containsExactly("UNCHANGED");
        assertThat(now.get("order")).isEqualTo(imported.get("order"));
    }

    @Test
    void an_order_catches_up_with_what_became_of_it_there_and_never_goes_back() {
        String cup = market.shop.variant("UP-CUP", "80", 10);
        Map<String, Object> order = order(id(), "UP-CUP", 2);
        Map<String, Object> other = order(id(), "UP-CUP", 3);
        Map<String, Object> third = order(id(), "UP-CUP", 4);
        List<JsonNode> first = market.imports(order, paid(other), third);
        assertThat(market.shop.stock(cup)).isEqualTo("10 on hand, 9 reserved");

        assertThat(outcomes(market.imports(paid(order), cancelled(paid(other)), sent(third))))
                .containsExactly("UPDATED", "UPDATED", "UPDATED");
        List<JsonNode> last = market.imports(sent(paid(order)), cancelled(paid(other)), sent(paid(third)));

        assertThat(outcomes(last)).containsExactly("UPDATED", "UNCHANGED", "UPDATED");
        assertThat(last.stream().map(Marketplace::statuses))
                .containsExactly(
                        "COMPLETED PAID FULFILLED, 230.00 paid, 0.00 refunded",
                        "CANCELLED REFUNDED UNFULFILLED, 345.00 paid, 345.00 refunded",
                        "COMPLETED PAID FULFILLED, 460.00 paid, 0.00 refunded");
        assertThat(market.shop.stock(cup)).isEqualTo("4 on hand, 0 reserved");
        assertThat(outcomes(market.imports(order, paid(other), sent(third))))
                .containsExactly(
                        "CONFLICT CONFLICT payment CONFLICT sentAt",
                        "CONFLICT CONFLICT cancellation",
                        "CONFLICT CONFLICT payment");
        String events = "select count(*) from platform.event where aggregate = ? and type = '";
        String done = first.getFirst().get("orderId").asString();
        assertThat(List.of("PLACED", "PAID", "SHIPPED", "COMPLETED", "CANCELLED").stream()
                        .map(type -> count(events + "ORDER_" + type + "'", done)))
                .containsExactly(1L, 1L, 1L, 1L, 0L);
        assertThat(count("select count(*) from platform.audit_entry where target_id = ?", done))
                .isEqualTo(3);
    }

    @Test
    void money_that_went_back_here_does_not_come_in_again_when_the_order_is_sent() {
        market.shop.variant("BACK-CUP", "80", 10);
        Map<String, Object> order = paid(order(id(), "BACK-CUP", 1));
        String imported = market.imports(order).getFirst().get("orderId").asString();
        market.shop.does("orderRefundRecord(id: \"" + imported
                + "\", input: {amount: {amount: \"115\", currency: \"ETB\"}, method: CARD}) " + OrderShop.key()
                + " { %s }");

        JsonNode again = market.imports(sent(order)).getFirst();

        assertThat(outcomes(List.of(again))).containsExactly("UPDATED");
        assertThat(Marketplace.statuses(again)).isEqualTo("OPEN REFUNDED FULFILLED, 115.00 paid, 115.00 refunded");
    }

    @Test
    void what_happened_here_and_is_told_there_after_it_is_kept_and_never_happens_again() {
        market.shop.variant("TOLD-CUP", "80", 10);
        Map<String, Object> order = order(id(), "TOLD-CUP", 1);
        String imported = market.imports(order).getFirst().get("orderId").asString();
        String of115 = "(id: \"" + imported
                + "\", input: {amount: {amount: \"115\", currency: \"ETB\"}, method: CARD}) " + OrderShop.key()
                + " { %s }";
        market.shop.does("orderPaymentRecord" + of115);

        assertThat(outcomes(market.imports(paid(order)))).containsExactly("UPDATED");
        assertThat(outcomes(market.imports(paid(order)))).containsExactly("UNCHANGED");
        market.shop.does("orderRefundRecord" + of115);
        JsonNode again = market.imports(paid(order)).getFirst();

        assertThat(outcomes(List.of(again))).containsExactly("UNCHANGED");
        assertThat(Marketplace.statuses(again)).isEqualTo("OPEN REFUNDED UNFULFILLED, 115.00 paid, 115.00 refunded");
        assertThat(count(
                        "select count(*) from platform.audit_entry where action = 'externalOrdersImport' and target_id = ?",
                        imported))
                .isEqualTo(2);
    }

    @Test
    void what_the_source_says_is_not_said_of_what_staff_added() {
        market.shop.variant("MORE-CUP", "80", 10);
        Map<String, Object> order = order(id(), "MORE-CUP", 1);
        JsonNode imported = market.imports(order).getFirst();
        String line = market.owner
                .data("{ order(id: \"" + imported.get("orderId").asString() + "\") { lines { id } } }")
                .at("/order/lines/0/id")
                .asString();
        market.shop.does("orderEdit(id: \"" + imported.get("orderId").asString()
                + "\", ifVersion: 1, input: {lines: [{lineId: \"" + line + "\", quantity: 9}]}) " + OrderShop.key()
                + " { %s }");

        assertThat(outcomes(market.imports(paid(order)))).containsExactly("CONFLICT CONFLICT payment");
        assertThat(outcomes(market.imports(sent(order)))).containsExactly("CONFLICT CONFLICT sentAt");
        assertThat(outcomes(market.imports(cancelled(order)))).containsExactly("CONFLICT CONFLICT cancellation");
        assertThat(Marketplace.statuses(market.imports(order).getFirst()))
                .isEqualTo("OPEN PENDING UNFULFILLED, 0.00 paid, 0.00 refunded");
    }

    @Test
    void what_comes_to_too_much_keeps_back_no_other() {
        String cup = market.shop.variant("MUCH-CUP", "80", 10);
        Map<String, Object> much = but(
                line("MUCH-CUP", 1_000_000), "unitPrice", "90000000000", "discount", "90000000000000000", "tax", null);

        market.shop.bundle("MUCH-PALLET", cup, 1000);
        Map<String, Object> most = but(line("MUCH-PALLET", 1_000_000), "unitPrice", "0", "tax", null);

        Map<String, Object> half = but(line("MUCH-CUP", 1), "unitPrice", "5000000000000", "tax", null);
        Map<String, Object> cent = but(line("MUCH-CUP", 1), "unitPrice", "0.01", "tax", null);
        Map<String, Object> gift =
                but(line("MUCH-CUP", 1), "unitPrice", "9000000000000", "discount", "9000000000000", "tax", null);
        Map<String, Object> taxed = but(
                line("MUCH-CUP", 1),
                "unitPrice",
                "1000000000000",
                "tax",
                Map.of("name", "Duty", "amount", "9000000000000.01"));

        assertThat(outcomes(market.imports(
                        order(id(), List.of(half, half, cent), "10000000000000.01"),
                        order(id(), List.of(gift, gift), "0"),
                        order(id(), List.of(taxed), "10000000000000.01"),
                        order(id(), List.of(half, half), "10000000000000"),
                        order(id(), List.of(much, much), "0"),
                        order(id(), List.of(most, line("MUCH-CUP", 1)), "115"),
                        sent(order(id(), List.of(most), "0")),
                        order(id(), "MUCH-CUP", 1))))
                .containsExactly(
                        "REFUSED OUT_OF_RANGE total",
                        "REFUSED OUT_OF_RANGE total",
                        "REFUSED OUT_OF_RANGE total",
                        "IMPORTED 0 of 2 MUCH-CUP",
                        "REFUSED OUT_OF_RANGE lines.0 OUT_OF_RANGE lines.1",
                        "REFUSED OUT_OF_RANGE lines.1.quantity",
                        "IMPORTED 10 of 1000000000 MUCH-CUP",
                        "IMPORTED 0 of 1 MUCH-CUP");
    }

    @Test
    void an_order_that_came_before_there_was_a_most_is_the_same_when_it_comes_again() {
        market.shop.variant("HUGE-CUP", "80", 10);
        Map<String, Object> half = but(line("HUGE-CUP", 1), "unitPrice", "5000000000000", "tax", null);
        Map<String, Object> cent = but(line("HUGE-CUP", 1), "unitPrice", "0.01", "tax", null);
        Map<String, Object> taken = order(id(), List.of(half, half), "10000000000000");
        Map<String, Object> larger = but(taken, "lines", List.of(half, half, cent), "total", "10000000000000.01");
        var order = new Order.Id(TypeId.parse(
                "order", market.imports(taken).getFirst().get("orderId").asString()));
        ExternalSource source = sources.find(
                        market.shop.tenant, new ExternalSource.Id(TypeId.parse("external_source", market.source)))
                .orElseThrow();
        ExternalSale sale = new ExternalOrderReading(source, "ET", Instant.now(), List.of())
                .read(JsonMapper.shared().convertValue(larger, ExternalOrderInput.class));
        market.shop.tenant.transact(Viewer.system("test").may(Permission.ORDERS_IMPORT), tx -> {
            imported.update(tx, Map.of(order, sale));
            return order;
        });

        assertThat(outcomes(market.imports(larger, but(larger, "externalId", id()))))
                .containsExactly("UNCHANGED", "REFUSED OUT_OF_RANGE total");
    }

    @Test
    void a_name_of_what_was_deleted_means_what_has_it_as_its_sku_now() {
        market.shop.variant("OLD-JUG", "80", 10);
        JsonNode old = market.owner
                .data("{ productVariantBySku(sku: \"OLD-JUG\") { id product { id } } }")
                .get("productVariantBySku");
        market.shop.does(
                "externalSkusSet(sourceId: \"" + market.source + "\", input: {skus: [{sku: \"NEW-JUG\", variantId: \""
                        + old.get("id").asString() + "\"}]}) { %s }");
        market.shop.does("productDelete(id: \"" + old.at("/product/id").asString() + "\") { %s }");
        assertThat(outcomes(market.imports(order(id(), "NEW-JUG", 1))))
                .containsExactly("REFUSED NOT_FOUND lines.0.sku");
        String jug = market.shop.variant("NEW-JUG", "80", 10);

        assertThat(outcomes(market.imports(order(id(), "NEW-JUG", 2)))).containsExactly("IMPORTED");
        assertThat(market.shop.stock(jug)).isEqualTo("10 on hand, 2 reserved");
    }

    @Test
    void whether_prices_are_with_tax_stays_once_there_are_orders() {
        market.shop.variant("TAX-CUP", "80", 10);
        market.imports(order(id(), "TAX-CUP", 1));

        assertThat(OrderShop.refusals(OrderShop.tries(
                        market.owner,
                        "externalSourceUpdate(id: \"" + market.source + "\", input: {pricesIncludeTax: true}) { %s }")))
                .containsExactly("CONFLICT input.pricesIncludeTax");
    }

    @Test
    void what_was_done_here_stands_against_what_is_said_there() {
        market.shop.variant("HERE-CUP", "80", 10);
        Map<String, Object> order = order(id(), "HERE-CUP", 1);
        Map<String, Object> other = order(id(), "HERE-CUP", 1);
        List<JsonNode> imported = market.imports(order, other);
        market.shop.does("orderFulfil(id: \"" + imported.get(0).get("orderId").asString() + "\") " + OrderShop.key()
                + " { order { status } %s }");
        market.shop.does("orderCancel(id: \"" + imported.get(1).get("orderId").asString() + "\") " + OrderShop.key()
                + " { order { status } %s }");

        assertThat(outcomes(market.imports(cancelled(order), sent(other))))
                .containsExactly("CONFLICT CONFLICT cancellation", "CONFLICT CONFLICT sentAt");
        List<JsonNode> both = market.imports(sent(paid(order)), cancelled(other));
        assertThat(outcomes(both)).containsExactly("UPDATED", "UPDATED");
        assertThat(both.stream().map(Marketplace::statuses))
                .containsExactly(
                        "COMPLETED PAID FULFILLED, 115.00 paid, 0.00 refunded",
                        "CANCELLED VOIDED UNFULFILLED, 0.00 paid, 0.00 refunded");
        assertThat(count(
                        "select count(*) from ordering.fulfilment where order_id = ?::uuid",
                        imported.get(0).get("orderId").asString()))
                .isEqualTo(1);
    }

    @Test
    void the_same_again_writes_nothing() {
        market.shop.variant("SAME-CUP", "80", 10);
        List<Map<String, Object>> orders = List.of(
                sent(paid(order(id(), "SAME-CUP", 1))),
                order(id(), "SAME-CUP", 2),
                cancelled(order(id(), "SAME-CUP", 3)));
        market.imports(market.owner, orders);
        // Numbers written otherwise, and what is nothing left out or not, say the same.
        List<Map<String, Object>> again = orders.stream()
                .map(order -> but(order, "total", order.get("total") + "00", "customer", Map.of(), "note", " "))
                .toList();

        List<String> sent = statements.of(() -> assertThat(outcomes(market.imports(market.owner, again)))
                .containsExactly("UNCHANGED", "UNCHANGED", "UNCHANGED"));

        assertThat(sent).isNotEmpty().noneMatch(sql -> sql.matches("(?s).*\\b(insert|update|delete)\\b.*"));
    }

    private List<String> together(IntFunction<List<Map<String, Object>>> orders) throws Exception {
        return AtOnce.all(64, i -> outcomes(market.imports(market.owner, orders.apply(i)))).stream()
                .flatMap(List::stream)
                .toList();
    }

    @Test
    void of_64_that_bring_the_same_at_once_one_brings_each_order_and_each_step() throws Exception {
        String cup = market.shop.variant("RACE-CUP", "80", 100);
        List<Map<String, Object>> orders = IntStream.range(0, 6)
                .mapToObj(i ->
                        but(order(id(), "RACE-CUP", 1), "customer", Map.of("email", "race" + i % 2 + "@example.com")))
                .toList();
        IntFunction<List<Map<String, Object>>> three = i ->
                IntStream.range(0, 3).mapToObj(n -> orders.get((i + n) % 6)).toList();

        List<String> brought = together(three);
        assertThat(brought).hasSize(64 * 3).containsOnly("IMPORTED", "UNCHANGED");
        assertThat(brought).filteredOn("IMPORTED"::equals).hasSize(6);
        assertThat(market.shop.stock(cup)).isEqualTo("100 on hand, 6 reserved");

        List<String> caughtUp = together(
                i -> three.apply(i).stream().map(order -> sent(paid(order))).toList());
        assertThat(caughtUp).hasSize(64 * 3).containsOnly("UPDATED", "UNCHANGED");
        assertThat(caughtUp).filteredOn("UPDATED"::equals).hasSize(6);
        assertThat(market.shop.stock(cup)).isEqualTo("94 on hand, 0 reserved");
    }

    @Test
    void a_call_takes_as_many_statements_for_forty_orders_as_for_two() {
        market.shop.variant("MANY-CUP", "80", 1000);
        market.shop.variant("MANY-JAR", "80", 1000);

        assertThat(importing(40)).hasSameSizeAs(importing(2));
    }

    /** One half is new, and the other half catches up. */
    private List<String> importing(int orders) {
        List<Map<String, Object>> old = IntStream.range(0, orders / 2)
                .mapToObj(i -> order(id(), List.of(line("MANY-CUP", 1), line("MANY-JAR", 1)), "230"))
                .toList();
        market.imports(market.owner, old);
        var all = new ArrayList<>(old.stream().map(order -> sent(paid(order))).toList());
        for (Map<String, Object> each : old) {
            all.add(sent(paid(but(each, "externalId", id(), "customer", Map.of("email", Merchants.email())))));
        }
        return statements.of(
                () -> assertThat(outcomes(market.imports(market.owner, all))).containsOnly("IMPORTED", "UPDATED"));
    }
}
