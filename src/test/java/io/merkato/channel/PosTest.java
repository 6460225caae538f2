package io.merkato.channel;

import static io.merkato.ordering.OrderShop.refusals;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.merkato.AtOnce;
import io.merkato.Client;
import io.merkato.InvariantsHold;
import io.merkato.Merchants;
import io.merkato.MerkatoTest;
import io.merkato.Statements;
import io.merkato.TestDatabase;
import io.merkato.api.TypeId;
import io.merkato.ordering.OrderShop;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** From a drawer with change in it to one that is counted, and what a till sold in between, once, whatever became of the line. */
@MerkatoTest
@ExtendWith(InvariantsHold.class)
class PosTest {

    private final Till till;
    private final Statements statements;

    PosTest(Merchants merchants, Client client, Statements statements) {
        this.till = new Till(new OrderShop(merchants, client));
        this.statements = statements;
    }

    @Test
    void a_till_sells_what_it_sold_and_its_drawer_is_counted() throws SQLException {
        String cup = till.shop.variant("CUP", "100", 5);
        assertThat(refusals(till.opens())).containsExactly("CONFLICT input.registerId");
        assertThat(till.moves("IN", "200").at("/session/expectedCash/amount").asString())
                .isEqualTo("700.00");
        assertThat(till.moves("OUT", "50").toString())
                .startsWith(
                        "{\"cashMovement\":{\"kind\":\"PAY_OUT\",\"amount\":{\"amount\":\"-50.00\"}},\"session\":{\"expectedCash\":{\"amount\":\"650.00\"}}");

        Map<String, Object> cash = till.sale(cup, 4);
        Map<String, Object> split = Till.but(
                till.sale(cup, 3),
                "payments",
                List.of(
                        Map.of("method", "CARD", "amount", "245", "reference", "slip 7"),
                        Map.of("method", "CASH", "amount", "100")));
        JsonNode synced = till.syncs(List.of(cash, split));
        assertThat(Till.outcomes(synced)).containsExactly("IMPORTED", "IMPORTED 1 of 3 CUP");
        assertThat(synced.at("/session/expectedCash/amount").asString()).isEqualTo("1210.00");
        assertThat(till.shop.stock(cup)).isEqualTo("0 on hand, 0 reserved");
        assertThat(synced.at("/results/1/order").toString())
                .isEqualTo(
                        "{\"number\":\"1002\",\"channel\":\"POS\",\"placedAt\":\""
                                + synced.at("/results/1/order/placedAt").asString()
                                + "\",\"status\":\"COMPLETED\",\"paymentStatus\":\"PAID\",\"fulfilmentStatus\":\"FULFILLED\",\"source\":{\"name\":\"pos:front\"},"
                                + "\"totals\":{\"tax\":{\"amount\":\"45.00\"},\"total\":{\"amount\":\"345.00\"}},\"posSale\":{\"late\":false}}");

        String order = synced.at("/results/1/orderId").asString();
        assertThat(till.refunds(order, "60").toString())
                .startsWith(
                        "{\"cashMovement\":{\"kind\":\"REFUND\",\"amount\":{\"amount\":\"-60.00\"},\"order\":{\"paymentStatus\":\"PARTIALLY_REFUNDED\"}},"
                                + "\"session\":{\"expectedCash\":{\"amount\":\"1150.00\"}}");
        assertThat(refusals(till.refunds(order, "285.01"))).containsExactly("OUT_OF_RANGE input.amount");
        assertThat(refusals(till.refunds("order_01h455vb4pex5vsknk084sn02q", "1")))
                .containsExactly("NOT_FOUND input.orderId");
        assertThat(till.moves("IN", "60").at("/session/expectedCash/amount").asString())
                .isEqualTo("1210.00");

        assertThat(till.closes("1200").toString())
                .startsWith(
                        "{\"session\":{\"expectedCash\":{\"amount\":\"1210.00\"},\"countedCash\":{\"amount\":\"1200.00\"},\"difference\":{\"amount\":\"-10.00\"}}");
        assertThat(refusals(till.closes("1200"))).containsExactly("CONFLICT id");
        assertThat(refusals(till.moves("IN", "1"))).containsExactly("CONFLICT sessionId");

        JsonNode late = till.syncs(List.of(till.sale(cup, 1), cash));
        assertThat(Till.outcomes(late)).containsExactly("IMPORTED 0 of 1 CUP", "UNCHANGED");
        assertThat(late.at("/results/0/order/posSale/late").asBoolean()).isTrue();
        assertThat(late.at("/session/difference/amount").asString()).isEqualTo("-125.00");
        String next = till.opens().at("/session/id").asString();
        ahead(next);
        assertThat(till.shop
                        .does("posSessionClose(id: \"" + next
                                + "\", input: {countedCash: {amount: \"500\", currency: \"ETB\"}}) " + OrderShop.key()
                                + " { session { closedAt } %s }")
                        .at("/session/closedAt")
                        .asString())
                .isEqualTo("2100-01-01T00:00:00Z");
        Client manager = till.shop.visitor.as(till.shop
                .does(
                        "apiKeyCreate(input: {name: \"Tills\", permissions: [POS_MANAGE], stores: {every: true}}) { secret %s }")
                .get("secret")
                .asString());
        assertThat(OrderShop.does(
                                manager,
                                "posRegisterUpdate(id: \"" + till.register
                                        + "\", input: {active: false}) { register { code active } %s }")
                        .get("register")
                        .toString())
                .isEqualTo("{\"code\":\"front\",\"active\":false}");
        assertThat(refusals(till.opens())).containsExactly("NOT_ALLOWED input.registerId");
    }

