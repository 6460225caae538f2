package io.merkato.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.merkato.Client;
import io.merkato.EventStream;
import io.merkato.LogLines;
import io.merkato.Merchants;
import io.merkato.MerkatoTest;
import io.merkato.Socket;
import io.merkato.Statements;
import io.merkato.ordering.OrderShop;
import io.merkato.store.StoreCache;
import io.merkato.tenancy.Lookout;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Watching the stock of a variant: what everybody sees of it, and what staff do. */
@MerkatoTest
class ProductVariantStockChangedTest {

    private static final String FOR_ALL =
            "subscription ($id: ID!) { productVariantStockChanged(id: $id) { sku available quantityAvailable } }";
    private static final String FOR_STAFF =
            "subscription ($id: ID!) { productVariantStockChanged(id: $id) { stockLevels { onHand reserved available } } }";

    private final StoreCache cache;
    private final Statements statements;
    private final Client client;
    private final OrderShop shop;
    private final String cup;

    ProductVariantStockChangedTest(Merchants merchants, Client client, StoreCache cache, Statements statements) {
        this.statements = statements;
        this.cache = cache;
        this.client = client;
        this.shop = new OrderShop(merchants, client);
        this.cup = shop.variant("CUP", "100", 5);
    }

    private static String stock(JsonNode message) {
        JsonNode variant = message.findValue("productVariantStockChanged");
        return variant == null || variant.isNull() ? message.toString() : variant.toString();
    }

    @Test
    void any_visitor_sees_how_many_are_left_until_there_are_none() {
        try (Socket visitor = client.socket();
                EventStream shopper = shop.visitor.watch(FOR_ALL, Map.of("id", cup))) {
            assertThat(visitor.begin(Map.of("Merkato-Tenant", shop.merchant.slug())))
                    .contains("connection_ack");
            visitor.subscribe("1", FOR_ALL, Map.of("id", cup));
            String five = "{\"sku\":\"CUP\",\"available\":true,\"quantityAvailable\":5}";
            assertThat(stock(visitor.nextMessage())).isEqualTo(five);
            assertThat(stock(shopper.nextEvent())).isEqualTo(five);

            shop.basket(cup, 2).order();
            String three = "{\"sku\":\"CUP\",\"available\":true,\"quantityAvailable\":3}";
            assertThat(stock(visitor.nextMessage())).isEqualTo(three);
            assertThat(stock(shopper.nextEvent())).isEqualTo(three);

            shop.basket(cup, 3).order();
            String none = "{\"sku\":\"CUP\",\"available\":false,\"quantityAvailable\":0}";
            assertThat(stock(visitor.nextMessage())).isEqualTo(none);
            assertThat(stock(shopper.nextEvent())).isEqualTo(none);
        }
    }

    @Test
    void of_a_bundle_it_is_what_its_parts_make() {
        String pair = shop.bundle("PAIR", cup, 2);
        try (EventStream desk = shop.owner.watch(FOR_ALL, Map.of("id", pair))) {
            assertThat(stock(desk.nextEvent())).contains("\"quantityAvailable\":2");
            shop.receive(cup, 1);
            assertThat(stock(desk.nextEvent())).contains("\"quantityAvailable\":3");
        }
    }

    @Test
    void staff_see_what_lies_where_also_when_as_many_can_be_bought_as_before_and_visitors_hear_nothing_of_that() {
        try (EventStream desk = shop.owner.watch(FOR_STAFF, Map.of("id", cup));
                EventStream visitor = shop.visitor.watch(FOR_ALL, Map.of("id", cup))) {
            assertThat(stock(desk.nextEvent()))
                    .isEqualTo("{\"stockLevels\":[{\"onHand\":5,\"reserved\":0,\"available\":5}]}");
            assertThat(stock(visitor.nextEvent())).contains("\"quantityAvailable\":5");
            OrderShop.Placed order = shop.basket(cup, 2).order();
            assertThat(stock(desk.nextEvent()))
                    .isEqualTo("{\"stockLevels\":[{\"onHand\":5,\"reserved\":2,\"available\":3}]}");
            assertThat(stock(visitor.nextEvent())).contains("\"quantityAvailable\":3");
            shop.does("orderFulfil(id: \"" + order.id() + "\", input: {}) " + OrderShop.key()
                    + " { fulfilment { id } %s }");
            assertThat(stock(desk.nextEvent()))
                    .isEqualTo("{\"stockLevels\":[{\"onHand\":3,\"reserved\":0,\"available\":3}]}");
            shop.receive(cup, 1);
            assertThat(stock(desk.nextEvent()))
                    .isEqualTo("{\"stockLevels\":[{\"onHand\":4,\"reserved\":0,\"available\":4}]}");
            assertThat(stock(visitor.nextEvent())).contains("\"quantityAvailable\":4");
        }
    }

    @Test
    void visitors_see_no_levels_and_nothing_that_is_not_on_sale() {
        String product = shop.owner
                .data(
                        "query ($sku: String!) { productVariantBySku(sku: $sku) { product { id } } }",
                        Map.of("sku", "CUP"))
                .at("/productVariantBySku/product/id")
                .asString();
        try (EventStream levels = shop.visitor.watch(FOR_STAFF, Map.of("id", cup));
                EventStream visitor = shop.visitor.watch(FOR_ALL, Map.of("id", cup))) {
            assertThat(levels.nextEvent().get("errors").findValuesAsString("code"))
                    .containsExactly("UNAUTHENTICATED");
            assertThat(stock(visitor.nextEvent())).contains("\"quantityAvailable\":5");
            shop.does("productUnpublish(id: \"" + product + "\") { %s }");
            assertThat(visitor.nextEvent().at("/errors/0/extensions").toString())
                    .isEqualTo("{\"code\":\"NOT_FOUND\"}");
        }
        try (EventStream late = shop.visitor.watch(FOR_ALL, Map.of("id", cup))) {
            assertThat(late.nextEvent().at("/errors/0/extensions").toString()).isEqualTo("{\"code\":\"NOT_FOUND\"}");
        }
    }

