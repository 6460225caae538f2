package io.merkato.tenancy;

import static io.merkato.tenancy.Plan.LimitCode.COST_BUCKET;
import static io.merkato.tenancy.Plan.LimitCode.COST_PER_SECOND;
import static io.merkato.tenancy.Plan.LimitCode.MAX_BANDWIDTH_GB;
import static io.merkato.tenancy.Plan.LimitCode.MAX_CONNECTIONS;
import static io.merkato.tenancy.Plan.LimitCode.MAX_PRODUCTS;
import static io.merkato.tenancy.Plan.LimitCode.MAX_QUERY_COST;
import static io.merkato.tenancy.Plan.LimitCode.MAX_REQUESTS_AT_ONCE;
import static io.merkato.tenancy.Plan.LimitCode.MAX_REQUESTS_PER_MONTH;
import static io.merkato.tenancy.Plan.LimitCode.MAX_STORAGE_GB;
import static io.merkato.tenancy.Plan.LimitCode.MAX_SUBSCRIPTIONS;
import static io.merkato.tenancy.Plan.LimitCode.SLA_UPTIME_PERCENT;
import static io.merkato.tenancy.Plan.LimitCode.SUPPORT_RESPONSE_HOURS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.merkato.MerkatoTest;
import io.merkato.TestDatabase;
import io.merkato.api.Refused;
import io.merkato.money.Money;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@MerkatoTest
class PlansTest {

    private static final Currency USD = Currency.getInstance("USD");

    private final Plans plans;
    private final PlanLimits limits;
    private final NewTenants newTenants;
    private final TenantContexts contexts;

    PlansTest(Plans plans, PlanLimits limits, NewTenants newTenants, TenantContexts contexts) {
        this.plans = plans;
        this.limits = limits;
        this.newTenants = newTenants;
        this.contexts = contexts;
    }

    @Test
    void there_are_three_plans_from_the_smallest_to_the_largest() {
        assertThat(plans.findAll())
                .extracting(Plan::code, Plan::monthlyPrice, Plan::placement)
                .containsExactly(
                        tuple("basic", new Money(2900, USD), Plan.Placement.SHARED),
                        tuple("professional", new Money(7900, USD), Plan.Placement.SHARED),
                        tuple("enterprise", new Money(29900, USD), Plan.Placement.DEDICATED));
    }

    @Test
    void each_plan_has_its_limits() {
        assertThat(limits("basic"))
                .containsEntry(MAX_SUBSCRIPTIONS, "200")
                .containsEntry(MAX_CONNECTIONS, "100")
                .containsAllEntriesOf(numbers(Map.of(
                        MAX_PRODUCTS,
                        "1000",
                        MAX_REQUESTS_PER_MONTH,
                        "10000",
                        MAX_STORAGE_GB,
                        "5",
                        MAX_BANDWIDTH_GB,
                        "50",
                        MAX_QUERY_COST,
                        "1000",
                        COST_BUCKET,
                        "20000",
                        COST_PER_SECOND,
                        "1000",
                        MAX_REQUESTS_AT_ONCE,
                        "8",
                        SUPPORT_RESPONSE_HOURS,
                        "48")));
        assertThat(limits("professional"))
                .containsEntry(MAX_SUBSCRIPTIONS, "1000")
                .containsEntry(MAX_CONNECTIONS, "500")
                .containsAllEntriesOf(numbers(Map.of(
                        MAX_PRODUCTS,
                        "10000",
                        MAX_REQUESTS_PER_MONTH,
                        "100000",
                        MAX_STORAGE_GB,
                        "50",
                        MAX_BANDWIDTH_GB,
                        "500",
                        MAX_QUERY_COST,
                        "5000",
                        COST_BUCKET,
                        "100000",
                        COST_PER_SECOND,
                        "5000",
                        MAX_REQUESTS_AT_ONCE,
                        "16",
                        SUPPORT_RESPONSE_HOURS,
                        "24")));
        assertThat(limits("enterprise"))
                .containsEntry(MAX_SUBSCRIPTIONS, "5000")
                .containsEntry(MAX_CONNECTIONS, "2500")
                .containsAllEntriesOf(numbers(Map.of(
                        MAX_PRODUCTS,
                        "",
                        MAX_REQUESTS_PER_MONTH,
                        "",
                        MAX_STORAGE_GB,
                        "",
                        MAX_BANDWIDTH_GB,
                        "",
                        MAX_QUERY_COST,
                        "20000",
                        COST_BUCKET,
                        "",
                        COST_PER_SECOND,
                        "",
                        MAX_REQUESTS_AT_ONCE,
                        "",
                        SUPPORT_RESPONSE_HOURS,
                        "4",
                        SLA_UPTIME_PERCENT,
                        "99.9")));
    }

    private Map<Plan.LimitCode, @Nullable String> limits(String plan) {
        var limits = new HashMap<Plan.LimitCode, @Nullable String>();
        for (Plan.Limit limit : plans.byCode(plan).limits()) {
            BigDecimal value = limit.value();
            limits.put(limit.code(), value == null ? null : value.toPlainString());
        }
        return limits;
    }

