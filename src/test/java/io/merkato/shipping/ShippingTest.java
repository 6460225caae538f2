package io.merkato.shipping;

import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.Client;
import io.merkato.Merchants;
import io.merkato.MerkatoTest;
import io.merkato.Statements;
import io.merkato.TestDatabase;
import io.merkato.identity.BuiltInRole;
import io.merkato.money.Money;
import io.merkato.store.Store;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Zones, methods and rates as staff set them, and what carts are offered by them. */
@MerkatoTest
class ShippingTest {

    private static final String ERRORS = " userErrors { code path message }";
    private static final Store.Id ANY_STORE = new Store.Id(new UUID(1, 1));

    private final Merchants merchants;
    private final ShippingQuotes quotes;
    private final Statements statements;
    private final Merchants.Merchant merchant;
    private final Client staff;

    ShippingTest(Merchants merchants, ShippingQuotes quotes, Statements statements) {
        this.merchants = merchants;
        this.quotes = quotes;
        this.statements = statements;
        this.merchant = merchants.open();
        this.staff = merchants.staff(merchant, BuiltInRole.OWNER);
    }

    private List<String> refusals(String mutation) {
        return refusals("", mutation, Map.of());
    }

    private List<String> refusals(String declarations, String mutation, Map<String, ?> variables) {
        JsonNode payload = staff.data("mutation %s { %s {%s } }".formatted(declarations, mutation, ERRORS), variables)
                .iterator()
                .next();
        return payload.get("userErrors")
                .valueStream()
                .map(error -> error.get("code").asString()
                        + " "
                        + String.join(
                                ".",
                                error.get("path")
                                        .valueStream()
                                        .map(JsonNode::asString)
                                        .toList()))
                .toList();
    }

    private String made(String mutation, String type) {
        JsonNode payload = staff.data("mutation { %s { %s { id } %s } }".formatted(mutation, type, ERRORS))
                .iterator()
                .next();
        assertThat(payload.get("userErrors")).as(mutation).isEmpty();
        return payload.at("/" + type + "/id").asString();
    }

    private String zone(String name, String more) {
        return made("shippingZoneCreate(input: {name: \"%s\", %s})".formatted(name, more), "shippingZone");
    }

    private String method(String code, String more) {
        return made(
                "shippingMethodCreate(input: {code: \"%s\", currency: \"ETB\", %s})".formatted(code, more),
                "shippingMethod");
    }

    private void flat(String zone, String code, String price) {
        method(code, "kind: FLAT, zoneId: \"%s\", rates: [{price: \"%s\"}]".formatted(zone, price));
    }

    /** {@code code amount} of each method offered, in order. */
    private List<String> offered(@Nullable String country, @Nullable String region, long grams, String total) {
        return offered(ANY_STORE, "ETB", country, region, grams, total);
    }

    private List<String> offered(
            Store.Id store,
            String currency,
            @Nullable String country,
            @Nullable String region,
            long grams,
            String total) {
        Currency in = Currency.getInstance(currency);
        return quotes
                .quote(
                        merchant.tenant(),
                        new ShippingQuestion(store, in, country, region, grams, Money.of(new BigDecimal(total), in)))
                .stream()
                .map(quote -> quote.code() + " " + quote.price().amount())
                .toList();
    }

    @Test
    void the_zone_that_names_an_address_most_closely_has_it() {
        flat(
                zone(
                        "Addis",
                        "places: [{country: \"ET\", region: \"AA\"}, {country: \"ET\", region: \"Addis Ababa\"}]"),
                "city",
                "50");
        flat(zone("Ethiopia", "places: [{country: \"ET\"}]"), "country", "120");
        flat(zone("World", "elsewhere: true"), "world", "2500");

        assertThat(offered("ET", "AA", 1, "1")).containsExactly("city 50.00");
        assertThat(offered("ET", " addis ababa ", 1, "1")).containsExactly("city 50.00");
        assertThat(offered("ET", "OR", 1, "1")).containsExactly("country 120.00");
        assertThat(offered("ET", null, 1, "1")).containsExactly("country 120.00");
        assertThat(offered("ET", "", 1, "1")).containsExactly("country 120.00");
        assertThat(offered("KE", "AA", 1, "1")).containsExactly("world 2500.00");
    }

