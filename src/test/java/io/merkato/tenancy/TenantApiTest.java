package io.merkato.tenancy;

import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.Client;
import io.merkato.Merchants;
import io.merkato.MerkatoTest;
import io.merkato.api.Uuid7;
import io.merkato.identity.BuiltInRole;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Tenants as operators, their staff and their shoppers meet them over HTTP. */
@MerkatoTest
class TenantApiTest {

    private static final String CREATE = """
            mutation ($slug: String!, $email: String) {
              tenantCreate(input: {slug: $slug, name: "Abyssinia Coffee", plan: "professional", locale: "am-ET", currency: "ETB", timeZone: "Africa/Addis_Ababa",
                                   country: "ET", settings: {accent: "green"}, owner: {email: $email, name: "Almaz", password: "seven birds over Lalibela"}}) {
                tenant { id slug status plan { code } }
                userErrors { code message path }
              }
            }""";

    private final Client client;
    private final Merchants merchants;

    TenantApiTest(Client client, Merchants merchants) {
        this.client = client;
        this.merchants = merchants;
    }

    private static JsonNode json(String text) {
        return JsonMapper.shared().readTree(text.replace('\'', '"'));
    }

    @Test
    void an_operator_creates_a_tenant_and_its_owner_signs_in_and_finds_it_ready() {
        String slug = NewTenants.slug();
        String email = "almaz" + Uuid7.next() + "@example.com";

        JsonNode created = merchants
                .operator()
                .data(CREATE, Map.of("slug", slug, "email", email))
                .get("tenantCreate");

        assertThat(created.get("userErrors").size()).as(created.toString()).isZero();
        assertThat(created.at("/tenant/status").asString()).isEqualTo("ACTIVE");
        String token = client.in(slug)
                .data("""
                        mutation ($login: String!) {
                          signIn(input: {login: $login, password: "seven birds over Lalibela"}) { tokens { accessToken } userErrors { message } }
                        }""", Map.of("login", email))
                .at("/signIn/tokens/accessToken")
                .asString();
        JsonNode ready = client.as(token).data("""
                {
                  tenant { slug name locale currency timeZone country residency settings version
                    plan { code monthlyPrice { amount currency } limits { code value } features { code } }
                    subscriptions { plan { code } endedAt } domains { host } closingAt }
                  stores(first: 10) { nodes { code name isDefault locale currency taxDisplay } }
                  storeView { store { code } locale currency }
                }""");
        assertThat(ready).isEqualTo(json("""
                {'tenant': {'slug': '%s', 'name': 'Abyssinia Coffee', 'locale': 'am-ET', 'currency': 'ETB', 'timeZone': 'Africa/Addis_Ababa', 'country': 'ET',
                    'residency': 'AFRICA', 'settings': {'accent': 'green'}, 'version': 1,
                    'plan': {'code': 'professional', 'monthlyPrice': {'amount': '79.00', 'currency': 'USD'},
                      'limits': [{'code': 'COST_BUCKET', 'value': '100000'}, {'code': 'COST_PER_SECOND', 'value': '5000'},
                                 {'code': 'MAX_BANDWIDTH_GB', 'value': '500'}, {'code': 'MAX_CONNECTIONS', 'value': '500'}, {'code': 'MAX_PRODUCTS', 'value': '10000'},
                                 {'code': 'MAX_QUERY_COST', 'value': '5000'}, {'code': 'MAX_REQUESTS_AT_ONCE', 'value': '16'},
                                 {'code': 'MAX_REQUESTS_PER_MONTH', 'value': '100000'}, {'code': 'MAX_STORAGE_GB', 'value': '50'}, {'code': 'MAX_SUBSCRIPTIONS', 'value': '1000'},
                                 {'code': 'SUPPORT_RESPONSE_HOURS', 'value': '24'}],
                      'features': [{'code': 'advanced_analytics'}, {'code': 'advanced_templates'}, {'code': 'basic_analytics'}, {'code': 'custom_domain'},
                                   {'code': 'email_marketing'}, {'code': 'inventory_management'}, {'code': 'priority_support'}]},
                    'subscriptions': [{'plan': {'code': 'professional'}, 'endedAt': null}], 'domains': [], 'closingAt': null},
                 'stores': {'nodes': [{'code': 'main', 'name': 'Abyssinia Coffee', 'isDefault': true, 'locale': 'am-ET', 'currency': 'ETB', 'taxDisplay': 'GROSS'}]},
                 'storeView': {'store': {'code': 'main'}, 'locale': 'am-ET', 'currency': 'ETB'}}
                """.formatted(slug)));
    }

