package io.merkato.api;

import static org.assertj.core.api.Assertions.assertThat;

import graphql.introspection.IntrospectionQueryBuilder;
import io.merkato.Client;
import io.merkato.Merchants;
import io.merkato.MerkatoTest;
import io.merkato.Statements;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A document beyond a limit is refused as a whole, however it hides its size, and costs the database nothing. */
@MerkatoTest
class QueryLimitsTest {

    private final Client client;
    private final Merchants merchants;
    private final Client shopper;
    private final Statements statements;

    QueryLimitsTest(Client client, Merchants merchants, Statements statements) {
        this.client = client;
        this.merchants = merchants;
        this.shopper = client.in(merchants.open().slug());
        this.statements = statements;
    }

    @Test
    void fifteen_levels_are_answered_and_sixteen_are_not() {
        assertThat(shopper.data(levels(15)).toString()).isEqualTo("{\"categoryTree\":[]}");

        assertRefused(levels(16), "QUERY_TOO_DEEP", "Query depth 16 exceeds maximum allowed depth 15.");
    }

    @Test
    void a_thousand_fields_are_answered_and_one_more_is_not() {
        assertThat(shopper.data(fields(1_000)).toString()).isEqualTo("{\"__typename\":\"Query\"}");

        assertRefused(
                fields(1_001), "QUERY_TOO_COMPLEX", "Query has 1,001 fields which exceeds maximum allowed 1,000.");
    }

    @Test
    void fragments_count_each_time_they_are_spread() {
        String names = "name ".repeat(100);
        String tenants = "tenant { ...Names } ".repeat(10);

        assertRefused(
                "{ " + tenants + " } fragment Names on Tenant { " + names + " }",
                "QUERY_TOO_COMPLEX",
                "Query has 1,010 fields which exceeds maximum allowed 1,000.");
    }

    @Test
    void a_fragment_is_as_deep_where_it_is_spread() {
        assertRefused(
                "{ categoryTree { ...A } } fragment A on Category { children { children { children { children { ...B } } } } } "
                        + "fragment B on Category { children { children { children { children { ...C } } } } } "
                        + "fragment C on Category { children { children { children { children { children { children { slug } } } } } } }",
                "QUERY_TOO_DEEP",
                "Query depth 16 exceeds maximum allowed depth 15.");
    }

    @Test
    void tools_read_the_whole_schema() {
        String everything = IntrospectionQueryBuilder.build(
                IntrospectionQueryBuilder.Options.defaultOptions().typeRefFragmentDepth(9));

        for (Client anybody : List.of(shopper, client.in(merchants.open("basic").slug()), client)) {
            assertThat(anybody.data(everything).at("/__schema/queryType/name").asString())
                    .isEqualTo("Query");
        }
    }

    private void assertRefused(String document, String code, String message) {
        shopper.data("{ viewer { permissions } }");
        var answers = new ArrayList<JsonNode>();
        List<String> sent = statements.of(() -> answers.add(shopper.run(document)));

        assertThat(sent).isEmpty();
        JsonNode answer = answers.getFirst();
        assertThat(answer.get("errors")).hasSize(1);
        assertThat(answer.at("/errors/0/extensions/code").asString()).isEqualTo(code);
        assertThat(answer.at("/errors/0/message").asString()).isEqualTo(message);
        assertThat(answer.path("data").isMissingNode() || answer.path("data").isNull())
                .isTrue();
    }

    private static String levels(int levels) {
        return "{ categoryTree { " + "parent { ".repeat(levels - 2) + "slug" + " }".repeat(levels);
    }

    private static String fields(int fields) {
        return "{ " + "__typename ".repeat(fields) + "}";
    }
}
