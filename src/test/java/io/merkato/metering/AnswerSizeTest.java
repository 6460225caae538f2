package io.merkato.metering;

import static io.merkato.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.Client;
import io.merkato.EventStream;
import io.merkato.Merchants;
import io.merkato.MerkatoTest;
import io.merkato.Socket;
import io.merkato.WideCategory;
import io.merkato.identity.BuiltInRole;
import io.merkato.ordering.OrderShop;
import java.net.http.HttpResponse;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** How large an answer may become, and how many wait for a client that does not read them. */
@MerkatoTest
class AnswerSizeTest {

    /** In characters; 180 kB as they are sent. */
    private static final int DESCRIPTION = 60_000;
    /** Some four megabytes. */
    private static final String PRODUCT = "product { "
            + IntStream.range(0, 24).mapToObj(i -> "d" + i + ": description").collect(Collectors.joining(" ")) + " }";

    private static final String CUP = "{ productVariantBySku(sku: \"CUP\") { " + PRODUCT + " } }";

    private static final int AT_ONCE = 8;
    /** As many answers as fit into what the system keeps for a connection, at most. */
    private static final int ON_THEIR_WAY = 4;

    private final Merchants merchants;
    private final Client client;
    private final UsageMeter meter;

    AnswerSizeTest(Merchants merchants, Client client, UsageMeter meter) {
        this.merchants = merchants;
        this.client = client;
        this.meter = meter;
    }

    private static HttpResponse<String> post(Client caller, String document) {
        return caller.post(
                "/graphql", "application/json", JsonMapper.shared().writeValueAsString(Map.of("query", document)));
    }

    private static JsonNode json(Client caller, String document) {
        return JsonMapper.shared().readTree(post(caller, document).body());
    }

    private static int left(Client caller) {
        return json(caller, "{ tenant { name } }")
                .at("/extensions/cost/bucket/left")
                .asInt();
    }

    @Test
    void an_answer_with_far_more_objects_than_estimated_ends_while_it_is_made_and_is_paid_as_far_as_it_got() {
        Merchants.Merchant wide = merchants.open("basic");
        Client owner = merchants.staff(wide, BuiltInRole.OWNER);
        String root = WideCategory.make(owner);

        for (String document : List.of(
                "{ category(id: \"" + root + "\") " + WideCategory.RING + " }",
                "mutation { categoryUpdate(id: \"" + root
                        + "\", input: {names: [{locale: \"en\", text: \"Any\"}]}) { category " + WideCategory.RING
                        + " } }")) {
            Client caller = document.startsWith("{") ? client.in(wide.slug()) : owner;
            assertThat(JsonMapper.shared()
                            .readTree(post(caller, document).body())
                            .at("/errors/0/extensions"))
                    .isEqualTo(JsonMapper.shared()
                            .readTree("{\"code\":\"QUERY_TOO_COMPLEX\",\"limit\":\"OBJECTS\",\"most\":10000}"));
            assertThat(left(caller)).isLessThan(20_000 - 5_000);
        }
    }

    @Test
    void an_event_with_far_more_objects_than_estimated_ends_the_subscription_and_is_paid_too() {
        Merchants.Merchant wide = merchants.open("basic");
        Client owner = merchants.staff(wide, BuiltInRole.OWNER);
        String root = WideCategory.make(owner);
        String variant = owner.data(
                        "mutation ($in: [ID!]) { productCreate(input: {name: \"Buna\", kind: SIMPLE, categoryIds: $in, variants: [{sku: \"BUNA\"}]}) { product { variants(first: 1) { nodes { id } } } } }",
                        Map.of("in", List.of(root)))
                .at("/productCreate/product/variants/nodes/0/id")
                .asString();

        try (EventStream stock = owner.watch(
                "subscription ($id: ID!) { productVariantStockChanged(id: $id) { product { categories "
                        + WideCategory.RING + " } } }",
                Map.of("id", variant))) {
            assertThat(stock.nextEvent().at("/errors/0/extensions/limit").asString())
                    .isEqualTo("OBJECTS");
        }
        assertThat(left(owner)).isLessThan(20_000 - 5_000);
    }

    private static String cupWithALongDescription(OrderShop shop) {
        String cup = shop.variant("CUP", "100", 5);
        String product = shop.owner
                .data("{ productVariantBySku(sku: \"CUP\") { product { id } } }")
                .at("/productVariantBySku/product/id")
                .asString();
        shop.owner.data(
                "mutation ($id: ID!, $text: String!) { productUpdate(id: $id, input: {description: $text}) { userErrors { code } } }",
                Map.of("id", product, "text", "ቡ".repeat(DESCRIPTION)));
        return cup;
    }

