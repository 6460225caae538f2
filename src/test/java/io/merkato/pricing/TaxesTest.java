package io.merkato.pricing;

import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.Merchants;
import io.merkato.MerkatoTest;
import io.merkato.Statements;
import io.merkato.TestDatabase;
import io.merkato.api.Uuid7;
import io.merkato.catalog.Product;
import io.merkato.money.Rate;
import java.math.BigDecimal;
import java.sql.Connection;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which tax is due on what, where and when. */
@MerkatoTest
class TaxesTest {

    private static final Instant SUMMER = Instant.parse("2026-07-01T00:00:00Z");

    private final Taxes taxes;
    private final Merchants merchants;
    private final Statements statements;

    TaxesTest(Taxes taxes, Merchants merchants, Statements statements) {
        this.taxes = taxes;
        this.merchants = merchants;
        this.statements = statements;
    }

    @Test
    void a_product_is_taxed_by_its_class_else_by_the_default_one() {
        var shop = new PricedShop(merchants);
        String zone = zone(shop, "Ethiopia", "{country: \"ET\"}");
        String standard = taxClass(shop, "standard", true);
        String reduced = taxClass(shop, "reduced", false);
        rate(shop, zone, standard, "VAT", "15", "2020-01-01T00:00:00Z");
        rate(shop, zone, reduced, "VAT reduced", "4.5", "2020-01-01T00:00:00Z");

        assertThat(on(shop, "ET", null, SUMMER)).isEqualTo(tax("VAT", "15"));
        assertThat(on(shop, "KE", null, SUMMER)).isNull();
        shop.does(assigned(shop, "\"" + reduced + "\""));
        assertThat(on(shop, "ET", null, SUMMER)).isEqualTo(tax("VAT reduced", "4.5"));
        assertThat(shop.owner
                        .data("{ product(id: \"%s\") { taxClass { code } } }".formatted(shop.productId))
                        .at("/product/taxClass/code")
                        .asString())
                .isEqualTo("reduced");
        shop.does(assigned(shop, "null"));
        assertThat(on(shop, "ET", null, SUMMER)).isEqualTo(tax("VAT", "15"));
    }

    @Test
    void of_two_who_delete_a_rate_at_once_one_is_told_that_it_is_gone() throws Exception {
        var shop = new PricedShop(merchants);
        rate(
                shop,
                zone(shop, "Ethiopia", "{country: \"ET\"}"),
                taxClass(shop, "standard", true),
                "VAT",
                "15",
                "2020-01-01T00:00:00Z");
        String rate = shop.owner
                .data("{ taxZones(first: 5) { nodes { rates { id } } } }")
                .at("/taxZones/nodes/0/rates/0/id")
                .asString();

        try (Connection holder = TestDatabase.superuser();
                var staff = Executors.newVirtualThreadPerTaskExecutor()) {
            holder.setAutoCommit(false);
            holder.createStatement()
                    .execute("delete from pricing.tax_rate where tenant_id = '"
                            + shop.tenant.id().value() + "'");
            Future<List<String>> deleting = staff.submit(
                    () -> shop.refusals("taxRateDelete(id: \"%s\") { %s }".formatted(rate, PricedShop.ERRORS)));
            while (!deleting.isDone() && TestDatabase.waitingFor(holder) < 1) {
                Thread.onSpinWait();
            }
            holder.commit();

            assertThat(deleting.get()).containsExactly("NOT_FOUND id");
        }
    }

    @Test
    void without_a_default_class_a_product_that_has_none_is_not_taxed() {
        var shop = new PricedShop(merchants);
        rate(
                shop,
                zone(shop, "Ethiopia", "{country: \"ET\"}"),
                taxClass(shop, "standard", false),
                "VAT",
                "15",
                "2020-01-01T00:00:00Z");

        assertThat(on(shop, "ET", null, SUMMER)).isNull();
    }

    @Test
    void a_class_that_becomes_the_default_takes_the_place_of_the_one_before() {
        var shop = new PricedShop(merchants);
        taxClass(shop, "standard", true);
        taxClass(shop, "other", true);

        assertThat(shop.owner
                        .data("{ taxClasses(first: 5) { nodes { code isDefault version } } }")
                        .at("/taxClasses/nodes")
                        .toString())
                .isEqualTo(
                        "[{\"code\":\"other\",\"isDefault\":true,\"version\":1},{\"code\":\"standard\",\"isDefault\":false,\"version\":2}]");
    }

