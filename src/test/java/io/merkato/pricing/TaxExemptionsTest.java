package io.merkato.pricing;

import static io.merkato.pricing.TaxesTest.tax;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.AtOnce;
import io.merkato.Client;
import io.merkato.InvariantsHold;
import io.merkato.Merchants;
import io.merkato.MerkatoTest;
import io.merkato.TestDatabase;
import io.merkato.customer.Customer;
import io.merkato.money.Rate;
import io.merkato.tenancy.TenantUpkeep;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who pays no tax, on what, where and while what holds. */
@MerkatoTest
@ExtendWith(InvariantsHold.class)
class TaxExemptionsTest {

    private static final Instant SUMMER = Instant.parse("2026-07-01T00:00:00Z");

    private final Taxes taxes;
    private final Merchants merchants;
    private final Client client;
    private final List<TenantUpkeep> upkeep;
    private final PricedShop shop;
    private final String ethiopia;
    private final String standard;

    /** 15 % in Ethiopia, 16 % in Kenya. */
    TaxExemptionsTest(Taxes taxes, Merchants merchants, Client client, List<TenantUpkeep> upkeep) {
        this.taxes = taxes;
        this.merchants = merchants;
        this.client = client;
        this.upkeep = upkeep;
        shop = new PricedShop(merchants);
        ethiopia = TaxesTest.zone(shop, "Ethiopia", "{country: \"ET\"}");
        standard = TaxesTest.taxClass(shop, "standard", true);
        String kenya = TaxesTest.zone(shop, "Kenya", "{country: \"KE\"}");
        TaxesTest.rate(shop, ethiopia, standard, "VAT", "15", "2020-01-01T00:00:00Z");
        TaxesTest.rate(shop, kenya, standard, "VAT", "16", "2020-01-01T00:00:00Z");
    }

    @ParameterizedTest
    @CsvSource({
        "2025-12-31T23:59:59.999999Z, false, false",
        "2026-01-01T00:00:00Z, true, true",
        "2026-12-30T23:59:59.999999Z, true, true",
        "2026-12-31T00:00:00Z, false, true",
        "2099-01-01T00:00:00Z, false, true"
    })
    void an_exemption_holds_from_its_start_until_before_its_end_or_for_good(
            Instant at, boolean untilNewYear, boolean forGood) {
        Customer.Id one = shop.customer();
        Customer.Id other = shop.customer();
        exempt(one, ", startsAt: \"2026-01-01T00:00:00Z\", endsAt: \"2026-12-31T00:00:00Z\"");
        exempt(other, ", startsAt: \"2026-01-01T00:00:00Z\"");

        assertThat(isExempt("ET", one, at)).isEqualTo(untilNewYear);
        assertThat(isExempt("ET", other, at)).isEqualTo(forGood);
    }

    @Test
    void an_exemption_is_for_its_customer_zone_and_class_alone() {
        Customer.Id customer = shop.customer();
        TaxExemption.Id id = exempt(
                customer,
                ", startsAt: \"2026-01-01T00:00:00Z\", zoneId: \"%s\", taxClassId: \"%s\""
                        .formatted(ethiopia, standard));

        assertThat(on("ET", customer, SUMMER)).isEqualTo(new AppliedTax("VAT", Rate.ZERO, id));
        assertThat(on("KE", customer, SUMMER)).isEqualTo(tax("VAT", "16"));
        assertThat(on("ET", shop.customer(), SUMMER)).isEqualTo(tax("VAT", "15"));
        assertThat(on("ET", null, SUMMER)).isEqualTo(tax("VAT", "15"));
        String reduced = TaxesTest.taxClass(shop, "reduced", false);
        TaxesTest.rate(shop, ethiopia, reduced, "VAT reduced", "5", "2020-01-01T00:00:00Z");
        shop.does("taxClassAssign(input: {productIds: [\"%s\"], taxClassId: \"%s\"}) { taxClass { id } %s }"
                .formatted(shop.productId, reduced, PricedShop.ERRORS));
        assertThat(on("ET", customer, SUMMER)).isEqualTo(tax("VAT reduced", "5"));
    }

