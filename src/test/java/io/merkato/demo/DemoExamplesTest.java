package io.merkato.demo;

import static io.merkato.demo.Examples.example;
import static io.merkato.demo.Examples.signIn;
import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.Client;
import io.merkato.EventStream;
import io.merkato.MerkatoTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What a newcomer sees when they run the examples of GraphiQL on a demo tenant. */
@MerkatoTest
class DemoExamplesTest {

    private final DemoTenants demo;
    private final Client client;

    DemoExamplesTest(DemoTenants demo, Client client) {
        this.demo = demo;
        this.client = client;
    }

    @BeforeEach
    void load() {
        demo.load(DemoShop.all());
    }

    @Test
    void the_listing_shows_a_full_page_of_light_coffees_from_the_cheapest_on() throws IOException {
        JsonNode products =
                client.in("abol").data(example("01-listing.graphql")).get("products");

        assertThat(products.get("nodes").size()).isEqualTo(20);
        JsonNode first = products.get("nodes").get(0);
        assertThat(first.get("slug").asString()).isEqualTo("bereka-third-round");
        assertThat(first.at("/priceRange/min").toString()).isEqualTo("{\"amount\":\"460.00\",\"currency\":\"ETB\"}");
        assertThat(first.get("variants").get("nodes").size()).isEqualTo(3);
        assertThat(products.at("/pageInfo/hasNextPage").asBoolean()).isTrue();
    }

    @Test
    void a_store_shows_its_own_words_and_prices_and_hides_what_it_does_not_sell() {
        Client piassa = client.in("abol").with("Merkato-Store", "piassa");
        String query = "query($slug: String!) { productBySlug(slug: $slug) { name priceRange { min { amount } } } }";

        assertThat(piassa.data(query, Map.of("slug", "jebena-classic"))
                        .at("/productBySlug/name")
                        .asString())
                .isEqualTo("የፒያሳ ጀበና");
        assertThat(piassa.data(query, Map.of("slug", "abol-house-espresso"))
                        .at("/productBySlug/priceRange/min/amount")
                        .asString())
                .isEqualTo("520.00");
        assertThat(piassa.data(query, Map.of("slug", "burr-grinder-60mm"))
                        .get("productBySlug")
                        .isNull())
                .isTrue();
    }

    @Test
    void search_finds_amharic_latin_and_misspelt_words() {
        for (String words : List.of("ይርጋጨፌ", "Yirgacheffe", "yirgachefe")) {
            assertThat(client.in("abol")
                            .data(
                                    "query($words: String!) { products(first: 5, search: $words) { nodes { slug } } }",
                                    Map.of("words", words))
                            .at("/products/nodes")
                            .size())
                    .as(words)
                    .isEqualTo(5);
        }
    }

    @Test
    void storefront_and_back_office_queries_run_on_the_demo_tenants_they_are_for() throws IOException {
        for (DemoShop shop : DemoShop.all()) {
            String slug = shop.shop().slug();
            Client owner = client.in(slug).as(signIn(client, slug, "owner@" + slug + ".example"));
            for (Path file : examples()) {
                String document = Files.readString(file);
                if (document.lines().findFirst().orElseThrow().contains("(tenant abol") && !slug.equals("abol")) {
                    continue;
                }
                boolean asGuest = file.getFileName().toString().contains("guest");
                JsonNode answer = answer(asGuest ? client.in(slug) : owner, document);
                assertThat(answer.get("errors"))
                        .as(slug + " " + file.getFileName())
                        .isNull();
                if (!document.contains("_…")) {
                    assertThat(answer.findValues("userErrors"))
                            .as(slug + " " + file.getFileName())
                            .allMatch(JsonNode::isEmpty);
                }
            }
        }
    }

