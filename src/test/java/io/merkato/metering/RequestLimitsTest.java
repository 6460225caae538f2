package io.merkato.metering;

import static io.merkato.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.bucket4j.Bucket;
import io.merkato.Client;
import io.merkato.EventStream;
import io.merkato.Merchants;
import io.merkato.MerkatoTest;
import io.merkato.Patience;
import io.merkato.TestDatabase;
import io.merkato.api.Allowance;
import io.merkato.api.AnswerSize;
import io.merkato.api.Fault;
import io.merkato.api.FaultCode;
import io.merkato.api.QueryCost;
import io.merkato.api.Uuid7;
import io.merkato.api.Viewer;
import io.merkato.identity.BuiltInRole;
import io.merkato.ordering.OrderShop;
import io.merkato.tenancy.RequestTerms;
import io.merkato.tenancy.RequestTerms.Terms;
import io.merkato.tenancy.Tenant;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.graphql.execution.GraphQlSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a request costs, who pays, what is given back, and that one tenant's crowd is not the next one's. */
@MerkatoTest
class RequestLimitsTest {

    private final Merchants merchants;
    private final Merchants.Merchant merchant;
    private final Client shopper;
    private final UsageMeter meter;
    private final Client client;
    private final GraphQlSource source;

    RequestLimitsTest(Client client, Merchants merchants, UsageMeter meter, GraphQlSource source, RequestTerms terms) {
        Patience.withinOneDay();
        this.client = client;
        this.source = source;
        this.merchants = merchants;
        this.merchant = merchants.open("professional");
        this.shopper = client.in(merchant.slug());
        this.meter = meter;
        await().until(() -> !terms.of("professional").equals(terms.of(null)));
    }

    private static HttpResponse<String> post(Client caller, String document) {
        return caller.post(
                "/graphql", "application/json", JsonMapper.shared().writeValueAsString(Map.of("query", document)));
    }

    private JsonNode cost(String document) {
        return JsonMapper.shared().readTree(post(shopper, document).body()).at("/extensions/cost");
    }

    @Test
    void an_answer_says_what_was_asked_for_what_it_came_to_and_what_is_left() {
        JsonNode listing = cost("{ products(first: 20) { nodes { id variants(first: 5) { nodes { id } } } } }");

        assertThat(listing.get("requested").asInt()).isEqualTo(1 + 1 + 20 * (1 + 1 + 5));
        assertThat(listing.get("actual").asInt()).isEqualTo(2);
        assertThat(listing.at("/bucket/size").asInt()).isEqualTo(100_000);
        assertThat(listing.at("/bucket/left").asInt()).isBetween(99_998, 100_000);
        assertThat(listing.at("/bucket/refillPerSecond").asInt()).isEqualTo(5_000);
    }

    @Test
    void what_stands_under_one_name_of_the_answer_counts_once_however_it_is_written() {
        assertThat(cost("{ tenant { name } ...A ... { tenant { slug } } } fragment A on Query { tenant { id } }")
                        .get("requested")
                        .asInt())
                .isEqualTo(2);
        assertThat(cost("{ a: tenant { name } b: tenant { name } c: tenant @skip(if: true) { name } }")
                        .get("requested")
                        .asInt())
                .isEqualTo(3);
        assertThat(cost("mutation { signOut { userErrors { code } } }")
                        .get("requested")
                        .asInt())
                .isEqualTo(1 + 10 + 2);
    }

    @Test
    void what_was_looked_for_is_paid_where_it_is_not_there_either() {
        assertThat(cost("{ a: productBySlug(slug: \"x\") { id } b: productBySlug(slug: \"y\") { id } tenant { name } }")
                        .get("actual")
                        .asInt())
                .isEqualTo(1 + 3);
        assertThat(cost("{ nodes(ids: [\"x\", \"y\"]) { id } categoryTree { slug } }")
                        .get("actual")
                        .asInt())
                .isEqualTo(1 + 2 + 1);
    }

