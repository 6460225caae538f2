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

import io.merkato.Client;
import io.merkato.InvariantsHold;
import io.merkato.Merchants;
import io.merkato.MerkatoTest;
import io.merkato.TestDatabase;
import io.merkato.api.TypeId;
import io.merkato.ordering.OrderShop;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** Orders of a marketplace become orders of the shop: as they were, once, and whatever else is wrong in the same call. */
@MerkatoTest
@ExtendWith(InvariantsHold.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS) // one shop, whose goods have names of their own
class ExternalOrdersImportTest {

    private final Merchants merchants;
    private final Client client;
    private final Marketplace market;

    ExternalOrdersImportTest(Merchants merchants, Client client) {
        this.merchants = merchants;
        this.client = client;
        this.market = new Marketplace(new OrderShop(merchants, client));
    }

    @Test
    void a_tax_may_be_more_than_what_it_is_of() {
        market.shop.variant("DEAR-CUP", "80", 10);
        Map<String, Object> cup = line("DEAR-CUP", 1);

        assertThat(outcomes(market.imports(
                        order(id(), List.of(but(cup, "tax", Map.of("name", "Duty", "percent", "1000"))), "1100"),
                        order(
                                id(),
                                List.of(but(cup, "tax", Map.of("name", "Duty", "percent", "150", "amount", "150.01"))),
                                "250.01"),
                        order(id(), List.of(but(cup, "tax", Map.of("name", "Duty", "amount", "1000.01"))), "1100.01"))))
                .containsExactly("IMPORTED", "IMPORTED", "REFUSED OUT_OF_RANGE lines.0.tax.amount");
    }

    @Test
    void orders_are_taken_over_as_they_stand_at_the_marketplace() {
        String cup = market.shop.variant("AS-CUP", "80", 10);
        String id = id();
        Map<String, Object> whole = but(
                sent(paid(order(id, List.of(but(line("AS-CUP", 3), "discount", "30", "name", "Cup, blue")), "368.00"))),
                "shipping",
                Map.of("method", "Bazaar post", "price", "50", "tax", Map.of("name", "VAT", "amount", "7.50")),
                "customer",
                Map.of("email", "Hana@Example.com", "givenName", "Hana", "phone", "0911223344"),
                "shippingAddress",
                Map.of("line1", "Bole Road 1", "city", "Addis Ababa", "country", "ET"));

        List<JsonNode> results = market.imports(
                whole,
                order(id(), "AS-CUP", 2),
                cancelled(paid(order(id(), "AS-CUP", 1))),
                cancelled(order(id(), "AS-CUP", 1)));

        assertThat(outcomes(results)).containsExactly("IMPORTED", "IMPORTED", "IMPORTED", "IMPORTED");
        assertThat(results.stream().map(Marketplace::statuses))
                .containsExactly(
                        "COMPLETED PAID FULFILLED, 368.00 paid, 0.00 refunded",
                        "OPEN PENDING UNFULFILLED, 0.00 paid, 0.00 refunded",
                        "CANCELLED REFUNDED UNFULFILLED, 115.00 paid, 115.00 refunded",
                        "CANCELLED VOIDED UNFULFILLED, 0.00 paid, 0.00 refunded");
        assertThat(market.shop.stock(cup)).isEqualTo("7 on hand, 2 reserved");
        String read = market.owner
                .data(
                        "{ orders(first: 2, where: {channel: {eq: EXTERNAL}, source: {eq: \"bazaar\"}, sourceReference: {eq: \""
                                + id
                                + "\"}}) { nodes { source { name reference } externalOrder { externalId number source { name } } email phone customer { givenName }"
                                + " shippingAddress { city } shippingMethod placedAt lines { name sku unitPrice { amount } discount { amount } tax { amount } taxRate { percent } total { amount } }"
                                + " totals { subtotal { amount } shipping { amount } discount { amount } tax { amount } total { amount } }"
                                + " payments { method reference recordedAt } fulfilments { shippedAt } history { axis event at } } } }")
                .at("/orders/nodes")
                .toString();
        assertThat(read.replace(id, "<id>"))
                .isEqualTo(
                        "[{\"source\":{\"name\":\"bazaar\",\"reference\":\"<id>\"},\"externalOrder\":{\"externalId\":\"<id>\",\"number\":\"#7\",\"source\":{\"name\":\"Bazaar\"}}"
                                + ",\"email\":\"Hana@Example.com\",\"phone\":\"+251911223344\",\"customer\":{\"givenName\":\"Hana\"},\"shippingAddress\":{\"city\":\"Addis Ababa\"}"
                                + ",\"shippingMethod\":\"Bazaar post\",\"placedAt\":\"2026-05-01T09:30:00Z\""
                                + ",\"lines\":[{\"name\":\"Cup, blue\",\"sku\":\"AS-CUP\",\"unitPrice\":{\"amount\":\"100.00\"},\"discount\":{\"amount\":\"30.00\"},\"tax\":{\"amount\":\"40.50\"},\"taxRate\":{\"percent\":\"15\"},\"total\":{\"amount\":\"310.50\"}}]"
                                + ",\"totals\":{\"subtotal\":{\"amount\":\"300.00\"},\"shipping\":{\"amount\":\"50.00\"},\"discount\":{\"amount\":\"30.00\"},\"tax\":{\"amount\":\"48.00\"},\"total\":{\"amount\":\"368.00\"}}"
                                + ",\"payments\":[{\"method\":\"CARD\",\"reference\":\"B-77\",\"recordedAt\":\"2026-05-01T09:31:00Z\"}],\"fulfilments\":[{\"shippedAt\":\"2026-05-02T08:00:00Z\"}]"
                                + ",\"history\":[{\"axis\":\"FULFILMENT\",\"event\":\"PLACE\",\"at\":\"2026-05-01T09:30:00Z\"},{\"axis\":\"ORDER\",\"event\":\"PLACE\",\"at\":\"2026-05-01T09:30:00Z\"},{\"axis\":\"PAYMENT\",\"event\":\"PLACE\",\"at\":\"2026-05-01T09:30:00Z\"}"
                                + ",{\"axis\":\"PAYMENT\",\"event\":\"PAY\",\"at\":\"2026-05-01T09:31:00Z\"},{\"axis\":\"FULFILMENT\",\"event\":\"SHIP\",\"at\":\"2026-05-02T08:00:00Z\"},{\"axis\":\"ORDER\",\"event\":\"COMPLETE\",\"at\":\"2026-05-02T08:00:00Z\"}]}]");
    }