    @Test
    void a_guest_fills_a_cart_and_staff_ship_what_they_ordered() throws IOException {
        Client abol = client.in("abol");
        JsonNode filled = abol.data(example("17-cart.graphql")).get("cartCreate");
        Client guest = abol.with("Merkato-Guest", filled.get("guestToken").asString());
        String cart = filled.at("/cart/id").asString();

        JsonNode ready = guest.data(example("18-cart-address.graphql").replace("cart_…", cart))
                .at("/cartUpdate");
        assertThat(ready.at("/cart/problems").isEmpty()).as(ready.toString()).isTrue();
        assertThat(ready.at("/cart/totals/total/amount").asString()).isEqualTo("2520.00");

        JsonNode placed = guest.data(example("19-order-place.graphql")
                        .replace("cart_…", cart)
                        .replace("key_…", "walk"))
                .get("orderPlace");
        assertThat(placed.get("userErrors").isEmpty()).as(placed.toString()).isTrue();
        String order = placed.at("/order/id").asString();

        Client owner = abol.as(signIn(client, "abol", "owner@abol.example"));
        for (String step : List.of("29-order-1-payment.graphql", "29-order-2-ship.graphql")) {
            JsonNode done = owner.data(example(step).replace("order_…", order).replace("key_…", "walk"));
            assertThat(done.findValue("userErrors").isEmpty())
                    .as(done.toString())
                    .isTrue();
        }
        assertThat(guest.data("{ order(id: \"" + order + "\") { status paymentStatus fulfilmentStatus } }")
                        .get("order")
                        .toString())
                .isEqualTo("{\"status\":\"COMPLETED\",\"paymentStatus\":\"PAID\",\"fulfilmentStatus\":\"FULFILLED\"}");
    }

    @Test
    void a_guest_pays_in_the_sandbox_and_staff_give_some_of_it_back() throws IOException {
        Client abol = client.in("abol");
        JsonNode filled = abol.data(example("17-cart.graphql")).get("cartCreate");
        Client guest = abol.with("Merkato-Guest", filled.get("guestToken").asString());
        String cart = filled.at("/cart/id").asString();
        guest.data(example("18-cart-address.graphql").replace("cart_…", cart));
        String order = guest.data(example("19-order-place.graphql")
                        .replace("cart_…", cart)
                        .replace("key_…", "pay"))
                .at("/orderPlace/order/id")
                .asString();

        JsonNode paid = guest.data(example("19-pay-2-create.graphql")
                        .replace("order_…", order)
                        .replace("key_…", "pay"))
                .get("paymentCreate");
        assertThat(paid.get("userErrors").isEmpty()).as(paid.toString()).isTrue();
        String payment = paid.at("/payment/id").asString();
        JsonNode state = guest.data(example("19-pay-3-state.graphql").replace("payment_…", payment))
                .get("payment");
        Client owner = abol.as(signIn(client, "abol", "owner@abol.example"));
        JsonNode refunded = owner.data(example("29-payment-1-refund.graphql")
                        .replace("payment_…", payment)
                        .replace("key_…", "back"))
                .get("paymentRefund");
        JsonNode book = owner.data(example("30-ledger-order.graphql").replace("order_…", order))
                .at("/ledgerTransfers/nodes");

        JsonNode points = guest.data(example("19-points-1-account.graphql")).at("/viewer/customer/loyaltyAccounts/0");
        JsonNode redeemed = guest.data(example("19-points-2-redeem.graphql")
                        .replace("order_…", order)
                        .replace("key_…", "points"))
                .get("loyaltyPointsRedeem");

        assertThat(points.get("available").asString()).as(points.toString()).isEqualTo("242");
        assertThat(redeemed.at("/movement/order/balance/amount").asString())
                .as(redeemed.toString())
                .isEqualTo("50.00");
        assertThat(paid.at("/payment/state").asString()).isEqualTo("CAPTURED");
        assertThat(state.at("/order/paymentStatus").asString()).isEqualTo("PAID");
        assertThat(refunded.at("/payment/state").asString())
                .as(refunded.toString())
                .isEqualTo("PARTIALLY_REFUNDED");
        assertThat(refunded.at("/payment/refunded/amount").asString()).isEqualTo("100.00");
        assertThat(book.valueStream().map(each -> each.get("kind").asString()))
                .containsExactlyInAnyOrder(
                        "ORDER_PLACED", "PAYMENT_RECEIVED", "POINTS_EARNED", "POINTS_REVERSED", "PAYMENT_REFUNDED");
    }