    @Test
    void the_schema_is_paid_however_little_of_it_is_asked_for() {
        for (String document : List.of("{ __schema { queryType { name } } }", "{ __type(name: \"Nope\") { name } }")) {
            assertThat(cost(document).get("requested").asInt()).isEqualTo(1 + 1 + 98);
            assertThat(cost(document).get("actual").asInt()).isEqualTo(1 + 1 + 98);
        }
        assertThat(cost("{ __typename }").get("requested").asInt()).isEqualTo(1);
    }

    private int requested(@Nullable Integer first, @Nullable String search, boolean tenant) {
        var variables = new HashMap<String, Object>();
        variables.put("first", first);
        variables.put("search", search);
        variables.put("tenant", tenant);
        String document = """
                query Some($first: Int, $search: String, $tenant: Boolean!) {
                  products(first: $first, search: $search) { nodes { id } } tenant @include(if: $tenant) { id } }""";
        String body = JsonMapper.shared().writeValueAsString(Map.of("query", document, "variables", variables));
        return JsonMapper.shared()
                .readTree(shopper.post("/graphql", "application/json", body).body())
                .at("/extensions/cost/requested")
                .asInt();
    }

    @Test
    void what_a_document_costs_goes_by_its_variables_each_time_it_is_sent() {
        for (int time = 0; time < 2; time++) {
            assertThat(requested(5, null, false)).isEqualTo(1 + 1 + 5);
            assertThat(requested(5, null, true)).isEqualTo(1 + 1 + 5 + 1);
            assertThat(requested(7, null, true)).isEqualTo(1 + 1 + 7 + 1);
            assertThat(requested(7, "cup", true)).isEqualTo(1 + 1 + 7 + 20 + 1);
            assertThat(requested(7, "pot", true)).isEqualTo(1 + 1 + 7 + 20 + 1);
            assertThat(requested(null, "pot", false)).isEqualTo(1 + 1 + 20 + 20);
            assertThat(requested(null, null, false)).isEqualTo(1 + 1 + 20);
        }
    }

    @Test
    void what_is_asked_by_get_does_not_tell_others_what_one_has_left() {
        assertThat(shopper.get("/graphql?query=%7B__typename%7D").body())
                .isEqualTo("{\"data\":{\"__typename\":\"Query\"}}");
    }

    @Test
    void who_has_spent_all_waits_and_nobody_else_does() {
        var terms = new Terms(1_000L, 2L, 1L, null, null, null, null);
        var buckets = new Buckets();
        var mine = new Tenant.Id(Uuid7.next());
        Viewer one = Viewer.anonymous(new Viewer.Origin("196.188.1.1", null, null));
        Viewer other = Viewer.anonymous(new Viewer.Origin("196.188.1.2", null, null));
        Bucket spent = Objects.requireNonNull(buckets.of(mine, one, terms));
        long begun = System.nanoTime();
        spent.consumeIgnoringRateLimits(1_000);

        Fault refused = catchThrowableOfType(
                Fault.class, () -> new Admission(terms, buckets.of(mine, one, terms), 1, cost -> () -> {}));
        assertThat(refused.code()).isEqualTo(FaultCode.THROTTLED);
        long waited = Duration.ofNanos(System.nanoTime() - begun).toSeconds();
        assertThat(refused.extensions()).containsEntry("limit", "COST");
        assertThat((Long) refused.extensions().get("retryAfter")).isBetween(999 - waited, 999L);
        new Admission(terms, buckets.of(mine, other, terms), 1, cost -> () -> {});
        new Admission(terms, buckets.of(new Tenant.Id(Uuid7.next()), one, terms), 1, cost -> () -> {});
    }

    @Test
    void who_changes_the_half_of_an_address_that_is_theirs_to_choose_stays_the_same() {
        var terms = new Terms(1_000L, 2L, 1L, null, null, null, null);
        var buckets = new Buckets();
        var mine = new Tenant.Id(Uuid7.next());
        Viewer one = Viewer.anonymous(new Viewer.Origin("2001:db8:1:2:0:0:0:1", null, null));
        Viewer same = Viewer.anonymous(new Viewer.Origin("2001:db8:1:2:ffff:0:0:9", null, null));
        Viewer other = Viewer.anonymous(new Viewer.Origin("2001:db8:1:3:0:0:0:1", null, null));

        assertThat(buckets.of(mine, one, terms))
                .isSameAs(buckets.of(mine, same, terms))
                .isNotSameAs(buckets.of(mine, other, terms));
    }