    private static Map<Plan.LimitCode, @Nullable String> numbers(Map<Plan.LimitCode, String> limits) {
        var numbers = new HashMap<Plan.LimitCode, @Nullable String>();
        limits.forEach((code, number) -> numbers.put(code, number.isEmpty() ? null : number));
        return numbers;
    }

    @Test
    void each_plan_has_its_features() {
        assertThat(features("basic"))
                .containsExactly("basic_analytics", "email_support", "ssl_certificate", "standard_templates");
        assertThat(features("professional"))
                .containsExactly(
                        "advanced_analytics",
                        "advanced_templates",
                        "basic_analytics",
                        "custom_domain",
                        "email_marketing",
                        "inventory_management",
                        "priority_support");
        assertThat(features("enterprise"))
                .containsExactly(
                        "advanced_integrations",
                        "all_features",
                        "api_access",
                        "custom_development",
                        "dedicated_database",
                        "priority_onboarding",
                        "sla_support",
                        "white_labeling");
    }

    private List<String> features(String plan) {
        return plans.byCode(plan).features().stream().map(Plan.Feature::code).toList();
    }

    @Test
    void a_plan_allows_as_many_products_as_it_says_and_no_more() {
        TenantContext basic = contexts.of(newTenants.create("basic").id());
        TenantContext enterprise = contexts.of(newTenants.create("enterprise").id());

        assertThat(limits.maxProducts(basic)).isEqualTo(1000);
        assertThat(limits.maxProducts(enterprise)).isEqualTo(PlanLimits.UNLIMITED);
        limits.allowProducts(basic, () -> 1000);
        limits.allowProducts(enterprise, () -> 1_000_000);
        assertThatThrownBy(() -> limits.allowProducts(basic, () -> 1001, "input"))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.errors())
                                .containsExactly(PlanLimitReached.of(MAX_PRODUCTS, 1000, "basic", List.of("input"))));
    }

    @ParameterizedTest
    @CsvSource({
        "MAX_QUERY_COST, 0, plan_limit_least_check",
        "COST_BUCKET, 99, plan_limit_least_check",
        "COST_PER_SECOND, 0, plan_limit_least_check",
        "MAX_REQUESTS_AT_ONCE, 0, plan_limit_least_check",
        "SUPPORT_RESPONSE_HOURS, 0, plan_limit_least_check",
        "COST_PER_SECOND, 1000000001, plan_limit_most_check",
        "SLA_UPTIME_PERCENT, 100.1, plan_limit_most_check",
        "MAX_PRODUCTS, 1.5, plan_limit_whole_check",
        "MAX_PRODUCTS, -2, plan_limit_least_check"
    })
    void a_limit_that_would_shut_everybody_out_or_means_nothing_is_refused(String code, String value, String constraint)
            throws SQLException {
        try (Connection superuser = TestDatabase.superuser()) {
            superuser.setAutoCommit(false);
            assertThatThrownBy(() -> set(superuser, code, value))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining('"' + constraint + '"');
            superuser.rollback();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "MAX_PRODUCTS, 0",
        "MAX_REQUESTS_PER_MONTH, 0",
        "MAX_QUERY_COST, 100",
        "COST_BUCKET, -1",
        "MAX_REQUESTS_AT_ONCE, 1",
        "SLA_UPTIME_PERCENT, 99.95"
    })
    void a_limit_that_means_something_is_taken(String code, String value) throws SQLException {
        try (Connection superuser = TestDatabase.superuser()) {
            superuser.setAutoCommit(false);
            assertThat(set(superuser, code, value)).isPositive();
            superuser.rollback();
        }
    }

    private static int set(Connection superuser, String code, String value) throws SQLException {
        return superuser
                .createStatement()
                .executeUpdate("update tenancy.plan_limit set value = " + value + " where code = '" + code + "'");
    }

    @Test
    void what_fits_into_no_bucket_is_refused_for_good_instead_of_until_later() {
        assertThat(RequestTerms.Terms.of(plan(5_000, 300)).operationCost()).isEqualTo(300);
        assertThat(RequestTerms.Terms.of(plan(200, 300)).operationCost()).isEqualTo(200);
    }

    private Plan plan(int operationCost, int bucket) {
        Plan basic = plans.byCode("basic");
        return new Plan(
                "small",
                "Small",
                basic.monthlyPrice(),
                basic.placement(),
                null,
                null,
                List.of(),
                List.of(
                        new Plan.Limit(MAX_QUERY_COST, BigDecimal.valueOf(operationCost)),
                        new Plan.Limit(COST_BUCKET, BigDecimal.valueOf(bucket))));
    }

    @Test
    void all_features_include_each() {
        assertThat(plans.byCode("basic").includes("custom_domain")).isFalse();
        assertThat(plans.byCode("professional").includes("custom_domain")).isTrue();
        assertThat(plans.byCode("enterprise").includes("custom_domain")).isTrue();
    }
}