    @Test
    void one_that_is_wrong_says_what_and_keeps_back_no_other() {
        String cup = market.shop.variant("BAD-CUP", "80", 10);
        String id = id();
        Map<String, Object> good = order(id, "BAD-CUP", 1);
        var orders = new ArrayList<Map<String, Object>>();
        for (Map<String, Object> said : List.<Map<String, Object>>of(
                Map.of("externalId", " "),
                Map.of("externalId", "x".repeat(256)),
                Map.of("total", "115.01"),
                Map.of("total", "115.001"),
                Map.of("total", "-115"),
                Map.of("currency", "USD"),
                Map.of("currency", "birr"),
                Map.of("placedAt", "2999-01-01T00:00:00Z"),
                Map.of("lines", List.of()),
                Map.of("lines", List.of(line("NO-CUP", 1)), "total", "115"),
                Map.of("lines", List.of(line("BAD-CUP", 0), line(" ", 1))),
                Map.of("lines", List.of(line("BAD-CUP", -1))),
                Map.of("lines", List.of(line("BAD-CUP", Integer.MAX_VALUE))),
                Map.of("lines", List.of(but(line("BAD-CUP", 1), "unitPrice", "99999999999999999999"))),
                Map.of("lines", List.of(but(line("BAD-CUP", 1000000), "unitPrice", "90000000000000000"))),
                Map.of("lines", List.of(but(line("BAD-CUP", 1), "discount", "100.01"))),
                Map.of("lines", List.of(but(line("BAD-CUP", 1), "tax", Map.of("name", "VAT", "percent", "1000.0001")))),
                Map.of("lines", List.of(but(line("BAD-CUP", 1), "tax", Map.of("name", "VAT")))),
                Map.of("shippingAddress", Map.of("country", "XX")),
                Map.of("billingAddress", Map.of("country", "ET", "phone", "no number")),
                Map.of("customer", Map.of("email", "nobody")),
                Map.of(
                        "sentAt",
                        "2026-05-02T08:00:00Z",
                        "cancellation",
                        Map.of("cancelledAt", "2026-05-02T08:00:00Z")))) {
            var order = new java.util.LinkedHashMap<>(but(good, "externalId", id()));
            order.putAll(said);
            orders.add(order);
        }
        orders.add(good);
        orders.add(good);

        assertThat(outcomes(market.imports(market.owner, orders)))
                .containsExactly(
                        "REFUSED REQUIRED externalId",
                        "REFUSED TOO_LONG externalId",
                        "REFUSED INVALID total",
                        "REFUSED INVALID total",
                        "REFUSED OUT_OF_RANGE total",
                        "REFUSED INVALID currency",
                        "REFUSED INVALID currency",
                        "REFUSED OUT_OF_RANGE placedAt",
                        "REFUSED REQUIRED lines",
                        "REFUSED NOT_FOUND lines.0.sku",
                        "REFUSED OUT_OF_RANGE lines.0.quantity REQUIRED lines.1.sku",
                        "REFUSED OUT_OF_RANGE lines.0.quantity",
                        "REFUSED OUT_OF_RANGE lines.0.quantity",
                        "REFUSED INVALID lines.0.unitPrice",
                        "REFUSED OUT_OF_RANGE lines.0",
                        "REFUSED OUT_OF_RANGE lines.0.discount",
                        "REFUSED OUT_OF_RANGE lines.0.tax.percent",
                        "REFUSED REQUIRED lines.0.tax.amount",
                        "REFUSED INVALID shippingAddress.country",
                        "REFUSED INVALID billingAddress.phone",
                        "REFUSED INVALID customer.email",
                        "REFUSED INVALID cancellation",
                        "IMPORTED",
                        "REFUSED CONFLICT externalId");
        assertThat(market.shop.stock(cup)).isEqualTo("10 on hand, 1 reserved");
    }

