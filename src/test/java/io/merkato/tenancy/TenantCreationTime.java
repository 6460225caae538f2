package io.merkato.tenancy;

import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.Client;
import io.merkato.Merchants;
import io.merkato.MerkatoTest;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How long a new tenant takes until it answers: {@code ./mvnw test -Dtest=TenantCreationTime}. A measurement, so no part of the suite. */
@MerkatoTest
class TenantCreationTime {

    private static final int TENANTS = 20;
    private static final String CREATE = """
            mutation ($slug: String!, $email: String!) {
              tenantCreate(input: {slug: $slug, name: "Buna", plan: "professional", locale: "am-ET", currency: "ETB", timeZone: "Africa/Addis_Ababa",
                country: "ET", owner: {email: $email, password: "a long walk to Harar"}}) { tenant { id status } userErrors { message } } }""";

    private final Client client;
    private final Client operator;

    TenantCreationTime(Client client, Merchants merchants) {
        this.client = client;
        this.operator = merchants.operator();
    }

    @Test
    void milliseconds_until_the_answer_and_until_its_store_has_answered() {
        for (int i = 0; i < 3; i++) {
            create();
        }
        var answered = new double[TENANTS];
        var ready = new double[TENANTS];
        for (int i = 0; i < TENANTS; i++) {
            long start = System.nanoTime();
            String slug = create();
            answered[i] = (System.nanoTime() - start) / 1e6;
            assertThat(client.in(slug)
                            .data("{ store { code currency } products(first: 1) { nodes { id } } }")
                            .at("/store/code")
                            .asString())
                    .isEqualTo("main");
            ready[i] = (System.nanoTime() - start) / 1e6;
        }
        report("until the answer", answered);
        report("until its store has answered a query", ready);
    }

    private String create() {
        String slug = NewTenants.slug();
        assertThat(operator.data(CREATE, Map.of("slug", slug, "email", Merchants.email()))
                        .at("/tenantCreate/tenant/status")
                        .asString())
                .isEqualTo("ACTIVE");
        return slug;
    }

    private static void report(String name, double[] millis) {
        Arrays.sort(millis);
        System.out.printf(
                "%-40s median %4.0f ms, most %4.0f ms of %d%n",
                name, millis[TENANTS / 2], millis[TENANTS - 1], TENANTS);
    }
}