    @Test
    void an_exemption_in_a_regions_zone_holds_there_also_for_a_class_that_has_only_its_countrys_rate() {
        String addis = TaxesTest.zone(shop, "Addis Ababa", "{country: \"ET\", region: \"AA\"}");
        Customer.Id inAddis = shop.customer();
        Customer.Id inEthiopia = shop.customer();
        TaxExemption.Id ofAddis =
                exempt(inAddis, ", startsAt: \"2026-01-01T00:00:00Z\", zoneId: \"%s\"".formatted(addis));
        TaxExemption.Id ofEthiopia =
                exempt(inEthiopia, ", startsAt: \"2026-01-01T00:00:00Z\", zoneId: \"%s\"".formatted(ethiopia));

        assertThat(in("AA", inAddis)).isEqualTo(new AppliedTax("VAT", Rate.ZERO, ofAddis));
        assertThat(in("OR", inAddis)).isEqualTo(tax("VAT", "15"));
        assertThat(in(null, inAddis)).isEqualTo(tax("VAT", "15"));
        assertThat(in("AA", inEthiopia)).isEqualTo(new AppliedTax("VAT", Rate.ZERO, ofEthiopia));
        assertThat(taxes.ofClass(shop.tenant, new TaxQuestion("ET", "aa", inAddis, SUMMER), "standard"))
                .contains(new AppliedTax("VAT", Rate.ZERO, ofAddis));

        TaxesTest.rate(shop, addis, standard, "VAT of Addis Ababa", "10", "2020-01-01T00:00:00Z");
        assertThat(in("AA", inAddis)).isEqualTo(new AppliedTax("VAT of Addis Ababa", Rate.ZERO, ofAddis));
        assertThat(in("AA", inEthiopia)).isEqualTo(tax("VAT of Addis Ababa", "10"));
    }

    @Test
    void a_start_that_is_put_behind_the_end_is_what_is_refused() {
        TaxExemption.Id id =
                exempt(shop.customer(), ", startsAt: \"2026-01-01T00:00:00Z\", endsAt: \"2026-02-01T00:00:00Z\"");

        assertThat(shop.refusals(update(id, "startsAt: \"2026-02-01T00:00:01Z\"")))
                .containsExactly("OUT_OF_RANGE input.startsAt");
        assertThat(shop.refusals(update(id, "startsAt: \"2026-02-01T00:00:01Z\", endsAt: \"2026-02-01T00:00:00Z\"")))
                .containsExactly("OUT_OF_RANGE input.endsAt");
        assertThat(shop.refusals(update(id, "startsAt: \"2026-02-01T00:00:00Z\"")))
                .isEmpty();
    }

    private static String update(TaxExemption.Id id, String input) {
        return "taxExemptionUpdate(id: \"%s\", input: {%s}) { taxExemption { id } %s }"
                .formatted(id.text(), input, PricedShop.ERRORS);
    }

    @Test
    void an_exemption_without_a_zone_holds_everywhere_and_is_ended_and_deleted() {
        Customer.Id customer = shop.customer();
        TaxExemption.Id id = exempt(customer, ", startsAt: \"2026-01-01T00:00:00Z\"");
        assertThat(isExempt("ET", customer, SUMMER)).isTrue();
        assertThat(isExempt("KE", customer, SUMMER)).isTrue();

        shop.does(
                "taxExemptionUpdate(id: \"%s\", ifVersion: 1, input: {certificate: \" UN-78 \", endsAt: \"2026-07-01T00:00:00Z\"}) { taxExemption { id } %s }"
                        .formatted(id.text(), PricedShop.ERRORS));
        assertThat(isExempt("ET", customer, SUMMER)).isFalse();
        assertThat(isExempt("ET", customer, SUMMER.minusNanos(1_000))).isTrue();
        assertThat(seen(customer))
                .isEqualTo(
                        "[{\"certificate\":\"UN-78\",\"zone\":null,\"taxClass\":null,\"startsAt\":\"2026-01-01T00:00:00Z\",\"endsAt\":\"2026-07-01T00:00:00Z\",\"version\":2,\"customer\":{\"givenName\":\"Almaz\"}}]");

        shop.does("taxExemptionUpdate(id: \"%s\", input: {endsAt: null}) { taxExemption { id } %s }"
                .formatted(id.text(), PricedShop.ERRORS));
        assertThat(isExempt("ET", customer, SUMMER)).isTrue();

        shop.does("taxExemptionDelete(id: \"%s\") { taxExemptionId %s }".formatted(id.text(), PricedShop.ERRORS));
        assertThat(isExempt("ET", customer, SUMMER)).isFalse();
        assertThat(seen(customer)).isEqualTo("[]");
    }

    @Test
    void what_contradicts_itself_or_is_not_there_is_refused_and_named() {
        Customer.Id customer = shop.customer();
        Customer.Id deleted = shop.customer();
        shop.does("customerDelete(id: \"%s\") { customerId %s }".formatted(deleted.text(), PricedShop.ERRORS));
        var theirs = new PricedShop(merchants);
        String theirZone = TaxesTest.zone(theirs, "Ethiopia", "{country: \"ET\"}");
        String theirClass = TaxesTest.taxClass(theirs, "standard", true);

        assertThat(refused(deleted, "")).containsExactly("NOT_FOUND input.customerId");
        assertThat(refused(theirs.customer(), "")).containsExactly("NOT_FOUND input.customerId");
        assertThat(refused(customer, ", zoneId: \"%s\"".formatted(theirZone)))
                .containsExactly("NOT_FOUND input.zoneId");
        assertThat(refused(customer, ", taxClassId: \"%s\"".formatted(theirClass)))
                .containsExactly("NOT_FOUND input.taxClassId");
        assertThat(refused(customer, ", startsAt: \"2026-02-01T00:00:00Z\", endsAt: \"2026-01-01T00:00:00Z\""))
                .containsExactly("OUT_OF_RANGE input.endsAt");
        for (String certificate : List.of(" ", "x".repeat(256))) {
            assertThat(shop.refusals(
                            "taxExemptionCreate(input: {customerId: \"%s\", certificate: \"%s\"}) { taxExemption { id } %s }"
                                    .formatted(customer.text(), certificate, PricedShop.ERRORS)))
                    .containsExactly("INVALID input.certificate");
        }
        assertThat(seen(customer)).isEqualTo("[]");
    }