    private String store(String code) {
        return shop.does("storeCreate(input: {code: \"" + code + "\", name: \"" + code + "\"}) { store { id } %s }")
                .at("/store/id")
                .asString();
    }

    @Test
    void who_watches_through_a_store_that_is_closed_hears_no_more() {
        String market = store("market");
        try (EventStream visitor = shop.visitor.with("Merkato-Store", "market").watch(FOR_ALL, Map.of("id", cup))) {
            assertThat(stock(visitor.nextEvent())).contains("\"quantityAvailable\":5");
            shop.does("storeClose(id: \"" + market + "\") { %s }");
            shop.receive(cup, 1);
            assertThat(visitor.nextEvent().at("/errors/0/extensions").toString())
                    .isEqualTo("{\"code\":\"NOT_FOUND\",\"reason\":\"STORE_UNKNOWN\"}");
        }
    }

    @Test
    void who_names_no_store_hears_no_more_once_another_one_answers() {
        String market = store("market");
        try (EventStream visitor = shop.visitor.watch(FOR_ALL, Map.of("id", cup))) {
            assertThat(stock(visitor.nextEvent())).contains("\"quantityAvailable\":5");
            shop.does("storeSetDefault(id: \"" + market + "\") { %s }");
            shop.receive(cup, 1);
            assertThat(visitor.nextEvent().at("/errors/0/extensions").toString())
                    .isEqualTo("{\"code\":\"FORBIDDEN\",\"reason\":\"STORE_CHANGED\"}");
        }
    }

    @Test
    void who_is_taken_out_of_a_group_pays_what_all_pay_from_the_next_event_on() {
        Client member = shop.visitor.with(
                "Merkato-Guest",
                shop.visitor
                        .data("mutation { guestStart { guestToken } }")
                        .at("/guestStart/guestToken")
                        .asString());
        String customer = member.data("mutation { profileUpdate(input: {givenName: \"Tsedal\"}) { customer { id } } }")
                .at("/profileUpdate/customer/id")
                .asString();
        String group = shop.does(
                        "customerGroupCreate(input: {code: \"cafes\", name: \"Cafés\"}) { customerGroup { id } %s }")
                .at("/customerGroup/id")
                .asString();
        String list = shop.does(
                        "priceListCreate(input: {code: \"cafes\", name: \"Cafés\", currency: \"ETB\", customerGroupIds: [\""
                                + group + "\"]}) { priceList { id } %s }")
                .at("/priceList/id")
                .asString();
        shop.does("priceListEntriesSet(id: \"" + list + "\", ifVersion: 1, input: {entries: [{variantId: \"" + cup
                + "\", price: \"80\"}]}) { priceList { id } %s }");
        String members = "(id: \"" + group + "\", customerIds: [\"" + customer + "\"]) { customerGroup { id } %s }";
        shop.does("customerGroupMembersAdd" + members);
        try (EventStream watching = member.watch(
                "subscription ($id: ID!) { productVariantStockChanged(id: $id) { quantityAvailable price { amount } } }",
                Map.of("id", cup))) {
            assertThat(stock(watching.nextEvent())).contains("\"quantityAvailable\":5", "\"amount\":\"80.00\"");
            shop.does("customerGroupMembersRemove" + members);
            shop.receive(cup, 1);
            assertThat(stock(watching.nextEvent())).contains("\"quantityAvailable\":6", "\"amount\":\"100.00\"");
        }
    }

    @Test
    void that_nothing_is_looked_at_is_told_the_log_once_and_that_it_is_again() {
        try (var log = new LogLines(Lookout.class);
                EventStream visitor = shop.visitor.watch(FOR_ALL, Map.of("id", cup))) {
            assertThat(stock(visitor.nextEvent())).contains("\"quantityAvailable\":5");
            statements.failOnce("stock_marks", () -> {
                throw new IllegalStateException("Nobody knows why");
            });
            await().untilAsserted(() -> assertThat(log.all())
                    .containsExactly(
                            "WARN Looking at stock: it failed, and is tried again until it works",
                            "INFO Looking at stock: it works again"));
            shop.receive(cup, 1);
            assertThat(stock(visitor.nextEvent())).contains("\"quantityAvailable\":6");
        }
    }

    @Test
    void what_is_remembered_of_the_catalogue_is_read_anew_for_each_event() {
        String named =
                "subscription ($id: ID!) { productVariantStockChanged(id: $id) { quantityAvailable product { id name } } }";
        boolean before = cache.enable(true);
        try (EventStream visitor = shop.visitor.watch(named, Map.of("id", cup))) {
            JsonNode first = visitor.nextEvent();
            assertThat(first.findValue("name").asString()).isEqualTo("CUP");
            shop.does("productUpdate(id: \""
                    + first.findValue("product").get("id").asString() + "\", input: {name: \"Sini\"}) { %s }");
            shop.receive(cup, 1);
            JsonNode second = visitor.nextEvent();
            assertThat(second.findValue("quantityAvailable").asInt()).isEqualTo(6);
            assertThat(second.findValue("name").asString()).isEqualTo("Sini");
        } finally {
            cache.enable(before);
        }
    }
}