    /** The clock that opened the session was ahead of all others; and what came in for a sale comes in once. */
    private static void ahead(String session) throws SQLException {
        try (Connection superuser = TestDatabase.superuser();
                Statement sql = superuser.createStatement()) {
            sql.execute("update channel.pos_session set opened_at = '2100-01-01Z' where id = '"
                    + TypeId.parse("pos_session", session) + "'");
            assertThatThrownBy(
                            () -> sql.execute(
                                    "insert into channel.cash_movement (tenant_id, id, pos_session_id, kind, amount, order_id, actor)"
                                            + " select tenant_id, gen_random_uuid(), pos_session_id, kind, amount, order_id, actor from channel.cash_movement where kind = 'SALE'"))
                    .hasMessageContaining("cash_movement_sale_key");
        }
    }

    @Test
    void a_sale_that_cannot_be_is_refused_at_its_place_and_keeps_back_no_other() {
        String cup = till.shop.variant("CUP", "100", 5);
        Map<String, Object> sound = till.sale(cup, 1);
        Map<String, Object> unpaid =
                Till.but(till.sale(cup, 1), "payments", List.of(Map.of("method", "CASH", "amount", "114.99")));
        Map<String, Object> line = Map.of("variantId", cup, "quantity", 1, "unitPrice", "115");
        JsonNode synced = till.syncs(List.of(
                sound,
                Till.but(till.sale(cup, 1), "reference", "7"),
                unpaid,
                Till.but(till.sale(cup, 1), "soldAt", "2100-01-01T00:00:00Z"),
                Till.but(till.sale(cup, 1), "soldAt", "2020-01-01T00:00:00Z"),
                Till.but(till.sale(cup, 1), "customerId", "customer_01h455vb4pex5vsknk084sn02q"),
                till.sale("variant_01h455vb4pex5vsknk084sn02q", 1),
                till.sale(cup, 0),
                till.sale(cup, Integer.MAX_VALUE),
                Till.but(till.sale(cup, 1), "lines", List.of()),
                Till.but(
                        till.sale(cup, 1),
                        "lines",
                        List.of(Map.of("variantId", cup, "quantity", 9999, "unitPrice", "100000000000"))),
                Till.but(
                        till.sale(cup, 1),
                        "lines",
                        List.of(Map.of("variantId", cup, "quantity", 1, "unitPrice", "-115"))),
                Till.but(
                        till.sale(cup, 1),
                        "lines",
                        List.of(Map.of("variantId", cup, "quantity", 1, "unitPrice", "115", "discount", "115.01"))),
                Till.but(
                        till.sale(cup, 1),
                        "lines",
                        Collections.nCopies(
                                101,
                                Map.of(
                                        "variantId",
                                        cup,
                                        "quantity",
                                        1,
                                        "unitPrice",
                                        "100000000000",
                                        "discount",
                                        "100000000000"))),
                sound,
                Till.but(sound, "note", "Another"),
                unpaid,
                Till.but(unpaid, "note", "Another"),
                Till.but(
                        Till.but(
                                till.sale(cup, 1),
                                "lines",
                                List.of(
                                        line,
                                        Map.of("variantId", cup, "quantity", 1, "unitPrice", "50", "discount", "50"))),
                        "note",
                        "\uD83C\uDF81".repeat(5000))));

        assertThat(Till.outcomes(synced))
                .containsExactly(
                        "IMPORTED",
                        "REFUSED INVALID reference",
                        "REFUSED INVALID payments",
                        "REFUSED OUT_OF_RANGE soldAt",
                        "REFUSED OUT_OF_RANGE soldAt",
                        "REFUSED NOT_FOUND customerId",
                        "REFUSED NOT_FOUND lines.0.variantId",
                        "REFUSED OUT_OF_RANGE lines.0.quantity",
                        "REFUSED OUT_OF_RANGE lines.0.quantity",
                        "REFUSED REQUIRED lines",
                        "REFUSED OUT_OF_RANGE lines.0.unitPrice",
                        "REFUSED OUT_OF_RANGE lines.0.unitPrice",
                        "REFUSED OUT_OF_RANGE lines.0.discount",
                        "REFUSED OUT_OF_RANGE lines",
                        "UNCHANGED",
                        "CONFLICT CONFLICT reference",
                        "REFUSED INVALID payments",
                        "REFUSED CONFLICT reference",
                        "IMPORTED");
        assertThat(till.shop.stock(cup)).isEqualTo("2 on hand, 0 reserved");
        assertThat(Till.outcomes(till.syncs(List.of(Till.but(sound, "note", "Another")))))
                .containsExactly("CONFLICT CONFLICT reference");
        assertThat(refusals(till.tries(till.owner, List.of()))).containsExactly("REQUIRED input.sales");
        assertThat(refusals(till.tries(till.owner, Collections.nCopies(101, sound))))
                .containsExactly("TOO_LONG input.sales");
    }