    @Test
    void nothing_is_delivered_where_no_zone_is() {
        flat(zone("Ethiopia", "places: [{country: \"ET\"}]"), "country", "120");

        assertThat(offered("KE", null, 1, "1")).isEmpty();
        assertThat(offered(null, null, 1, "1")).isEmpty();
    }

    @Test
    void a_rate_begins_with_its_first_gram_and_ends_before_the_next_ones() {
        String zone = zone("Ethiopia", "places: [{country: \"ET\"}]");
        method("post", """
                kind: BY_WEIGHT, zoneId: "%s", rates: [{fromGrams: "5000"}, {fromGrams: "1", price: "80"}, {fromGrams: "1000", price: "140.50"}]
                """.formatted(zone));

        assertThat(offered("ET", null, 0, "1")).isEmpty();
        assertThat(offered("ET", null, 1, "1")).containsExactly("post 80.00");
        assertThat(offered("ET", null, 999, "1")).containsExactly("post 80.00");
        assertThat(offered("ET", null, 1000, "1")).containsExactly("post 140.50");
        assertThat(offered("ET", null, 4999, "1")).containsExactly("post 140.50");
        assertThat(offered("ET", null, 5000, "1")).isEmpty();
        assertThat(offered("ET", null, Long.MAX_VALUE, "1")).isEmpty();
    }

    @Test
    void a_method_is_free_from_its_total_on() {
        String zone = zone("Ethiopia", "places: [{country: \"ET\"}]");
        method("bike", """
                kind: BY_TOTAL, zoneId: "%s", rates: [{price: "90"}, {fromTotal: "500", price: "60"}], freeFrom: "2000"
                """.formatted(zone));

        assertThat(offered("ET", null, 1, "0")).containsExactly("bike 90.00");
        assertThat(offered("ET", null, 1, "499.99")).containsExactly("bike 90.00");
        assertThat(offered("ET", null, 1, "500")).containsExactly("bike 60.00");
        assertThat(offered("ET", null, 1, "1999.99")).containsExactly("bike 60.00");
        assertThat(offered("ET", null, 1, "2000")).containsExactly("bike 0.00");
    }

    @Test
    void a_currency_without_decimals_has_its_own_methods() {
        String zone = zone("Senegal", "places: [{country: \"SN\"}]");
        made("""
                shippingMethodCreate(input: {code: "dakar", currency: "XOF", kind: BY_TOTAL, zoneId: "%s", rates: [{price: "1500"}, {fromTotal: "25000", price: "1"}]})
                """.formatted(zone), "shippingMethod");

        assertThat(offered(ANY_STORE, "XOF", "SN", null, 1, "24999")).containsExactly("dakar 1500");
        assertThat(offered(ANY_STORE, "XOF", "SN", null, 1, "25000")).containsExactly("dakar 1");
        assertThat(offered("SN", null, 1, "25000")).isEmpty();
        assertThat(refusals("""
                        shippingMethodCreate(input: {code: "thies", currency: "XOF", kind: FLAT, zoneId: "%s", rates: [{price: "1500.5"}]})
                        """.formatted(zone))).containsExactly("INVALID input.rates.0.price");
    }

    @Test
    void pickup_needs_no_address_of_the_customers_and_a_store_may_keep_a_method_to_itself() {
        String store = staff.data("{ store { id } }").at("/store/id").asString();
        method("counter", """
                kind: PICKUP, rates: [{price: "0"}], position: 1, pickupAddress: {line1: "Bole Road", city: "Addis Ababa", country: "ET"}
                """);
        flat(zone("World", "elsewhere: true"), "post", "300");
        method("own", """
                kind: PICKUP, storeId: "%s", rates: [{price: "5"}], position: 2, pickupAddress: {city: "Piassa", country: "ET"}
                """.formatted(store));
        var own = new Store.Id(io.merkato.api.TypeId.parse("store", store));

        assertThat(offered(null, null, 1, "1")).containsExactly("counter 0.00");
        assertThat(offered("FR", null, 1, "1")).containsExactly("post 300.00", "counter 0.00");
        assertThat(offered(own, "ETB", null, null, 1, "1")).containsExactly("counter 0.00", "own 5.00");
    }

