package io.merkato.metering;

import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.Client;
import io.merkato.Merchants;
import io.merkato.MerkatoTest;
import io.merkato.Patience;
import io.merkato.Statements;
import io.merkato.api.Sha256;
import io.merkato.api.Viewer;
import io.merkato.identity.BuiltInRole;
import io.merkato.tenancy.RequestTerms;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** Who is told that nothing changed is a caller as any other. */
@MerkatoTest
class RepeatedAnswersTest {

    private static final String LABELS = "query Labels { labels { code } }";

    private final Merchants.Merchant merchant;
    private final Client owner;
    private final Client shopper;
    private final String path;
    private final UsageMeter meter;
    private final Buckets buckets;
    private final RequestTerms terms;
    private final Statements statements;

    RepeatedAnswersTest(
            Client client,
            Merchants merchants,
            UsageMeter meter,
            Buckets buckets,
            RequestTerms terms,
            Statements statements) {
        Patience.withinOneDay();
        this.statements = statements;
        this.merchant = merchants.open("professional");
        this.owner = merchants.staff(merchant, BuiltInRole.OWNER);
        this.shopper = client.in(merchant.slug());
        Map<String, ?> named = Map.of("persistedQuery", Map.of("version", 1, "sha256Hash", Sha256.hex(LABELS)));
        JsonMapper json = JsonMapper.shared();
        shopper.post(
                "/graphql", "application/json", json.writeValueAsString(Map.of("query", LABELS, "extensions", named)));
        this.path = "/graphql?extensions=" + URLEncoder.encode(json.writeValueAsString(named), StandardCharsets.UTF_8);
        this.meter = meter;
        this.buckets = buckets;
        this.terms = terms;
    }

    private HttpResponse<String> again() {
        String tag = shopper.get(path).headers().firstValue("ETag").orElseThrow();
        return shopper.with("If-None-Match", tag).get(path);
    }

    private int requests() {
        meter.write();
        return owner.data(
                        "query ($d: Date!) { tenantUsage(from: $d, to: $d) { days { requests } } }",
                        Map.of("d", UsageMeter.today().toString()))
                .at("/tenantUsage/days/0/requests")
                .asInt();
    }

    @Test
    void it_counts_as_a_request_of_the_tenant() {
        int before = requests();
        assertThat(again().statusCode()).isEqualTo(304);
        assertThat(requests()).isEqualTo(before + 1 + 2);
    }

    @Test
    void who_has_spent_all_makes_the_database_do_nothing_by_asking_for_documents_that_there_are_not() {
        owner.data("mutation { clientApplicationCreate(input: {code: \"web\", mode: APQ}) { userErrors { code } } }");
        shopper.get("/graphql?documentId=before");
        spendAll();
        List<String> asked = statements.of(
                () -> assertThat(shopper.get("/graphql?documentId=after").statusCode())
                        .isEqualTo(429));
        assertThat(asked).isEmpty();
    }

    private void spendAll() {
        Viewer somebody = Viewer.anonymous(new Viewer.Origin("127.0.0.1", null, null));
        Objects.requireNonNull(buckets.of(merchant.tenant().id(), somebody, terms.of("professional")))
                .consumeIgnoringRateLimits(1_000_000);
    }

    @Test
    void who_has_spent_all_is_not_told_either() {
        String tag = shopper.get(path).headers().firstValue("ETag").orElseThrow();
        spendAll();
        HttpResponse<String> refused = shopper.with("If-None-Match", tag).get(path);
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.headers().firstValue("Cache-Control"))
                .get()
                .asString()
                .contains("no-store");
    }
}