    @Test
    void of_many_at_once_as_many_are_made_as_there_is_room_for() throws Exception {
        Customer.Id customer = shop.customer();
        superuser("""
                insert into pricing.tax_exemption (tenant_id, id, customer_id, certificate, starts_at)
                select '%s', gen_random_uuid(), '%s', 'UN-' || i, '2020-01-01' from generate_series(1, 48) i
                """.formatted(shop.tenant.id().value(), customer.value()));

        List<List<String>> answers = AtOnce.all(8, i -> refused(customer, ""));

        assertThat(answers).filteredOn(List.of("NOT_ALLOWED input")::equals).hasSize(6);
        assertThat(shop.owner
                        .data("{ customer(id: \"%s\") { taxExemptions { id } } }".formatted(customer.text()))
                        .at("/customer/taxExemptions"))
                .hasSize(50);
    }

    @Test
    void exemptions_are_staffs_to_see() {
        Client visitor = client.in(shop.slug);
        Client guest = visitor.with(
                "Merkato-Guest",
                visitor.data("mutation { guestStart { guestToken } }")
                        .at("/guestStart/guestToken")
                        .asString());
        String id = guest.data("mutation { profileUpdate(input: {givenName: \"Tsedal\"}) { customer { id } } }")
                .at("/profileUpdate/customer/id")
                .asString();
        TaxExemption.Id exemption = exempt(PricedShop.id(id, Customer.Id::new), "");

        assertThat(guest.run("{ viewer { customer { givenName taxExemptions { certificate } } } }")
                        .at("/errors/0/extensions/code")
                        .asString())
                .isEqualTo("UNAUTHENTICATED");
        assertThat(guest.data("{ node(id: \"%s\") { id } }".formatted(exemption.text()))
                        .get("node")
                        .isNull())
                .isTrue();
    }

    @Test
    void exemptions_go_with_a_customer_who_is_purged() throws SQLException {
        Customer.Id customer = shop.customer();
        Customer.Id other = shop.customer();
        exempt(customer, ", startsAt: \"2026-01-01T00:00:00Z\"");
        exempt(other, ", startsAt: \"2026-01-01T00:00:00Z\"");
        shop.does("customerDelete(id: \"%s\") { customerId %s }".formatted(customer.text(), PricedShop.ERRORS));
        superuser("update customer.customer set deleted_at = now() - interval '91 days' where id = '%s'"
                .formatted(customer.value()));

        upkeep.forEach(each -> each.tidy(shop.tenant));

        assertThat(isExempt("ET", customer, SUMMER)).isFalse();
        assertThat(isExempt("ET", other, SUMMER)).isTrue();
    }

    private String seen(Customer.Id customer) {
        return shop.owner
                .data(
                        "{ customer(id: \"%s\") { taxExemptions { certificate zone { name } taxClass { code } startsAt endsAt version customer { givenName } } } }"
                                .formatted(customer.text()))
                .at("/customer/taxExemptions")
                .toString();
    }

    private TaxExemption.Id exempt(Customer.Id customer, String more) {
        return PricedShop.id(
                shop.does(creation(customer, more)).at("/taxExemption/id").asString(), TaxExemption.Id::new);
    }

    private List<String> refused(Customer.Id customer, String more) {
        return shop.refusals(creation(customer, more));
    }

    private static String creation(Customer.Id customer, String more) {
        return "taxExemptionCreate(input: {customerId: \"%s\", certificate: \"UN-77\"%s}) { taxExemption { id } %s }"
                .formatted(customer.text(), more, PricedShop.ERRORS);
    }

    private boolean isExempt(String country, Customer.Id customer, Instant at) {
        return requireNonNull(on(country, customer, at)).exemption() != null;
    }

    private @Nullable AppliedTax on(String country, Customer.@Nullable Id customer, Instant at) {
        return taxes.rates(shop.tenant, new TaxQuestion(country, null, customer, at), Set.of(shop.product()))
                .get(shop.product());
    }

    private @Nullable AppliedTax in(@Nullable String region, Customer.Id customer) {
        return taxes.rates(shop.tenant, new TaxQuestion("ET", region, customer, SUMMER), Set.of(shop.product()))
                .get(shop.product());
    }

    private static void superuser(String sql) throws SQLException {
        try (Connection superuser = TestDatabase.superuser()) {
            superuser.createStatement().execute(sql);
        }
    }
}