    @Test
    void a_sale_of_more_than_anybody_sells_is_refused_alone_and_stock_lacks_no_more_than_it_can_say() {
        String cup = till.shop.variant("CUP", "100", 5);
        String pallet = till.shop.bundle("PALLET", cup, 1000);
        OrderShop.Placed online = till.shop.basket(cup, 1).order();
        till.shop.stockMode("TRACK");
        Map<String, Object> line = Map.of("variantId", pallet, "quantity", 9999, "unitPrice", "0");
        Map<String, Object> given = Till.but(till.sale(pallet, 1), "payments", List.of());

        JsonNode synced = till.syncs(List.of(
                Till.but(given, "lines", Collections.nCopies(101, line)),
                Till.but(Till.but(till.sale(cup, 1), "payments", List.of()), "lines", Collections.nCopies(100, line)),
                Till.but(Till.but(till.sale(cup, 1), "payments", List.of()), "lines", List.of(line)),
                till.sale(cup, 1)));

        assertThat(Till.outcomes(synced))
                .containsExactly(
                        "REFUSED OUT_OF_RANGE lines.100.quantity",
                        "IMPORTED",
                        "IMPORTED 100005 of 9999000 CUP",
                        "IMPORTED 0 of 1 CUP");
        assertThat(till.shop.stock(cup)).isEqualTo("-1000000000 on hand, 0 reserved");
        assertThat(refusals(OrderShop.tries(
                        till.owner, "orderFulfil(id: \"" + online.id() + "\") " + OrderShop.key() + " { %s }")))
                .containsExactly("OUT_OF_RANGE input");
    }

    @Test
    void a_guest_who_signs_in_while_a_till_tells_of_them_takes_the_sale_along() throws Exception {
        String cup = till.shop.variant("CUP", "100", 5);
        String guest = OrderShop.does(till.shop.visitor, "guestStart { customer { id } %s }")
                .at("/customer/id")
                .asString();
        String person = till.shop
                .does("customerCreate(input: {email: \"sara@example.com\"}) { customer { id } %s }")
                .at("/customer/id")
                .asString();
        JsonNode synced;
        try (Connection claim = TestDatabase.superuser();
                Statement sql = claim.createStatement();
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            claim.setAutoCommit(false);
            sql.execute("update customer.customer set deleted_at = now(), merged_into_id = '"
                    + TypeId.parse("customer", person) + "' where id = '" + TypeId.parse("customer", guest) + "'");
            Future<JsonNode> told =
                    threads.submit(() -> till.syncs(List.of(Till.but(till.sale(cup, 1), "customerId", guest))));
            while (!told.isDone() && !TestDatabase.isWaitedFor(claim)) {
                Thread.onSpinWait();
            }
            claim.commit();
            synced = told.get();
        }

        assertThat(Till.outcomes(synced)).containsExactly("IMPORTED");
        assertThat(till.owner
                        .data("{ order(id: \"" + synced.at("/results/0/orderId").asString()
                                + "\") { customer { id } } }")
                        .at("/order/customer/id")
                        .asString())
                .isEqualTo(person);
    }