    @Test
    void a_method_of_every_store_is_not_one_of_a_single_store() {
        String store = staff.data("{ store { id } }").at("/store/id").asString();
        method("every", "kind: PICKUP, rates: [{price: \"0\"}], pickupAddress: {country: \"ET\"}");
        method(
                "own",
                "kind: PICKUP, storeId: \"" + store + "\", rates: [{price: \"0\"}], pickupAddress: {country: \"ET\"}");

        assertThat(staff.data("{ shippingMethods(first: 9, where: {not: {store: {eq: \"" + store
                                + "\"}}}) { nodes { code } } }")
                        .at("/shippingMethods/nodes")
                        .toString())
                .isEqualTo("[{\"code\":\"every\"}]");
    }

    @Test
    void what_is_switched_off_or_deleted_is_not_offered() {
        String zone = zone("Ethiopia", "places: [{country: \"ET\"}]");
        String off =
                method("off", "kind: FLAT, zoneId: \"%s\", rates: [{price: \"1\"}], enabled: false".formatted(zone));
        String gone = method("gone", "kind: FLAT, zoneId: \"%s\", rates: [{price: \"1\"}]".formatted(zone));
        assertThat(refusals("shippingZoneDelete(id: \"" + zone + "\")")).containsExactly("IN_USE id");
        assertThat(refusals("shippingMethodDelete(id: \"" + gone + "\")")).isEmpty();

        assertThat(offered("ET", null, 1, "1")).isEmpty();
        assertThat(refusals("shippingMethodUpdate(id: \"%s\", ifVersion: 1, input: {enabled: true})".formatted(off)))
                .isEmpty();
        assertThat(offered("ET", null, 1, "1")).containsExactly("off 1.00");
        assertThat(refusals("shippingMethodDelete(id: \"" + off + "\")")).isEmpty();
        assertThat(refusals("shippingZoneDelete(id: \"" + zone + "\")")).isEmpty();
        zone("Ethiopia", "places: [{country: \"ET\"}]");
        method("gone", "kind: PICKUP, rates: [{price: \"0\"}], pickupAddress: {country: \"ET\"}");
    }

    @Test
    void there_are_at_most_250_methods_that_are_not_deleted() throws SQLException {
        String zone = zone("Ethiopia", "places: [{country: \"ET\"}]");
        flat(zone, "first", "1");
        try (Connection superuser = TestDatabase.superuser()) {
            superuser
                    .createStatement()
                    .execute(
                            "insert into shipping.shipping_method (tenant_id, id, shipping_zone_id, code, names, kind, currency)"
                                    + " select m.tenant_id, gen_random_uuid(), m.shipping_zone_id, 'm-' || n, '{}', m.kind, m.currency"
                                    + " from shipping.shipping_method m, generate_series(1, 248) n where m.tenant_id = '"
                                    + merchant.tenant().id().value() + "'");
        }
        String last = method("last", "kind: FLAT, zoneId: \"%s\", rates: [{price: \"1\"}]".formatted(zone));
        String more = "shippingMethodCreate(input: {code: \"more\", currency: \"ETB\", kind: FLAT, zoneId: \"" + zone
                + "\", rates: [{price: \"1\"}]})";
        assertThat(refusals(more)).containsExactly("OUT_OF_RANGE input");
        assertThat(refusals("shippingMethodDelete(id: \"" + last + "\")")).isEmpty();
        assertThat(refusals(more)).isEmpty();
    }

    @Test
    void all_methods_are_priced_in_one_statement() {
        String zone = zone("Ethiopia", "places: [{country: \"ET\"}]");
        flat(zone, "a", "1");
        flat(zone, "b", "2");
        var found = new ArrayList<String>();

        assertThat(statements.of(() -> found.addAll(offered("ET", "AA", 1, "1"))))
                .hasSize(1);
        assertThat(found).containsExactly("a 1.00", "b 2.00");
    }