    @Test
    void a_sale_is_never_refused_for_want_of_stock() {
        String cup = market.shop.variant("FEW-CUP", "80", 5);
        Map<String, Object> open = order(id(), "FEW-CUP", 4);

        assertThat(outcomes(market.imports(sent(order(id(), "FEW-CUP", 3)), open)))
                .containsExactly("IMPORTED", "IMPORTED 2 of 4 FEW-CUP");
        assertThat(market.shop.stock(cup)).isEqualTo("2 on hand, 2 reserved");
        market.shop.receive(cup, 1);

        assertThat(outcomes(market.imports(sent(open)))).containsExactly("UPDATED 3 of 4 FEW-CUP");
        assertThat(market.shop.stock(cup)).isEqualTo("0 on hand, 0 reserved");
    }

    @Test
    void a_source_calls_goods_by_names_of_its_own() {
        String cup = market.shop.variant("OWN-CUP", "80", 10);
        String jar = market.shop.variant("OWN-JAR", "80", 10);
        Map<String, Object> order = order(id(), "OWN-CUP", 1);
        String set = "externalSkusSet(sourceId: \"" + market.source
                + "\", input: {%s}) { externalSource { skus(first: 9) { nodes { sku variant { sku } } } } %%s }";

        assertThat(market.shop
                        .does(set.formatted("skus: [{sku: \" BZ 1 \", variantId: \"" + jar
                                + "\"}, {sku: \"OWN-CUP\", variantId: \"" + jar + "\"}]"))
                        .at("/externalSource/skus/nodes")
                        .toString())
                .isEqualTo(
                        "[{\"sku\":\"BZ 1\",\"variant\":{\"sku\":\"OWN-JAR\"}},{\"sku\":\"OWN-CUP\",\"variant\":{\"sku\":\"OWN-JAR\"}}]");
        market.imports(order, order(id(), "BZ 1", 2));
        assertThat(market.shop.stock(jar)).isEqualTo("10 on hand, 3 reserved");

        assertThat(market.shop
                        .does(set.formatted("remove: [\" OWN-CUP\", \"never\"]"))
                        .at("/externalSource/skus/nodes"))
                .hasSize(1);
        assertThat(outcomes(market.imports(order))).containsExactly("UNCHANGED");
        market.imports(order(id(), "OWN-CUP", 1));
        assertThat(market.shop.stock(cup)).isEqualTo("10 on hand, 1 reserved");
        assertThat(OrderShop.refusals(OrderShop.tries(
                        market.owner,
                        set.formatted("skus: [{sku: \" \", variantId: \"" + cup
                                + "\"}, {sku: \" A\", variantId: \"product_01h455vb4pex5vsknk084sn02q\"}, {sku: \"A\", variantId: \""
                                + cup + "\"}]"))))
                .containsExactly(
                        "REQUIRED input.skus.0.sku", "NOT_FOUND input.skus.1.variantId", "TAKEN input.skus.2.sku");
    }