    @Test
    void staff_take_confirm_and_decide_what_the_payments_of_the_demo_wait_for() throws IOException {
        Client owner = client.in("abol").as(signIn(client, "abol", "owner@abol.example"));

        JsonNode taken = owner.data(example("29-payment-2-capture.graphql")).get("paymentCapture");
        JsonNode came = owner.data(example("29-payment-3-confirm.graphql")).get("paymentConfirm");
        JsonNode consented = owner.data(example("29-payment-4-decide.graphql")).get("sandboxPaymentDecide");

        assertThat(taken.at("/payment/order").toString())
                .as(taken.toString())
                .isEqualTo("{\"number\":\"1037\",\"paymentStatus\":\"PAID\",\"balance\":{\"amount\":\"0.00\"}}");
        assertThat(came.at("/payment/state").asString()).as(came.toString()).isEqualTo("CAPTURED");
        assertThat(came.at("/payment/order/paymentStatus").asString()).isEqualTo("PAID");
        assertThat(consented.at("/payment/order").toString())
                .as(consented.toString())
                .isEqualTo("{\"number\":\"1035\",\"paymentStatus\":\"PAID\",\"balance\":{\"amount\":\"0.00\"}}");
    }

    @Test
    void a_merchant_connects_a_provider_and_offers_it() throws IOException {
        Client owner = client.in("abol").as(signIn(client, "abol", "owner@abol.example"));
        JsonNode connected = owner.data(example("30-payment-1-connect.graphql")).get("paymentAccountCreate");
        JsonNode offered = owner.data(example("30-payment-2-offer.graphql")
                        .replace(
                                "payment_account_…", connected.at("/account/id").asString()))
                .get("storePaymentAccountsSet");

        assertThat(connected.at("/account/secrets").toString())
                .as(connected.toString())
                .isEqualTo("[\"secretKey\",\"webhookSecret\"]");
        assertThat(offered.at("/store/paymentOptions")
                        .valueStream()
                        .map(each -> each.get("name").asString()))
                .as(offered.toString())
                .containsExactly("Test payments", "Chapa, my own");
    }

    @Test
    void staff_edit_an_order_for_what_they_were_shown() throws IOException {
        Client owner = client.in("abol").as(signIn(client, "abol", "owner@abol.example"));
        JsonNode order = owner.data("{ orderByNumber(number: \"1042\") { id version lines { id } } }")
                .get("orderByNumber");
        List<String> said = List.of("29-order-3-edit-preview.graphql", "29-order-4-edit.graphql");

        JsonNode preview = owner.data(ofOrder(said.getFirst(), order)).get("orderEditPreview");
        JsonNode edited = owner.data(ofOrder(said.getLast(), order)).get("orderEdit");

        assertThat(preview.get("problems").isEmpty()).as(preview.toString()).isTrue();
        assertThat(edited.get("userErrors").isEmpty()).as(edited.toString()).isTrue();
        assertThat(edited.at("/order/totals")).isEqualTo(preview.get("totals"));
        assertThat(edited.at("/revision/difference")).isEqualTo(preview.get("difference"));
        assertThat(edited.at("/order/lines")).hasSize(3);
    }

    private static String ofOrder(String example, JsonNode order) throws IOException {
        return example(example)
                .replace("order_…", order.get("id").asString())
                .replace("order_line_…", order.at("/lines/0/id").asString())
                .replace("ifVersion: 1", "ifVersion: " + order.get("version"))
                .replace("key_…", "edit");
    }

