package io.merkato.channel;

import static io.merkato.ordering.OrderShop.refusals;
import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.Client;
import io.merkato.InvariantsHold;
import io.merkato.Merchants;
import io.merkato.MerkatoTest;
import io.merkato.ordering.OrderShop;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** What a till tells of after the shop has changed: it was sold as things were then. */
@MerkatoTest
@ExtendWith(InvariantsHold.class)
class LateSalesTest {

    private final OrderShop shop;
    private final Till till;

    LateSalesTest(Merchants merchants, Client client) {
        this.shop = new OrderShop(merchants, client);
        this.till = new Till(shop);
    }

    private JsonNode session(String session) {
        return shop.owner
                .data("{ posSession(id: \"" + session + "\") { openedAt pricesIncludeTax location { code } } }")
                .get("posSession");
    }

    private JsonNode order(JsonNode synced) {
        return shop.owner
                .data("{ order(id: \"" + synced.at("/results/0/orderId").asString()
                        + "\") { customer { id } lines { sku } totals { tax { amount } total { amount } } } }")
                .get("order");
    }

    private JsonNode opens(Instant at) {
        return OrderShop.tries(
                shop.owner,
                "posSessionOpen(input: {registerId: \"" + till.register
                        + "\", openingFloat: {amount: \"0\", currency: \"ETB\"}, openedAt: \"" + at + "\"}) "
                        + OrderShop.key() + " { session { id openedAt pricesIncludeTax location { code } } %s }");
    }

    @Test
    void a_till_that_was_moved_sold_where_it_stood() {
        String cup = shop.variant("CUP", "100", 5);
        String market = shop.does("locationCreate(input: {code: \"market\", name: \"Market\"}) { location { id } %s }")
                .at("/location/id")
                .asString();
        shop.does("posRegisterUpdate(id: \"" + till.register + "\", ifVersion: 1, input: {locationId: \"" + market
                + "\"}) { %s }");

        assertThat(Till.outcomes(till.syncs(List.of(till.sale(cup, 2))))).containsExactly("IMPORTED");
        assertThat(shop.owner
                        .data(
                                "query ($variant: ID!) { stockLevels(first: 5, where: {variant: {eq: $variant}}) { nodes { location { code } onHand } } }",
                                Map.of("variant", cup))
                        .at("/stockLevels/nodes")
                        .toString())
                .isEqualTo("[{\"location\":{\"code\":\"shop\"},\"onHand\":3}]");
        assertThat(session(till.session).at("/location/code").asString()).isEqualTo("shop");
        till.closes("730");
        assertThat(opens(Instant.now()).at("/session/location/code").asString()).isEqualTo("market");
    }

    @Test
    void a_sale_is_taxed_as_the_store_showed_its_prices_when_the_session_was_opened() {
        String cup = shop.variant("CUP", "100", 5);
        shop.does("storeUpdate(id: \"" + till.store + "\", ifVersion: 1, input: {taxDisplay: NET}) { %s }");

        JsonNode synced = till.syncs(List.of(till.sale(cup, 1)));

        assertThat(Till.outcomes(synced)).containsExactly("IMPORTED");
        assertThat(order(synced).get("totals").toString())
                .isEqualTo("{\"tax\":{\"amount\":\"15.00\"},\"total\":{\"amount\":\"115.00\"}}");
        assertThat(session(till.session).get("pricesIncludeTax").asBoolean()).isTrue();
        till.closes("615");
        assertThat(opens(Instant.now()).at("/session/pricesIncludeTax").asBoolean())
                .isFalse();
    }

    @Test
    void what_was_deleted_since_was_sold() {
        String cup = shop.variant("CUP", "100", 5);
        String product = shop.owner
                .data("{ productVariantBySku(sku: \"CUP\") { product { id } } }")
                .at("/productVariantBySku/product/id")
                .asString();
        shop.does("productDelete(id: \"" + product + "\") { %s }");

        JsonNode synced = till.syncs(List.of(till.sale(cup, 1)));

        assertThat(Till.outcomes(synced)).containsExactly("IMPORTED");
        assertThat(order(synced).at("/lines/0/sku").asString()).isEqualTo("CUP");
        assertThat(synced.at("/session/expectedCash/amount").asString()).isEqualTo("615.00");
        shop.does("productRestore(id: \"" + product + "\") { %s }");
        assertThat(shop.stock(cup)).isEqualTo("4 on hand, 0 reserved");
    }

    @Test
    void a_sale_to_a_customer_who_was_deleted_since_is_nobodys() {
        String cup = shop.variant("CUP", "100", 5);
        String customer = shop.does("customerCreate(input: {email: \"sara@example.com\"}) { customer { id } %s }")
                .at("/customer/id")
                .asString();
        shop.does("customerDelete(id: \"" + customer + "\") { %s }");

        JsonNode synced = till.syncs(List.of(Till.but(till.sale(cup, 1), "customerId", customer)));

        assertThat(Till.outcomes(synced)).containsExactly("IMPORTED");
        assertThat(order(synced).get("customer").isNull()).isTrue();
    }

    @Test
    void a_clock_that_is_a_little_ahead_opens_a_session_now() {
        till.closes("500");
        assertThat(refusals(opens(Instant.now().plus(Duration.ofMinutes(11)))))
                .containsExactly("OUT_OF_RANGE input.openedAt");
        JsonNode opened = opens(Instant.now().plus(Duration.ofMinutes(9)));
        assertThat(refusals(opened)).isEmpty();
        assertThat(Instant.parse(opened.at("/session/openedAt").asString())).isBeforeOrEqualTo(Instant.now());
    }

    @Test
    void one_payment_pays_the_most_that_a_sale_comes_to() {
        String cup = shop.variant("CUP", "100", 100);
        Map<String, Object> sale = Till.but(
                Till.but(
                        till.sale(cup, 1),
                        "lines",
                        List.of(Map.of("variantId", cup, "quantity", 100, "unitPrice", "100000000000"))),
                "payments",
                List.of(Map.of("method", "CARD", "amount", "10000000000000")));

        JsonNode synced = till.syncs(List.of(sale));

        assertThat(Till.outcomes(synced)).containsExactly("IMPORTED");
        assertThat(order(synced).at("/totals/total/amount").asString()).isEqualTo("10000000000000.00");
    }
}