    @Test
    void the_least_and_the_most_that_a_plan_may_say_are_a_bucket() {
        var mine = new Tenant.Id(Uuid7.next());
        Viewer one = Viewer.anonymous(new Viewer.Origin("196.188.1.1", null, null));

        assertThat(Objects.requireNonNull(new Buckets().of(mine, one, new Terms(100L, 100L, 1L, 1L, 0L, null, null)))
                        .getAvailableTokens())
                .isEqualTo(100);
        assertThat(Objects.requireNonNull(new Buckets()
                                .of(
                                        mine,
                                        one,
                                        new Terms(1_000_000_000L, 1_000_000_000L, 1_000_000_000L, 1L, 0L, null, null)))
                        .getAvailableTokens())
                .isEqualTo(1_000_000_000);
    }

    @Test
    void what_was_used_is_written_down_for_the_owner_and_beyond_the_months_quota_all_but_staff_pay_tenfold()
            throws SQLException {
        Client owner = merchants.staff(merchant, BuiltInRole.OWNER);
        String tenant = merchant.tenant().id().value().toString();
        try (Connection superuser = TestDatabase.superuser();
                Statement statement = superuser.createStatement()) {
            statement.execute("insert into metering.usage_day (tenant_id, day, requests, bytes) values ('" + tenant
                    + "', (now() at time zone 'UTC')::date, 99997, 5)");
        }
        shopper.data("{ tenant { name } }");
        owner.data("{ tenant { name } }");
        meter.write();

        JsonNode usage = owner.data(
                        "query ($d: Date!) { tenantUsage(from: $d, to: $d) { days { date requests activeUsers } requestsThisMonth requestsPerMonth products orders } }",
                        Map.of("d", UsageMeter.today().toString()))
                .get("tenantUsage");
        assertThat(usage.at("/days/0/requests").asInt()).isEqualTo(99_999);
        assertThat(usage.at("/days/0/activeUsers").asInt()).isEqualTo(1);
        assertThat(usage.get("requestsThisMonth").asInt()).isEqualTo(100_000);
        assertThat(usage.get("requestsPerMonth").asInt()).isEqualTo(100_000);

        assertThat(cost("{ tenant { name } }").get("requested").asInt()).isEqualTo(10 * 2);
        assertThat(cost("{ tenant { name } }").get("actual").asInt()).isEqualTo(10 * 2);
        assertThat(JsonMapper.shared()
                        .readTree(post(owner, "{ tenant { name } }").body())
                        .at("/extensions/cost/requested")
                        .asInt())
                .isEqualTo(2);
    }

    @Test
    void a_subscription_counts_as_a_request_and_so_does_each_of_its_events() {
        var shop = new OrderShop(merchants, client);
        String cup = shop.variant("CUP", "100", 5);
        String watch = "subscription ($id: ID!) { productVariantStockChanged(id: $id) { quantityAvailable } }";
        long before = meter.unwritten(shop.tenant.id());
        try (EventStream stock = shop.visitor.watch(watch, Map.of("id", cup))) {
            stock.next();
            assertThat(meter.unwritten(shop.tenant.id()) - before).isEqualTo(2);
            shop.receive(cup, 1);
            stock.next();
            assertThat(meter.unwritten(shop.tenant.id()) - before).isEqualTo(2 + 1 + 1);
        }
        long begun = meter.unwritten(shop.tenant.id());
        try (EventStream stock = shop.visitor.with("Accept", "application/json").watch(watch, Map.of("id", cup))) {
            stock.next();
            assertThat(meter.unwritten(shop.tenant.id()) - begun).isEqualTo(2);
        }
    }

    @Test
    void an_event_is_paid_for_and_who_cannot_pay_hears_so() {
        Admission admission = admission(10);
        Object data = Map.of("tenant", Map.of("name", "Abol"));
        for (int i = 0; i < (10 - 2) / 2; i++) {
            admission.event(data, true);
        }
        assertThat(catchThrowableOfType(Fault.class, () -> admission.event(data, true))
                        .code())
                .isEqualTo(FaultCode.THROTTLED);
    }