    @Test
    void a_till_opens_sells_and_is_counted() throws IOException {
        Client owner = client.in("abol").as(signIn(client, "abol", "owner@abol.example"));
        String key = UUID.randomUUID().toString();
        JsonNode opened = owner.data(example("35-till-1-open.graphql").replace("key_…", key))
                .get("posSessionOpen");
        String session = opened.at("/session/id").asString();

        JsonNode sold = owner.data(example("35-till-2-sell.graphql")
                        .replace("pos_session_…", session)
                        .replace("uuid_…", UUID.randomUUID().toString())
                        .replace("now_…", Instant.now().toString()))
                .get("posOrdersSync");
        JsonNode closed = owner.data(example("35-till-3-close.graphql")
                        .replace("pos_session_…", session)
                        .replace("key_…", key))
                .get("posSessionClose");

        assertThat(opened.at("/session/expectedCash/amount").asString())
                .as(opened.toString())
                .isEqualTo("1500.00");
        assertThat(sold.at("/results/0/outcome").asString()).as(sold.toString()).isEqualTo("IMPORTED");
        assertThat(sold.at("/results/0/order/totals").toString())
                .isEqualTo("{\"tax\":{\"amount\":\"73.04\"},\"total\":{\"amount\":\"560.00\",\"currency\":\"ETB\"}}");
        assertThat(closed.at("/session/expectedCash/amount").asString())
                .as(closed.toString())
                .isEqualTo("1800.00");
        assertThat(closed.at("/session/difference/amount").asString()).isEqualTo("-5.00");
    }

    @Test
    void orders_of_a_marketplace_are_taken_over_once() throws IOException {
        Client owner = client.in("abol").as(signIn(client, "abol", "owner@abol.example"));
        String source = owner.data(example("36-marketplace-1-source.graphql"))
                .at("/externalSourceCreate/externalSource/id")
                .asString();

        JsonNode named = owner.data(example("36-marketplace-2-skus.graphql").replace("external_source_…", source))
                .at("/externalSkusSet/externalSource/skus/nodes");
        String orders = example("36-marketplace-3-import.graphql").replace("external_source_…", source);
        JsonNode taken = owner.data(orders).at("/externalOrdersImport/results/0");
        JsonNode again = owner.data(orders).at("/externalOrdersImport/results/0");

        assertThat(named.toString()).isEqualTo("[{\"sku\":\"BZ-7\",\"variant\":{\"sku\":\"FLT-C100\"}}]");
        assertThat(taken.get("outcome").asString()).as(taken.toString()).isEqualTo("IMPORTED");
        assertThat(taken.at("/order/paymentStatus").asString()).isEqualTo("PAID");
        assertThat(taken.at("/order/totals").toString())
                .isEqualTo("{\"tax\":{\"amount\":\"52.17\"},\"total\":{\"amount\":\"450.00\",\"currency\":\"ETB\"}}");
        assertThat(again.get("outcome").asString()).isEqualTo("UNCHANGED");
        assertThat(again.get("order")).isEqualTo(taken.get("order"));
    }

    @Test
    void a_customer_signs_in() {
        assertThat(signIn(client, "nuru", "njeri.mwangi@example.com")).isNotEmpty();
    }

    /** Of a subscription, its first event, about the newest order where it watches one. */
    private static JsonNode answer(Client who, String document) {
        if (document.lines().noneMatch(line -> line.startsWith("subscription"))) {
            return who.run(document);
        }
        String order = who.data("{ orders(first: 1) { nodes { id } } }")
                .at("/orders/nodes/0/id")
                .asString();
        try (EventStream events = who.watch(document.replace("order_…", order), Map.of())) {
            return events.nextEvent();
        }
    }

    private static List<Path> examples() throws IOException {
        try (Stream<Path> files = Files.list(Examples.FOLDER)) {
            return files.filter(file -> file.getFileName().toString().matches("[012].*"))
                    .filter(file -> !file.getFileName().toString().contains("create"))
                    .sorted()
                    .toList();
        }
    }
}
