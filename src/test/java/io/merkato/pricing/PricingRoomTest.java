package io.merkato.pricing;

import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.AtOnce;
import io.merkato.InvariantsHold;
import io.merkato.Merchants;
import io.merkato.MerkatoTest;
import io.merkato.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** How many there are of what is looked through for each price and each tax. */
@MerkatoTest
@ExtendWith(InvariantsHold.class)
class PricingRoomTest {

    private static final String FULL = "OUT_OF_RANGE input";

    private final PricedShop shop;

    PricingRoomTest(Merchants merchants) {
        this.shop = new PricedShop(merchants);
    }

    private void write(String sql) throws SQLException {
        try (Connection superuser = TestDatabase.superuser()) {
            superuser
                    .createStatement()
                    .execute(sql.replace("$TENANT", "'" + shop.tenant.id().value() + "'"));
        }
    }

    private void fillLists(int lists) throws SQLException {
        write(
                "insert into pricing.price_list (tenant_id, id, code, name, currency, all_stores, all_customers, channels)"
                        + " select $TENANT, gen_random_uuid(), 'l-' || n, 'L', 'ETB', true, true, '{POS}' from generate_series(1, %s) n"
                                .formatted(lists));
    }

    private void fillSales(int sales) throws SQLException {
        write("insert into pricing.flash_sale (tenant_id, id, name, starts_at, ends_at, all_stores, channels)"
                + " select $TENANT, gen_random_uuid(), 'S', now(), now() + interval '1 day', true, '{POS}' from generate_series(1, %s) n"
                        .formatted(sales));
    }

    /** Of the only zone and class. */
    private void fillRates(int rates) throws SQLException {
        write("insert into pricing.tax_rate (tenant_id, id, tax_zone_id, tax_class_id, name, rate, starts_at)"
                + " select z.tenant_id, gen_random_uuid(), z.id, c.id, 'VAT', 0, timestamptz '2000-01-01Z' + n * interval '1 day'"
                + " from pricing.tax_zone z, pricing.tax_class c, generate_series(1, %s) n where z.tenant_id = $TENANT and c.tenant_id = $TENANT"
                        .formatted(rates));
    }

    /** Eight ask for the last two places. */
    private void assertTwoOfEight(IntFunction<String> mutation) throws Exception {
        List<List<String>> refusals = AtOnce.all(8, i -> shop.refusals(mutation.apply(i)));

        assertThat(refusals).filteredOn(List::isEmpty).hasSize(2);
        assertThat(refusals).filteredOn(each -> !each.isEmpty()).hasSize(6).containsOnly(List.of(FULL));
    }

    @Test
    void the_last_two_price_lists_go_to_two_of_eight_who_ask_at_once() throws Exception {
        fillLists(498);

        assertTwoOfEight(i -> "priceListCreate(input: {code: \"last-%s\", name: \"Last\", currency: \"ETB\"}) { %s }"
                .formatted(i, PricedShop.ERRORS));
    }

    @Test
    void the_last_two_flash_sales_go_to_two_of_eight_who_ask_at_once_also_for_a_later_end() throws Exception {
        fillSales(498);
        List<String> over = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            over.add(sale("2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z"));
        }

        assertTwoOfEight(i -> i < 4 ? later(over.get(i)) : creation("2026-01-01T00:00:00Z", "2099-01-01T00:00:00Z"));
    }

    @Test
    void the_last_two_rates_of_a_zone_go_to_two_of_eight_who_ask_at_once() throws Exception {
        String zone = TaxesTest.zone(shop, "Ethiopia", "{country: \"ET\"}");
        String standard = TaxesTest.taxClass(shop, "standard", true);
        fillRates(198);

        assertTwoOfEight(i -> rate(zone, standard, 2021 + i));
    }

    @Test
    void there_are_at_most_500_price_lists() throws SQLException {
        fillLists(499);
        String last = "priceListCreate(input: {code: \"last\", name: \"Last\", currency: \"ETB\"}) { priceList { id } "
                + PricedShop.ERRORS + " }";
        String list = shop.does(last).at("/priceList/id").asString();
        String more = last.replace("last", "more");

        assertThat(shop.refusals(more)).containsExactly(FULL);
        shop.does("priceListDelete(id: \"" + list + "\") { " + PricedShop.ERRORS + " }");
        assertThat(shop.refusals(more)).isEmpty();
    }

    @Test
    void at_most_500_flash_sales_are_neither_over_nor_cancelled() throws SQLException {
        fillSales(499);
        String over = sale("2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z");
        String last = sale("2026-01-01T00:00:00Z", "2099-01-01T00:00:00Z");
        String later = later(over);

        assertThat(shop.refusals(creation("2026-01-01T00:00:00Z", "2099-01-01T00:00:00Z")))
                .containsExactly(FULL);
        assertThat(shop.refusals(creation("2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z")))
                .isEmpty();
        assertThat(shop.refusals(later)).containsExactly(FULL);
        shop.does("flashSaleCancel(id: \"" + last + "\") { " + PricedShop.ERRORS + " }");
        assertThat(shop.refusals(later)).isEmpty();
    }

    private static String later(String sale) {
        return "flashSaleUpdate(id: \"" + sale + "\", ifVersion: 1, input: {endsAt: \"2099-01-01T00:00:00Z\"}) { "
                + PricedShop.ERRORS + " }";
    }

    private String sale(String from, String to) {
        return shop.does(creation(from, to)).at("/flashSale/id").asString();
    }

    private String creation(String from, String to) {
        return "flashSaleCreate(input: {name: \"x\", startsAt: \"%s\", endsAt: \"%s\", items: []}) { flashSale { id } %s }"
                .formatted(from, to, PricedShop.ERRORS);
    }

    @Test
    void a_zone_has_at_most_200_rates() throws SQLException {
        String zone = TaxesTest.zone(shop, "Ethiopia", "{country: \"ET\"}");
        String standard = TaxesTest.taxClass(shop, "standard", true);
        fillRates(199);
        TaxesTest.rate(shop, zone, standard, "VAT", "15", "2020-01-01T00:00:00Z");

        assertThat(shop.refusals(rate(zone, standard, 2021))).containsExactly(FULL);
        TaxesTest.rate(shop, zone, standard, "VAT", "16", "2020-01-01T00:00:00Z");
        TaxesTest.rate(
                shop,
                TaxesTest.zone(shop, "Kenya", "{country: \"KE\"}"),
                standard,
                "VAT",
                "16",
                "2021-01-01T00:00:00Z");
    }

    private static String rate(String zone, String taxClass, int year) {
        return "taxRateSet(input: {zoneId: \"%s\", taxClassId: \"%s\", name: \"VAT\", percent: \"16\", startsAt: \"%s-01-01T00:00:00Z\"}) { %s }"
                .formatted(zone, taxClass, year, PricedShop.ERRORS);
    }
}