    @Test
    void a_suspended_tenant_answers_everybody_with_one_clear_error_but_not_the_operator() {
        var merchant = merchants.open();
        Client owner = merchants.staff(merchant, BuiltInRole.OWNER);
        Client shopper = client.in(merchant.slug());
        Client operator = merchants.operator();
        String id = merchant.tenant().id().text();

        operator.data(
                "mutation ($id: ID!) { tenantSuspend(id: $id, input: {reason: \"Unpaid\"}) { userErrors { code } } }",
                Map.of("id", id));

        for (Client each : List.of(owner, shopper, shopper.with("Merkato-Store", "nowhere"))) {
            JsonNode response = each.run("{ tenant { name } plans { code } __typename }");
            assertThat(response.get("errors").size()).isEqualTo(1);
            assertThat(response.at("/errors/0/message").asString()).isEqualTo("This tenant is suspended.");
            assertThat(code(response)).isEqualTo("FORBIDDEN");
            assertThat(response.at("/errors/0/extensions/reason").asString()).isEqualTo("TENANT_SUSPENDED");
            assertThat(response.hasNonNull("data")).isFalse();
        }
        assertThat(operator.in(merchant.slug()).data("{ tenant { status statusReason } }"))
                .isEqualTo(json("{'tenant': {'status': 'SUSPENDED', 'statusReason': 'Unpaid'}}"));
        operator.data("mutation ($id: ID!) { tenantResume(id: $id) { userErrors { code } } }", Map.of("id", id));
        assertThat(shopper.data("{ tenant { status } }")).isEqualTo(json("{'tenant': {'status': 'ACTIVE'}}"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            locale: "de-1996", owner: {email: "o@x.example", password: "long enough 1"}               | INVALID input.locale
            locale: "en-US-u-ca-gregory", owner: {email: "o@x.example", password: "long enough 1"}    | INVALID input.locale
            locale: "en", owner: {email: "o@x.example", name: " ", password: "long enough 1"}         | INVALID input.owner.name
            locale: "en", owner: {email: "none", name: "Almaz", password: "long enough 1"}            | INVALID input.owner.email
            """)
    void what_is_wrong_with_a_new_tenant_is_told_at_its_place(String wrong, String refusal) {
        JsonNode error = merchants
                .operator()
                .data(
                        "mutation ($slug: String!) { tenantCreate(input: {slug: $slug, name: \"New\", currency: \"ETB\", timeZone: \"Africa/Addis_Ababa\", country: \"ET\", plan: \"basic\", %s}) { userErrors { code path } } }"
                                .formatted(wrong),
                        Map.of("slug", "new-" + Uuid7.next()))
                .at("/tenantCreate/userErrors/0");

        assertThat(error.get("code").asString() + " "
                        + error.get("path")
                                .valueStream()
                                .map(JsonNode::asString)
                                .collect(Collectors.joining(".")))
                .isEqualTo(refusal);
    }

    @Test
    void a_refused_step_says_the_status_it_met() {
        var merchant = merchants.open();

        JsonNode answer = merchants
                .operator()
                .data(
                        "mutation ($id: ID!) { tenantResume(id: $id) { tenant { id } userErrors { code path ... on TenantStatusConflict { current } } } }",
                        Map.of("id", merchant.tenant().id().text()));

        assertThat(answer)
                .isEqualTo(
                        json(
                                "{'tenantResume': {'tenant': null, 'userErrors': [{'code': 'CONFLICT', 'path': ['id'], 'current': 'ACTIVE'}]}}"));
    }

    @Test
    void operators_find_tenants_and_nobody_else_does() {
        var merchant = merchants.open();
        String list =
                "query ($slug: String!) { tenants(first: 2, where: {slug: {eq: $slug}, status: {oneOf: [ACTIVE]}}) { nodes { slug plan { code } subscriptions { endedAt } } pageInfo { hasNextPage } } }";
        Map<String, String> slug = Map.of("slug", merchant.slug());

        assertThat(merchants.operator().data(list, slug))
                .isEqualTo(
                        json(
                                "{'tenants': {'nodes': [{'slug': '" + merchant.slug()
                                        + "', 'plan': {'code': 'enterprise'}, 'subscriptions': [{'endedAt': null}]}], 'pageInfo': {'hasNextPage': false}}}"));
        assertThat(code(merchants.staff(merchant, BuiltInRole.OWNER).run(list, slug)))
                .isEqualTo("FORBIDDEN");
        assertThat(code(client.in(merchant.slug()).run(list, slug))).isEqualTo("UNAUTHENTICATED");
    }

    @Test
    void shoppers_see_what_a_storefront_shows_and_no_more() {
        var merchant = merchants.open();
        Client shopper = client.in(merchant.slug());

        assertThat(shopper.data("{ tenant { name currency } }"))
                .isEqualTo(json("{'tenant': {'name': 'Test', 'currency': 'ETB'}}"));
        for (String field :
                List.of("settings", "plan { code }", "domains { host }", "subscriptions { id }", "statusReason")) {
            assertThat(code(shopper.run("{ tenant { " + field + " } }")))
                    .as(field)
                    .isEqualTo("UNAUTHENTICATED");
            assertThat(code(merchants.staff(merchant, BuiltInRole.ADMIN).run("{ tenant { " + field + " } }")))
                    .as(field)
                    .isEqualTo("FORBIDDEN");
        }
    }

    @Test
    void an_operator_reads_a_tenant_but_does_not_change_what_is_its_own() {
        var merchant = merchants.open();

        JsonNode response = merchants
                .operator()
                .in(merchant.slug())
                .run(
                        "mutation { tenantUpdate(input: {name: \"Taken over\"}) { tenant { name } userErrors { code } } }");

        assertThat(code(response)).isEqualTo("FORBIDDEN");
    }

    @Test
    void what_is_unknown_or_contradictory_is_one_error() {
        var merchant = merchants.open();
        Client owner = merchants.staff(merchant, BuiltInRole.OWNER);

        assertThat(code(client.in("nobody-here").run("{ tenant { name } }"))).isEqualTo("NOT_FOUND");
        JsonNode mismatch = owner.in(merchants.open().slug()).run("{ tenant { name } }");
        assertThat(code(mismatch)).isEqualTo("FORBIDDEN");
        assertThat(mismatch.at("/errors/0/extensions/reason").asString()).isEqualTo("TENANT_MISMATCH");
    }

    @Test
    void the_document_chooses_language_and_currency() {
        var merchant = merchants.open();
        merchants.staff(merchant, BuiltInRole.OWNER).data("""
                mutation { storeCreate(input: {code: "dakar", name: "Dakar", locale: "fr-SN", locales: ["fr-SN", "en", "wo"], currency: "XOF", currencies: ["EUR"]}) {
                  userErrors { message } } }""");
        Client shopper =
                client.in(merchant.slug()).with("Merkato-Store", "dakar").with("Accept-Language", "wo");
        String view = " { storeView { store { code } locale currency } }";

        assertThat(shopper.data("query" + view))
                .isEqualTo(json("{'storeView': {'store': {'code': 'dakar'}, 'locale': 'wo', 'currency': 'XOF'}}"));
        assertThat(shopper.data("query @inContext(locale: \"en\", currency: EUR)".replace("EUR", "\"EUR\"") + view))
                .isEqualTo(json("{'storeView': {'store': {'code': 'dakar'}, 'locale': 'en', 'currency': 'EUR'}}"));
        assertThat(shopper.data("query ($locale: Locale) @inContext(locale: $locale)" + view, Map.of("locale", "fr")))
                .isEqualTo(json("{'storeView': {'store': {'code': 'dakar'}, 'locale': 'fr-SN', 'currency': 'XOF'}}"));
    }

    @Test
    void an_owner_reads_in_the_log_who_did_what_from_where() {
        var merchant = merchants.open();
        String email = merchants.hire(merchant, BuiltInRole.OWNER);
        Client owner = merchants.signedIn(merchant.slug(), email).with("User-Agent", "back-office/1");
        owner.data("mutation { tenantUpdate(input: {name: \"Renamed\"}) { userErrors { code } } }");

        JsonNode log = owner.data("""
                { auditLog(first: 1, where: {action: {eq: "tenantUpdate"}}) {
                    nodes { action targetType targetId before after actor { kind name } ip userAgent requestId } }
                  auditVerify { intact brokenAt } }""");

        JsonNode entry = log.at("/auditLog/nodes/0");
        assertThat(entry.at("/targetId").asString())
                .isEqualTo(merchant.tenant().id().text());
        assertThat(entry.at("/before/name").asString()).isEqualTo("Test");
        assertThat(entry.at("/after/name").asString()).isEqualTo("Renamed");
        assertThat(entry.get("actor")).isEqualTo(json("{'kind': 'USER', 'name': '" + email + "'}"));
        assertThat(entry.at("/ip").asString()).isEqualTo("127.0.0.1");
        assertThat(entry.at("/userAgent").asString()).isEqualTo("back-office/1");
        assertThat(entry.at("/requestId").asString()).matches("[0-9a-f]{32}");
        assertThat(log.get("auditVerify")).isEqualTo(json("{'intact': true, 'brokenAt': null}"));
        assertThat(code(merchants.staff(merchant, BuiltInRole.ORDERS).run("{ auditVerify { intact } }")))
                .isEqualTo("FORBIDDEN");
    }

    @Test
    void settings_of_any_shape_come_back_as_they_were_sent_in_a_variable() {
        Client owner = merchants.staff(merchants.open(), BuiltInRole.OWNER);
        JsonNode settings = json("{'accent': 'green', 'fonts': [1, 2.5, true, null, {'name': 'Noto'}], 'none': {}}");

        assertThat(owner.data(
                                "mutation ($settings: JSON) { tenantUpdate(input: {settings: $settings}) { tenant { settings } } }",
                                Map.of("settings", settings))
                        .at("/tenantUpdate/tenant/settings"))
                .isEqualTo(settings);
    }

    @Test
    void an_operator_reads_the_platforms_own_log_and_nobody_else_does() {
        var merchant = merchants.open();
        Client operator = merchants.operator();
        String id = merchant.tenant().id().text();
        operator.data(
                "mutation ($id: ID!) { tenantSuspend(id: $id, input: {reason: \"Unpaid\"}) { userErrors { code } } }",
                Map.of("id", id));
        operator.data("mutation ($id: ID!) { tenantResume(id: $id) { userErrors { code } } }", Map.of("id", id));
        String log =
                "{ platformAuditLog(first: 100) { nodes { action targetId actor { kind } before after } } platformAuditVerify { entries } }";

        assertThat(operator.data(log)
                        .at("/platformAuditLog/nodes")
                        .valueStream()
                        .filter(entry -> entry.get("targetId").asString().equals(id))
                        .map(entry -> entry.at("/actor/kind").asString() + " "
                                + entry.get("action").asString() + " "
                                + entry.at("/before/status").asString() + " "
                                + entry.at("/after/status").asString()))
                .containsExactly("OPERATOR tenantResume SUSPENDED ACTIVE", "OPERATOR tenantSuspend ACTIVE SUSPENDED");
        assertThat(code(merchants.staff(merchant, BuiltInRole.OWNER).run(log))).isEqualTo("FORBIDDEN");
    }

    private static String code(JsonNode response) {
        return response.at("/errors/0/extensions/code").asString();
    }
}