    @Test
    void an_update_replaces_the_rates_as_a_whole_and_says_what_they_span() {
        String zone = zone("Ethiopia", "places: [{country: \"ET\"}]");
        String post = method(
                "post",
                "kind: BY_WEIGHT, zoneId: \"%s\", rates: [{price: \"80\"}, {fromGrams: \"9\"}]".formatted(zone));

        JsonNode rates = staff.data("""
                        mutation { shippingMethodUpdate(id: "%s", ifVersion: 1, input: {rates: [{fromGrams: "100", price: "7.5"}, {price: "3"}]}) {
                          shippingMethod { version rates { fromGrams toGrams fromTotal { amount } toTotal { amount } price { amount currency } } } userErrors { message } } }
                        """.formatted(post)).at("/shippingMethodUpdate/shippingMethod");

        assertThat(rates.toString()).isEqualTo("""
                {"version":2,"rates":[{"fromGrams":"0","toGrams":"100","fromTotal":null,"toTotal":null,"price":{"amount":"3.00","currency":"ETB"}},\
                {"fromGrams":"100","toGrams":null,"fromTotal":null,"toTotal":null,"price":{"amount":"7.50","currency":"ETB"}}]}""");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            TAKEN input.name                 | name: "Ethiopia"
            INVALID input.name               | name: " "
            TAKEN input.places.1             | name: "Horn", places: [{country: "DJ"}, {country: "ET"}]
            TAKEN input.places.0             | name: "Horn", places: [{country: "ET", region: "aa"}]
            TAKEN input.places.1             | name: "Horn", places: [{country: "DJ", region: "x"}, {country: "DJ", region: " X"}]
            INVALID input.places.1.region    | name: "Horn", places: [{country: "DJ"}, {country: "SO", region: " "}]
            TAKEN input.elsewhere            | name: "Horn", elsewhere: true
            """)
    void a_zone_is_refused(String refusal, String input) {
        zone("Ethiopia", "places: [{country: \"ET\"}, {country: \"ET\", region: \"AA\"}]");
        zone("World", "elsewhere: true");

        assertThat(refusals("shippingZoneCreate(input: {" + input + "})")).containsExactly(refusal);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            TAKEN input.code                 | code: "post", kind: FLAT, zoneId: "Z", rates: [{price: "1"}]
            INVALID input.code               | code: "Post", kind: FLAT, zoneId: "Z", rates: [{price: "1"}]
            INVALID input.zoneId             | code: "new", kind: FLAT, rates: [{price: "1"}]
            INVALID input.zoneId             | code: "new", kind: PICKUP, zoneId: "Z", rates: [{price: "1"}], pickupAddress: {country: "ET"}
            NOT_FOUND input.zoneId           | code: "new", kind: FLAT, zoneId: "shipping_zone_00000000000000000000000001", rates: [{price: "1"}]
            NOT_FOUND input.storeId          | code: "new", kind: FLAT, zoneId: "Z", storeId: "store_00000000000000000000000001", rates: [{price: "1"}]
            INVALID input.pickupAddress      | code: "new", kind: PICKUP, rates: [{price: "1"}]
            INVALID input.pickupAddress      | code: "new", kind: FLAT, zoneId: "Z", rates: [{price: "1"}], pickupAddress: {country: "ET"}
            REQUIRED input.rates             | code: "new", kind: BY_WEIGHT, zoneId: "Z", rates: []
            INVALID input.rates.1            | code: "new", kind: FLAT, zoneId: "Z", rates: [{price: "1"}, {price: "2"}]
            REQUIRED input.rates.0.price     | code: "new", kind: FLAT, zoneId: "Z", rates: [{}]
            OUT_OF_RANGE input.rates.0.price | code: "new", kind: FLAT, zoneId: "Z", rates: [{price: "-1"}]
            INVALID input.rates.0.price      | code: "new", kind: FLAT, zoneId: "Z", rates: [{price: "1.001"}]
            OUT_OF_RANGE input.rates.0.price | code: "new", kind: FLAT, zoneId: "Z", rates: [{price: "90000000000000000"}]
            INVALID input.rates.0.price      | code: "new", kind: FLAT, zoneId: "Z", rates: [{price: "99999999999999999999"}]
            INVALID input.rates.0.fromGrams  | code: "new", kind: BY_TOTAL, zoneId: "Z", rates: [{fromGrams: "1", price: "1"}]
            INVALID input.rates.0.fromTotal  | code: "new", kind: BY_WEIGHT, zoneId: "Z", rates: [{fromTotal: "1", price: "1"}]
            OUT_OF_RANGE input.rates.0.fromGrams | code: "new", kind: BY_WEIGHT, zoneId: "Z", rates: [{fromGrams: "-1", price: "1"}]
            OUT_OF_RANGE input.rates.1       | code: "new", kind: BY_WEIGHT, zoneId: "Z", rates: [{price: "1"}, {fromGrams: "9223372036854775807", price: "1"}]
            TAKEN input.rates.1              | code: "new", kind: BY_WEIGHT, zoneId: "Z", rates: [{price: "1"}, {fromGrams: "0", price: "2"}]
            OUT_OF_RANGE input.freeFrom      | code: "new", kind: FLAT, zoneId: "Z", rates: [{price: "1"}], freeFrom: "-0.01"
            OUT_OF_RANGE input.maxDays       | code: "new", kind: FLAT, zoneId: "Z", rates: [{price: "1"}], minDays: 3, maxDays: 2
            OUT_OF_RANGE input.maxDays       | code: "new", kind: FLAT, zoneId: "Z", rates: [{price: "1"}], minDays: 0, maxDays: 2147483647
            INVALID input.maxDays            | code: "new", kind: FLAT, zoneId: "Z", rates: [{price: "1"}], minDays: 3
            OUT_OF_RANGE input.position      | code: "new", kind: FLAT, zoneId: "Z", rates: [{price: "1"}], position: -1
            """)
    void a_method_is_refused(String refusal, String input) {
        String zone = zone("Ethiopia", "places: [{country: \"ET\"}]");
        flat(zone, "post", "1");

        assertThat(refusals("shippingMethodCreate(input: {currency: \"ETB\", %s})"
                        .formatted(input.replace("\"Z\"", '"' + zone + '"'))))
                .containsExactly(refusal);
        assertThat(staff.data("{ shippingMethods(first: 9) { totalCount } }")
                        .at("/shippingMethods/totalCount")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void a_zone_names_250_places_and_a_method_has_250_rates_at_most() {
        String zone = zone("Ethiopia", "");
        String update = "shippingZoneUpdate(id: \"%s\", input: {places: $places})".formatted(zone);
        String create =
                "shippingMethodCreate(input: {code: \"post\", currency: \"ETB\", kind: BY_WEIGHT, zoneId: \"%s\", rates: $rates})"
                        .formatted(zone);

        assertThat(refusals("($places: [ShippingPlaceInput!])", update, Map.of("places", places(251))))
                .containsExactly("TOO_LONG input.places");
        assertThat(refusals("($places: [ShippingPlaceInput!])", update, Map.of("places", places(250))))
                .isEmpty();
        assertThat(refusals("($rates: [ShippingRateInput!]!)", create, Map.of("rates", rates(251))))
                .containsExactly("TOO_LONG input.rates");
        assertThat(refusals("($rates: [ShippingRateInput!]!)", create, Map.of("rates", rates(250))))
                .isEmpty();
    }

    private static List<Map<String, String>> places(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> Map.of("country", "ET", "region", String.valueOf(i)))
                .toList();
    }

    private static List<Map<String, String>> rates(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> Map.of("fromGrams", String.valueOf(i)))
                .toList();
    }

    @Test
    void a_currency_that_the_platform_does_not_know_is_refused() {
        assertThat(refusals("""
                        shippingMethodCreate(input: {code: "new", currency: "XTS", kind: PICKUP, rates: [{price: "1"}], pickupAddress: {country: "ET"}})
                        """)).containsExactly("INVALID input.currency");
    }

    @Test
    void whoever_packs_sees_methods_and_changes_none() {
        Client packer = merchants.staff(merchant, BuiltInRole.ORDERS);

        assertThat(packer.data("{ shippingMethods(first: 1) { totalCount } }")
                        .at("/shippingMethods/totalCount")
                        .asInt())
                .isZero();
        assertThat(packer.run("mutation { shippingZoneCreate(input: {name: \"X\"}) { userErrors { code } } }")
                        .at("/errors/0/extensions/code")
                        .asString())
                .isEqualTo("FORBIDDEN");
    }
}