    @ParameterizedTest
    @CsvSource({
        "2019-12-31T23:59:59.999999Z,",
        "2020-01-01T00:00:00Z, 15",
        "2026-06-30T23:59:59.999999Z, 15",
        "2026-07-01T00:00:00Z, 16.25",
        "2027-01-01T00:00:00Z, 0"
    })
    void a_rate_holds_from_its_start_until_the_next_one_starts(Instant at, @Nullable String percent) {
        var shop = new PricedShop(merchants);
        String zone = zone(shop, "Ethiopia", "{country: \"ET\"}");
        String standard = taxClass(shop, "standard", true);
        rate(shop, zone, standard, "VAT", "0", "2027-01-01T00:00:00Z");
        rate(shop, zone, standard, "VAT", "15", "2020-01-01T00:00:00Z");
        rate(shop, zone, standard, "VAT", "16", "2026-07-01T00:00:00Z");
        rate(shop, zone, standard, "VAT", "16.25", "2026-07-01T00:00:00Z");

        assertThat(on(shop, "ET", null, at)).isEqualTo(percent == null ? null : tax("VAT", percent));
        assertThat(shop.owner
                        .data("{ taxZones(first: 5) { nodes { rates { percent startsAt endsAt } } } }")
                        .at("/taxZones/nodes/0/rates")
                        .toString())
                .isEqualTo("""
                        [{"percent":"15","startsAt":"2020-01-01T00:00:00Z","endsAt":"2026-07-01T00:00:00Z"},\
                        {"percent":"16.25","startsAt":"2026-07-01T00:00:00Z","endsAt":"2027-01-01T00:00:00Z"},\
                        {"percent":"0","startsAt":"2027-01-01T00:00:00Z","endsAt":null}]""");
    }

    @Test
    void a_region_goes_before_its_country_for_the_classes_it_has_rates_of() {
        var shop = new PricedShop(merchants);
        String standard = taxClass(shop, "standard", true);
        String reduced = taxClass(shop, "reduced", false);
        String country = zone(shop, "Ethiopia", "{country: \"ET\"}");
        String city = zone(shop, "Addis Ababa", "{country: \"ET\", region: \" aa \"}");
        rate(shop, country, standard, "VAT", "15", "2020-01-01T00:00:00Z");
        rate(shop, country, reduced, "VAT", "5", "2020-01-01T00:00:00Z");
        rate(shop, city, standard, "City VAT", "17", "2020-01-01T00:00:00Z");

        assertThat(on(shop, "ET", "AA", SUMMER)).isEqualTo(tax("City VAT", "17"));
        assertThat(on(shop, "ET", " Aa", SUMMER)).isEqualTo(tax("City VAT", "17"));
        assertThat(on(shop, "ET", "OR", SUMMER)).isEqualTo(tax("VAT", "15"));
        assertThat(on(shop, "ET", "", SUMMER)).isEqualTo(tax("VAT", "15"));
        shop.does(assigned(shop, "\"" + reduced + "\""));
        assertThat(on(shop, "ET", "AA", SUMMER)).isEqualTo(tax("VAT", "5"));
    }

    @Test
    void many_products_take_one_statement_and_anothers_are_not_taxed() {
        var shop = new PricedShop(merchants);
        rate(
                shop,
                zone(shop, "Ethiopia", "{country: \"ET\"}"),
                taxClass(shop, "standard", true),
                "VAT",
                "15",
                "2020-01-01T00:00:00Z");
        var other = new PricedShop(merchants);

        assertThat(statements.of(() -> assertThat(taxes.rates(
                                shop.tenant,
                                new TaxQuestion("ET", null, null, SUMMER),
                                Set.of(shop.product(), new Product.Id(Uuid7.next()))))
                        .containsEntry(shop.product(), tax("VAT", "15"))))
                .hasSize(1);
        assertThat(on(other, "ET", null, SUMMER)).isNull();
    }