    @Test
    void of_an_answer_in_part_all_that_was_counted_is_paid() {
        Admission admission = admission(100);
        for (int i = 0; i < 70; i++) {
            admission.size().object();
        }
        Object data = Map.of("tenant", Map.of("name", "Abol"));

        assertThat(admission.settle(data, true)).containsEntry("actual", 2L);
        assertThat(admission.settle(data, false)).containsEntry("actual", 70L);
        assertThat(admission.settle(null, false)).containsEntry("actual", 70L);
    }

    @Test
    void an_event_that_is_dearer_than_what_is_left_is_paid_all_the_same() {
        Admission admission = admission(100);
        Object data = Map.of("tenant", Map.of("name", "a".repeat(150_000)));

        assertThat(catchThrowableOfType(Fault.class, () -> admission.event(data, true))
                        .code())
                .isEqualTo(FaultCode.THROTTLED);
        Map<?, ?> bucket = (Map<?, ?>) Objects.requireNonNull(
                Objects.requireNonNull(admission.settle(null, true)).get("bucket"));
        assertThat(bucket.get("left")).isEqualTo(100L - 2 - 2 - 150);
    }

    @Test
    void of_an_event_in_part_all_that_was_counted_is_paid() {
        Object data = Map.of("tenant", Map.of("name", "Abol"));
        for (boolean whole : List.of(true, false)) {
            Admission admission = admission(100);
            for (int i = 0; i < 70; i++) {
                admission.size().object();
            }
            admission.event(data, whole);
            admission.event(data, whole);

            Map<?, ?> bucket = (Map<?, ?>) Objects.requireNonNull(
                    Objects.requireNonNull(admission.settle(data, true)).get("bucket"));
            assertThat(bucket.get("left")).isEqualTo(whole ? 100L - 2 - 2 - 2 : 100L - 2 - 70 - 2);
        }
    }

    /** Of somebody who asked for the tenant's name, and can spend so much in all. */
    private Admission admission(int most) {
        Bucket bucket = Bucket.builder()
                .addLimit(limit -> limit.capacity(most).refillGreedy(1, Duration.ofDays(1)))
                .build();
        var cost = new AtomicReference<QueryCost>();
        source.graphQl()
                .execute(query -> query.query("{ tenant { name } }")
                        .graphQLContext(Map.of(Allowance.KEY, new Allowance() {
                            @Override
                            public void take(QueryCost taken) {
                                cost.set(taken);
                            }

                            @Override
                            public AnswerSize size() {
                                return new AnswerSize(null, Long.MAX_VALUE);
                            }
                        })));
        var admission = new Admission(new Terms(1_000L, 10L, 1L, null, null, null, null), bucket, 1, taken -> () -> {});
        admission.take(cost.get());
        return admission;
    }

    @Test
    void nothing_is_given_back_for_what_failed_as_a_whole() {
        JsonNode failed =
                cost("{ a: products(first: 100) { nodes { id } } b: products(first: 1, after: \"x\") { totalCount } }");

        assertThat(failed.get("requested").asInt()).isEqualTo(1 + 1 + 100 + 1 + 10);
        assertThat(failed.get("actual").asInt()).isEqualTo(1 + 1 + 100 + 1 + 10);
    }

    @Test
    void a_page_of_many_with_many_each_is_refused_before_it_costs_anything() {
        JsonNode refused = shopper.run("{ products(first: 100) { nodes { variants(first: 100) { nodes { id } } } } }")
                .at("/errors/0/extensions");

        assertThat(refused.get("code").asString()).isEqualTo("QUERY_TOO_COMPLEX");
        assertThat(refused.get("limit").asString()).isEqualTo("COST");
        assertThat(refused.get("requested").asInt()).isEqualTo(1 + 1 + 100 * (1 + 1 + 100));
        assertThat(refused.get("most").asInt()).isEqualTo(5_000);
    }
}