    @Test
    void what_is_no_longer_on_sale_was_sold_all_the_same() {
        market.shop.variant("OFF-CUP", "80", 1);
        String product = market.owner
                .data("{ productVariantBySku(sku: \"OFF-CUP\") { product { id } } }")
                .at("/productVariantBySku/product/id")
                .asString();
        market.shop.does("productArchive(id: \"" + product + "\") { %s }");

        assertThat(outcomes(market.imports(order(id(), "OFF-CUP", 1)))).containsExactly("IMPORTED");
    }

    @Test
    void buyers_are_known_by_an_address_that_is_proven_or_that_staff_wrote_down() {
        market.shop.variant("WHO-CUP", "80", 100);
        String known = market.shop
                .does(
                        "customerCreate(input: {email: \"known@example.com\", givenName: \"Sara\"}) { customer { id } %s }")
                .at("/customer/id")
                .asString();
        OrderShop.does(client.in(market.shop.merchant.slug()), "guestStart { guestToken %s }");
        String mail = Merchants.email();
        merchants.enrol(mail);
        Client shopper = merchants.signedIn(market.shop.merchant.slug(), mail);
        market.imports(but(
                order(id(), "WHO-CUP", 1),
                "customer",
                Map.of("email", mail, "familyName", "Eve", "company", "Eve Ltd", "phone", "0911223344")));
        String ofMail =
                "{ customers(first: 1, where: {email: {eq: \"" + mail + "\"}}) { nodes { familyName phone } } }";
        assertThat(market.owner.data(ofMail).at("/customers/nodes/0").toString())
                .isEqualTo("{\"familyName\":\"Eve\",\"phone\":\"+251911223344\"}");
        JsonNode joined = OrderShop.does(
                        shopper,
                        "profileUpdate(input: {givenName: \"Lili\"}) { customer { id email familyName company phone } %s }")
                .get("customer");
        String signedIn = joined.get("id").asString();
        assertThat(joined.toString().replace(signedIn, "<id>").replace(mail, "<mail>"))
                .isEqualTo(
                        "{\"id\":\"<id>\",\"email\":\"<mail>\",\"familyName\":null,\"company\":null,\"phone\":null}");
        assertThat(market.owner
                        .data("{ customers(first: 1, search: \"Eve\") { nodes { id } } }")
                        .at("/customers/nodes"))
                .isEmpty();
        market.shop.does("customerUpdate(id: \"" + signedIn
                + "\", input: {email: \"other@example.com\"}) { customer { id } %s }");

        List<JsonNode> results = market.imports(
                but(order(id(), "WHO-CUP", 1), "customer", Map.of("email", "KNOWN@example.com")),
                but(order(id(), "WHO-CUP", 1), "customer", Map.of("email", "new@example.com", "familyName", "Tola")),
                but(order(id(), "WHO-CUP", 1), "customer", Map.of("email", "New@Example.com")),
                but(order(id(), "WHO-CUP", 1), "customer", Map.of("email", "other@example.com")),
                order(id(), "WHO-CUP", 1));

        List<String> buyers = results.stream()
                .map(result -> market.owner
                        .data("{ order(id: \"" + result.get("orderId").asString()
                                + "\") { customer { id familyName } email } }")
                        .get("order")
                        .toString())
                .toList();
        assertThat(buyers.get(0))
                .isEqualTo("{\"customer\":{\"id\":\"" + known
                        + "\",\"familyName\":null},\"email\":\"KNOWN@example.com\"}");
        assertThat(buyers.get(1)).contains("\"familyName\":\"Tola\"");
        assertThat(buyers.get(2)).isEqualTo(buyers.get(1).replace("new@example.com", "New@Example.com"));
        assertThat(buyers.get(3)).isEqualTo("{\"customer\":null,\"email\":\"other@example.com\"}");
        assertThat(buyers.get(4)).isEqualTo("{\"customer\":null,\"email\":null}");
        market.shop.does(
                "customerUpdate(id: \"" + signedIn + "\", input: {email: \"" + mail + "\"}) { customer { id } %s }");
        JsonNode own = market.imports(but(order(id(), "WHO-CUP", 1), "customer", Map.of("email", mail)))
                .getFirst();
        assertThat(shopper.data("{ order(id: \"" + own.get("orderId").asString() + "\") { id } }")
                        .at("/order/id"))
                .isEqualTo(own.get("orderId"));
    }