    @Test
    void what_contradicts_itself_is_refused_and_named() {
        var shop = new PricedShop(merchants);
        String zone = zone(shop, "Ethiopia", "{country: \"ET\"}");
        String standard = taxClass(shop, "standard", true);
        rate(shop, zone, standard, "VAT", "15", "2020-01-01T00:00:00Z");

        assertThat(shop.refusals(zoneCreation("Second", "{country: \"KE\"}, {country: \"ET\"}")))
                .containsExactly("TAKEN input.places.1");
        assertThat(shop.refusals(
                        zoneCreation("Second", "{country: \"KE\", region: \"x\"}, {country: \"KE\", region: \" X\"}")))
                .containsExactly("TAKEN input.places.1");
        assertThat(shop.refusals(zoneCreation("Ethiopia", ""))).containsExactly("TAKEN input.name");
        assertThat(shop.refusals(zoneCreation("Long", "{country: \"KE\", region: \"%s\"}".formatted("x".repeat(101)))))
                .containsExactly("INVALID input.places.0.region");
        assertThat(shop.refusals(classCreation("standard", false))).containsExactly("TAKEN input.code");
        assertThat(shop.refusals(classCreation("Not A Code", false))).containsExactly("INVALID input.code");
        assertThat(shop.refusals("taxClassDelete(id: \"%s\") { taxClassId %s }".formatted(standard, PricedShop.ERRORS)))
                .containsExactly("IN_USE id");
        for (var percent : List.of(
                List.of("-1", "OUT_OF_RANGE"),
                List.of("1000.0001", "OUT_OF_RANGE"),
                List.of("8.37505", "INVALID"),
                List.of("9223372036854775807", "INVALID"))) {
            assertThat(shop.refusals(rateSetting(zone, standard, "VAT", percent.getFirst(), "2026-01-01T00:00:00Z")))
                    .containsExactly(percent.getLast() + " input.percent");
        }
        assertThat(shop.refusals(rateSetting(zone, standard, " ", "1", "2026-01-01T00:00:00Z")))
                .containsExactly("INVALID input.name");
        assertThat(on(shop, "ET", null, SUMMER)).isEqualTo(tax("VAT", "15"));
        shop.does("taxZoneDelete(id: \"%s\") { taxZoneId %s }".formatted(zone, PricedShop.ERRORS));
        shop.does("taxClassDelete(id: \"%s\") { taxClassId %s }".formatted(standard, PricedShop.ERRORS));
    }

    @Test
    void to_no_product_a_class_is_assigned_without_a_word() {
        PricedShop shop = new PricedShop(merchants);
        String standard =
                shop.does(classCreation("none", false)).at("/taxClass/id").asString();
        for (String taxClass : List.of('"' + standard + '"', "null")) {
            assertThat(shop.does("taxClassAssign(input: {productIds: [], taxClassId: %s}) { %s }"
                                    .formatted(taxClass, PricedShop.ERRORS))
                            .at("/userErrors"))
                    .isEmpty();
        }
    }

    @Test
    void a_blank_region_is_refused_and_makes_no_place_the_whole_country() {
        PricedShop shop = new PricedShop(merchants);

        assertThat(shop.refusals(zoneCreation("City", "{country: \"KE\"}, {country: \"ET\", region: \" \"}")))
                .containsExactly("INVALID input.places.1.region");
    }

    private static String assigned(PricedShop shop, String taxClass) {
        return "taxClassAssign(input: {productIds: [\"%s\"], taxClassId: %s}) { taxClass { id } %s }"
                .formatted(shop.productId, taxClass, PricedShop.ERRORS);
    }

    static String zone(PricedShop shop, String name, String places) {
        return shop.does(zoneCreation(name, places)).at("/taxZone/id").asString();
    }

    private static String zoneCreation(String name, String places) {
        return "taxZoneCreate(input: {name: \"%s\", places: [%s]}) { taxZone { id } %s }"
                .formatted(name, places, PricedShop.ERRORS);
    }

    static String taxClass(PricedShop shop, String code, boolean isDefault) {
        return shop.does(classCreation(code, isDefault)).at("/taxClass/id").asString();
    }

    private static String classCreation(String code, boolean isDefault) {
        return "taxClassCreate(input: {code: \"%s\", name: \"%s\", isDefault: %s}) { taxClass { id } %s }"
                .formatted(code, code, isDefault, PricedShop.ERRORS);
    }

    static void rate(PricedShop shop, String zone, String taxClass, String name, String percent, String startsAt) {
        shop.does(rateSetting(zone, taxClass, name, percent, startsAt));
    }

    private static String rateSetting(String zone, String taxClass, String name, String percent, String startsAt) {
        return "taxRateSet(input: {zoneId: \"%s\", taxClassId: \"%s\", name: \"%s\", percent: \"%s\", startsAt: \"%s\"}) { taxRate { id } %s }"
                .formatted(zone, taxClass, name, percent, startsAt, PricedShop.ERRORS);
    }

    static AppliedTax tax(String name, String percent) {
        return new AppliedTax(name, Rate.ofPercent(new BigDecimal(percent)), null);
    }

    private @Nullable AppliedTax on(PricedShop shop, String country, @Nullable String region, Instant at) {
        return of(shop, new TaxQuestion(country, region, null, at));
    }

    private @Nullable AppliedTax of(PricedShop shop, TaxQuestion question) {
        return taxes.rates(shop.tenant, question, Set.of(shop.product())).get(shop.product());
    }
}