    @Test
    void of_64_that_send_the_same_sales_at_once_in_parts_each_sale_is_once() throws Exception {
        String cup = till.shop.variant("CUP", "100", 100);
        List<Map<String, Object>> sales =
                IntStream.range(0, 8).mapToObj(i -> till.sale(cup, 1)).toList();
        List<String> outcomes = AtOnce.all(64, turn -> {
                    var part = new ArrayList<>(sales);
                    Collections.shuffle(part, new Random(turn));
                    return Till.outcomes(till.syncs(part.subList(0, 1 + turn % 8)));
                })
                .stream()
                .flatMap(List::stream)
                .toList();
        assertThat(outcomes).hasSize(8 * 36).containsOnly("IMPORTED", "UNCHANGED");
        assertThat(outcomes.stream().filter("IMPORTED"::equals)).hasSize(8);
        assertThat(till.shop.stock(cup)).isEqualTo("92 on hand, 0 reserved");

        int few = statements.of(() -> till.syncs(List.of(till.sale(cup, 1)))).size();
        int many = statements
                .of(() -> till.syncs(
                        IntStream.range(0, 50).mapToObj(i -> till.sale(cup, 1)).toList()))
                .size();
        assertThat(many).isEqualTo(few).isLessThan(40);
        JsonNode ended = till.syncs(sales);
        assertThat(ended.at("/session/expectedCash/amount").asString()).isEqualTo("7285.00");
    }

    @Test
    void whoever_sells_gives_back_for_tills_alone() {
        String cup = till.shop.variant("CUP", "100", 5);
        String sold =
                till.syncs(List.of(till.sale(cup, 1))).at("/results/0/orderId").asString();
        OrderShop.Placed online = till.shop.basket(cup, 1).order();
        till.shop.does("orderPaymentRecord(id: \"" + online.id()
                + "\", input: {amount: {amount: \"150\", currency: \"ETB\"}, method: CARD}) " + OrderShop.key()
                + " { %s }");
        Client clerk = till.shop.visitor.as(till.shop
                .does(
                        "apiKeyCreate(input: {name: \"Till\", permissions: [POS_SELL], stores: {every: true}}) { secret %s }")
                .get("secret")
                .asString());

        assertThat(refusals(till.refunds(clerk, online.id(), "10"))).containsExactly("NOT_FOUND input.orderId");
        assertThat(refusals(till.refunds(clerk, sold, "10"))).isEmpty();
        assertThat(refusals(till.refunds(till.owner, online.id(), "10"))).isEmpty();
    }

    @Test
    void staff_of_one_store_sell_at_its_tills_alone() {
        String cup = till.shop.variant("CUP", "100", 5);
        String other = till.shop
                .does("storeCreate(input: {code: \"market\", name: \"Market\"}) { store { id } %s }")
                .at("/store/id")
                .asString();
        String key = till.shop
                .does("apiKeyCreate(input: {name: \"Till\", permissions: [POS_SELL], stores: {only: [\"" + other
                        + "\"]}}) { secret %s }")
                .at("/secret")
                .asString();
        Client elsewhere = till.shop.visitor.as(key);
        String read = "{ posRegisters(first: 5) { nodes { code } } posRegister(id: \"" + till.register
                + "\") { code } posSession(id: \"" + till.session + "\") { id } node(id: \"" + till.session
                + "\") { id } }";
        assertThat(elsewhere.data(read).toString())
                .isEqualTo("{\"posRegisters\":{\"nodes\":[]},\"posRegister\":null,\"posSession\":null,\"node\":null}");
        assertThat(refusals(till.tries(elsewhere, List.of(till.sale(cup, 1)))))
                .containsExactly("NOT_FOUND input.sessionId");
        assertThat(till.shop.stock(cup)).isEqualTo("5 on hand, 0 reserved");
        assertThat(till.owner.data(read).at("/posRegisters/nodes/0/code").asString())
                .isEqualTo("front");
    }
}