    @Test
    void a_key_that_may_import_for_one_store_reaches_no_other() {
        market.shop.variant("KEY-CUP", "80", 10);
        String branch = market.shop
                .does("storeCreate(input: {code: \"branch\", name: \"Branch\"}) { store { id } %s }")
                .at("/store/id")
                .asString();
        Client key = key("[ORDERS_IMPORT]", "{only: [\"" + branch + "\"]}");
        Map<String, Object> order = order(id(), "KEY-CUP", 1);

        assertThat(Marketplace.tries(key, market.source, List.of(order)).toString())
                .isEqualTo(
                        "{\"results\":null,\"userErrors\":[{\"code\":\"NOT_FOUND\",\"path\":[\"input\",\"sourceId\"]}]}");
        Client importer = key("[ORDERS_IMPORT]", "{every: true}");
        JsonNode payload = importer.run(
                        "mutation ($source: ID!, $orders: [ExternalOrderInput!]!) { externalOrdersImport(input: {sourceId: $source, orders: $orders}) { results { outcome orderId order { id } } } }",
                        Map.of("source", market.source, "orders", List.of(order)))
                .at("/data/externalOrdersImport/results/0");
        assertThat(payload.get("outcome").asString()).isEqualTo("IMPORTED");
        assertThat(payload.get("orderId").asString()).startsWith("order_");
        assertThat(payload.get("order").isNull()).isTrue();
        assertThat(OrderShop.does(
                                importer,
                                "externalSourceUpdate(id: \"" + market.source
                                        + "\", input: {kind: MARKETPLACE}) { externalSource { code skus(first: 1) { nodes { sku } } } %s }")
                        .at("/externalSource/code")
                        .asString())
                .isEqualTo("bazaar");
        assertThat(importer.data("{ node(id: \"" + market.source + "\") { id } }")
                        .at("/node/id")
                        .asString())
                .isEqualTo(market.source);
    }

    @Test
    void a_source_that_is_switched_off_while_orders_come_takes_none_of_them() throws SQLException {
        market.shop.variant("LATE-CUP", "80", 10);
        String source = market.source("meanwhile");
        try (Connection holder = TestDatabase.superuser()) {
            holder.setAutoCommit(false);
            holder.createStatement()
                    .execute("select from channel.external_source where id = '%s' for update"
                            .formatted(TypeId.parse("external_source", source)));
            var off = CompletableFuture.supplyAsync(() -> market.shop.does("externalSourceUpdate(id: \"" + source
                    + "\", input: {active: false}) { externalSource { version } %s }"));
            TestDatabase.awaitWaiting(holder, 1, off);
            var brought = CompletableFuture.supplyAsync(
                    () -> Marketplace.tries(market.owner, source, List.of(order(id(), "LATE-CUP", 1))));
            TestDatabase.awaitWaiting(holder, 2, brought);
            holder.commit();

            assertThat(off.join().get("userErrors")).isEmpty();
            assertThat(brought.join().toString())
                    .isEqualTo(
                            "{\"results\":null,\"userErrors\":[{\"code\":\"NOT_ALLOWED\",\"path\":[\"input\",\"sourceId\"]}]}");
        }
    }

    private Client key(String permissions, String stores) {
        String secret = market.shop
                .does("apiKeyCreate(input: {name: \"Bazaar\", permissions: " + permissions + ", stores: " + stores
                        + "}) { secret %s }")
                .get("secret")
                .asString();
        return client.as(secret);
    }

    @Test
    void a_source_that_is_switched_off_takes_no_orders_nor_do_none_or_too_many_come() {
        String off = market.source("closed");
        market.shop.does("externalSourceUpdate(id: \"" + off
                + "\", input: {active: false, name: \"Closed\"}) { externalSource { version } %s }");

        assertThat(Marketplace.tries(market.owner, off, List.of(order(id(), "X", 1)))
                        .get("userErrors")
                        .toString())
                .isEqualTo("[{\"code\":\"NOT_ALLOWED\",\"path\":[\"input\",\"sourceId\"]}]");
        assertThat(Marketplace.tries(market.owner, market.source, List.of())
                        .get("userErrors")
                        .toString())
                .isEqualTo("[{\"code\":\"REQUIRED\",\"path\":[\"input\",\"orders\"]}]");
        assertThat(Marketplace.tries(
                                market.owner,
                                market.source,
                                IntStream.range(0, 251)
                                        .mapToObj(i -> order("n" + i, "X", 1))
                                        .toList())
                        .get("userErrors")
                        .toString())
                .isEqualTo("[{\"code\":\"TOO_LONG\",\"path\":[\"input\",\"orders\"]}]");
    }
}
