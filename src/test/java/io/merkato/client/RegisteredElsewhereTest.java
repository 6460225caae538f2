package io.merkato.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.Client;
import io.merkato.Merchants;
import io.merkato.MerkatoTest;
import io.merkato.tenancy.TenantContext;
import io.merkato.tenancy.TenantContexts;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

/** What a node, which remembers what it has read, notices of what is registered at another. */
@MerkatoTest
class RegisteredElsewhereTest {

    private static final String OTHER = "query Other { __typename }";

    private final CupShop shop;
    private final TenantContext tenant;
    private final RegisteredDocuments node;

    RegisteredElsewhereTest(
            Merchants merchants,
            Client client,
            ClientApplicationRepository applications,
            PersistedDocumentRepository documents,
            TenantContexts tenants) {
        this.shop = new CupShop(merchants, client);
        this.tenant = shop.merchant.tenant();
        this.node = new RegisteredDocuments(applications, documents, tenants, Duration.ZERO, DataSize.ofMegabytes(1));
    }

    @Test
    void an_id_that_is_remembered_is_found_for_another_application_too() {
        shop.does("clientApplicationCreate(input: {code: \"till\", mode: APQ})", "clientApplication { id }");
        assertThat(text("web")).contains(CupShop.NAMES);
        assertThat(text("till")).isEmpty();
        assertThat(node.isAmbiguous(tenant, "names")).isFalse();

        shop.owner.data(
                "mutation ($m: JSON!) { persistedDocumentsRegister(input: {client: \"till\", version: \"1\", manifest: $m}) { userErrors { message } } }",
                Map.of("m", Map.of("names", OTHER)));

        assertThat(text("web")).contains(CupShop.NAMES);
        assertThat(text("till")).contains(OTHER);
        assertThat(node.isAmbiguous(tenant, "names")).isTrue();
    }

    private Optional<String> text(String application) {
        return node.byId(tenant, node.applications(tenant).named(application), "names")
                .map(RegisteredDocument::text);
    }
}