    @Test
    void long_texts_are_paid_for_and_an_answer_with_very_many_of_them_ends_while_it_is_made() {
        var shop = new OrderShop(merchants, client);
        cupWithALongDescription(shop);
        String same = "... on ProductVariant { " + PRODUCT + " }";
        String id = shop.visitor
                .data("{ productVariantBySku(sku: \"CUP\") { id } }")
                .at("/productVariantBySku/id")
                .asString();
        String seven = "[\"" + String.join("\", \"", Collections.nCopies(7, id)) + "\"]";

        JsonNode one = json(shop.visitor, "{ node(id: \"" + id + "\") { " + same + " } }");
        JsonNode many = json(shop.visitor, "{ nodes(ids: " + seven + ") { " + same + " } }");

        assertThat(one.at("/extensions/cost/actual").asInt()).isEqualTo(3 + 24 * DESCRIPTION / 1_000);
        assertThat(many.has("data")).isFalse();
        assertThat(many.at("/errors/0/extensions"))
                .isEqualTo(JsonMapper.shared()
                        .readTree("{\"code\":\"QUERY_TOO_COMPLEX\",\"limit\":\"CHARACTERS\",\"most\":10000000}"));
    }

    @Test
    void no_more_is_answered_on_a_socket_than_its_client_reads() {
        var shop = new OrderShop(merchants, client);
        cupWithALongDescription(shop);
        var others = new OrderShop(merchants, client);
        cupWithALongDescription(others);
        long before = meter.unwritten(shop.tenant.id());
        try (Socket socket = shop.visitor.socketByHandshake()) {
            socket.begin(Map.of());
            socket.hearNothing();
            for (int i = 0; i < 30; i++) {
                socket.subscribe("q" + i, CUP, Map.of());
                if (i % 2 == 0) { // which ends it for the client alone
                    socket.say("{\"id\":\"q" + i + "\",\"type\":\"complete\"}");
                }
            }
            await().until(() -> meter.unwritten(shop.tenant.id()) - before >= AT_ONCE);
            for (int i = 0; i < 30; i++) {
                others.visitor.data(CUP); // there was time for as many
            }
            assertThat(meter.unwritten(shop.tenant.id()) - before).isLessThanOrEqualTo(AT_ONCE + ON_THEIR_WAY);

            socket.hearAgain();
            var heard = new HashMap<String, Integer>();
            for (int wanted = 0; wanted < 15; ) {
                JsonNode message = socket.nextMessage();
                int id = Integer.parseInt(message.get("id").asString().substring(1));
                if (id % 2 == 1) {
                    heard.merge(
                            message.get("type").asString(), message.toString().length(), Integer::sum);
                    wanted += message.get("type").asString().equals("complete") ? 1 : 0;
                }
            }
            assertThat(heard.get("next")).isGreaterThan(15 * 24 * DESCRIPTION);
        }
    }

    @Test
    void of_a_subscription_no_event_is_made_before_the_one_before_it_was_sent() {
        var shop = new OrderShop(merchants, client);
        String cup = cupWithALongDescription(shop);
        String document = "subscription ($id: ID!) { productVariantStockChanged(id: $id) { quantityAvailable %s } }";
        try (Socket slow = shop.visitor.socketByHandshake();
                EventStream quick = shop.visitor.watch(document.formatted(""), Map.of("id", cup))) {
            slow.begin(Map.of());
            slow.subscribe("s", document.formatted(PRODUCT), Map.of("id", cup));
            assertThat(slow.nextMessage()
                            .at("/payload/data/productVariantStockChanged/quantityAvailable")
                            .asInt())
                    .isEqualTo(5);
            slow.hearNothing();
            quick.nextEvent();
            for (int i = 1; i <= 15; i++) {
                shop.receive(cup, 1);
                assertThat(quick.nextEvent()
                                .at("/data/productVariantStockChanged/quantityAvailable")
                                .asInt())
                        .isEqualTo(5 + i);
            }

            slow.hearAgain();
            int heard = 0;
            for (int now = 0; now < 20; heard++) {
                now = slow.nextMessage()
                        .at("/payload/data/productVariantStockChanged/quantityAvailable")
                        .asInt();
            }
            assertThat(heard).as("events until the latest").isLessThanOrEqualTo(ON_THEIR_WAY + 2);
        }
    }
}
