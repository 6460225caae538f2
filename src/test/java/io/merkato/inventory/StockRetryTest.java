package io.merkato.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.Client;
import io.merkato.InvariantsHold;
import io.merkato.Merchants;
import io.merkato.MerkatoTest;
import io.merkato.catalog.ProductVariant;
import io.merkato.identity.BuiltInRole;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** A delivery whose answer was lost on the way is sent again. */
@MerkatoTest
@ExtendWith(InvariantsHold.class)
class StockRetryTest {

    private static final String WHOLE = """
            mutation ($input: StockAdjustInput!) { stockAdjust(input: $input) @idempotent(key: "lost") { adjustment { id } userErrors { code } } }""";
    private static final String NESTED = """
            mutation ($place: ID!, $variant: ID!, $change: Int!) {
              stockAdjust(input: {locationId: $place, reason: RECEIVED, lines: [{variantId: $variant, change: $change}]}) @idempotent(key: "lost") {
                adjustment { id } userErrors { code } } }""";

    private final Merchants merchants;
    private final Storeroom room;
    private final ProductVariant.Id variant;

    StockRetryTest(Stock stock, Merchants merchants) {
        this.merchants = merchants;
        this.room = new Storeroom(stock, merchants, InventoryMode.RESERVE_ON_ORDER);
        this.variant = room.variant("RETRIED");
    }

    @Test
    void it_happens_once_and_is_answered_each_time() {
        JsonNode first = adjust(room.owner, input(5));
        JsonNode second = adjust(room.owner, input(5));

        assertThat(first.at("/adjustment/id").asString()).startsWith("stock_adjustment_");
        assertThat(second).isEqualTo(first);
        assertThat(onHand()).isEqualTo(5);
    }

    @Test
    void the_same_arguments_are_the_same_in_variables_and_in_the_document() {
        JsonNode first = adjust(room.owner, input(5));

        JsonNode second = nested(room.shop, 5);
        JsonNode literal =
                room.owner.data("""
                        mutation { stockAdjust(input: {reason: RECEIVED, lines: [{change: 5, variantId: "%s"}], locationId: "%s"}) @idempotent(key: "lost") {
                          adjustment { id } userErrors { code } } }""".formatted(variant.text(), room.shop)).get("stockAdjust");

        assertThat(second).isEqualTo(first);
        assertThat(literal).isEqualTo(first);
        assertThat(onHand()).isEqualTo(5);
    }

    @Test
    void another_argument_anywhere_is_another_request() {
        adjust(room.owner, input(5));
        String store = room.location("store", 1);
        var noted = new HashMap<>(input(5));
        noted.put("note", "again");
        var twice = new HashMap<>(input(5));
        twice.put("lines", List.of(line(5), line(5)));
        var expected = new HashMap<>(input(5));
        expected.put("lines", List.of(Map.of("variantId", variant.text(), "change", 5, "expected", 5)));

        assertThat(List.of(
                        adjust(room.owner, input(6)),
                        adjust(room.owner, noted),
                        adjust(room.owner, twice),
                        adjust(room.owner, expected),
                        nested(room.shop, 6),
                        nested(store, 5)))
                .allMatch(answer -> answer.toString()
                        .equals("{\"adjustment\":null,\"userErrors\":[{\"code\":\"IDEMPOTENCY_KEY_REUSED\"}]}"));
        assertThat(onHand()).isEqualTo(5);
    }

    @Test
    void the_same_key_of_a_colleague_is_another_key() {
        Client colleague =
                merchants.signedIn(room.merchant.slug(), merchants.hire(room.merchant, BuiltInRole.CATALOGUE));
        adjust(room.owner, input(5));
        adjust(colleague, input(5));
        adjust(colleague, input(5));

        assertThat(onHand()).isEqualTo(10);
    }

    @Test
    void a_refusal_is_not_kept() {
        JsonNode refused = adjust(room.owner, input(-5));
        room.adjust("before", room.shop, Map.of(variant, 7));

        JsonNode second = adjust(room.owner, input(-5));

        assertThat(refused.at("/userErrors/0/code").asString()).isEqualTo("OUT_OF_RANGE");
        assertThat(second.at("/userErrors").toString()).isEqualTo("[]");
        assertThat(onHand()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "@idempotent(key: \"\")", "@idempotent(key: \"  \")"})
    void without_a_key_nothing_is_done(String directive) {
        JsonNode answer =
                room.owner.run(WHOLE.replace("@idempotent(key: \"lost\")", directive), Map.of("input", input(5)));

        assertThat(answer.at("/errors/0/extensions/code").asString()).isEqualTo("BAD_USER_INPUT");
        assertThat(room.levels(variant)).isEqualTo("[]");
    }

    @Test
    void a_key_is_refused_where_nobody_would_heed_it() {
        JsonNode answer = room.owner.run(
                "mutation { locationCreate(input: {code: \"x\", name: \"X\"}) @idempotent(key: \"k\") { userErrors { code } } }");

        assertThat(answer.at("/errors/0/extensions/code").asString()).isEqualTo("BAD_USER_INPUT");
    }

    private Map<String, Object> input(int change) {
        return Map.of("locationId", room.shop, "reason", "RECEIVED", "lines", List.of(line(change)));
    }

    private Map<String, Object> line(int change) {
        return Map.of("variantId", variant.text(), "change", change);
    }

    private static JsonNode adjust(Client who, Map<String, Object> input) {
        return who.data(WHOLE, Map.of("input", input)).get("stockAdjust");
    }

    private JsonNode nested(String place, int change) {
        return room.owner
                .data(NESTED, Map.of("place", place, "variant", variant.text(), "change", change))
                .get("stockAdjust");
    }

    private long onHand() {
        return room.owner
                .data(
                        "query ($variant: ID!) { stockLevels(first: 10, where: {variant: {eq: $variant}}) { nodes { onHand } } }",
                        Map.of("variant", variant.text()))
                .at("/stockLevels/nodes/0/onHand")
                .asLong();
    }
}
