package io.merkato.demo;

import static io.merkato.demo.Examples.example;
import static io.merkato.demo.Examples.signIn;
import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.Client;
import io.merkato.Merchants;
import io.merkato.MerkatoTest;
import io.merkato.identity.BuiltInRole;
import java.io.IOException;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What integrators, operators and staff see when they run the examples of GraphiQL that are for them: each does what it says. */
@MerkatoTest
class WrittenExamplesTest {

    private final DemoTenants demo;
    private final Client client;
    private final Merchants merchants;

    WrittenExamplesTest(DemoTenants demo, Client client, Merchants merchants) {
        this.demo = demo;
        this.client = client;
        this.merchants = merchants;
    }

    @BeforeEach
    void load() {
        demo.load(DemoShop.all());
    }

    @Test
    void an_integrator_looks_up_a_sku_and_who_they_are_and_what_was_imported() throws IOException {
        Client owner = client.in("abol").as(signIn(client, "abol", "owner@abol.example"));

        assertThat(owner.data(example("30-by-sku.graphql")).toString())
                .isEqualTo(
                        "{\"productVariantBySku\":{\"id\":\"variant_01kdvdna00fy28deenzb9s6h5b\",\"sku\":\"ARICH-WA-250G-BEANS\",\"barcode\":\"2713324474034\",\"weightGrams\":270,\"price\":{\"amount\":\"620.00\",\"currency\":\"ETB\"},\"product\":{\"id\":\"product_01kdvdna00fkvbh0xsgq5jj533\",\"slug\":\"aricha-washed\",\"externalId\":null}}}");
        assertThat(owner.data(example("30-ledger.graphql")).at("/ledgerAccounts/nodes"))
                .isNotEmpty();
        assertThat(owner.data(example("32-who-am-i.graphql"))
                        .at("/viewer/user/email")
                        .asString())
                .isEqualTo("owner@abol.example");
        assertThat(owner.data(example("33-imports.graphql"))
                        .at("/productImports/nodes")
                        .isArray())
                .isTrue();
    }

    @Test
    void a_merchant_makes_a_product_a_key_and_a_webhook() throws IOException {
        Client owner = merchants.staff(merchants.open(), BuiltInRole.OWNER);

        JsonNode product = done(owner, example("25-create-product.graphql")).get("product");
        JsonNode key = done(owner, example("31-api-key.graphql"));
        JsonNode webhook = done(owner, example("34-webhook.graphql"));

        assertThat(product.get("status").asString()).isEqualTo("DRAFT");
        assertThat(product.at("/variants/nodes").toString()).isEqualTo("[{\"sku\":\"MUG-TELLA\"}]");
        assertThat(key.at("/apiKey/permissions").toString()).isEqualTo("[\"CATALOG_READ\",\"CATALOG_WRITE\"]");
        assertThat(key.get("secret").asString())
                .startsWith(key.at("/apiKey/prefix").asString());
        assertThat(webhook.at("/webhook/eventTypes").toString()).isEqualTo("[\"PRODUCT_CREATED\",\"PRODUCT_UPDATED\"]");
        assertThat(webhook.get("secret").asString()).startsWith("whsec_");
    }

    @Test
    void an_operator_makes_a_tenant_and_finds_it() throws IOException {
        Client operator = merchants.operator();

        JsonNode made = done(operator, example("41-create-tenant.graphql")).get("tenant");
        JsonNode tenants = operator.data(example("40-tenants.graphql"));

        assertThat(made.get("host").asString()).isEqualTo("harar-spices.localhost");
        assertThat(made.get("status").asString()).isEqualTo("ACTIVE");
        assertThat(tenants.at("/tenants/nodes")).isNotEmpty();
        assertThat(tenants.get("plans")).isNotEmpty();
    }

    @Test
    void a_guest_pays_with_a_gift_card_that_staff_issued_and_staff_give_some_back() throws IOException {
        Client abol = client.in("abol");
        Client owner = abol.as(signIn(client, "abol", "owner@abol.example"));
        JsonNode filled = abol.data(example("17-cart.graphql")).get("cartCreate");
        Client guest = abol.with("Merkato-Guest", filled.get("guestToken").asString());
        String cart = filled.at("/cart/id").asString();
        done(guest, example("18-cart-address.graphql").replace("cart_…", cart));
        String order = done(
                        guest,
                        example("19-order-place.graphql")
                                .replace("cart_…", cart)
                                .replace("key_…", "card"))
                .at("/order/id")
                .asString();
        String code = done(
                        owner,
                        example("37-gift-card-1-issue.graphql")
                                .replace("key_…", UUID.randomUUID().toString()))
                .at("/issued/0/code")
                .asString();

        JsonNode paid = done(
                guest,
                example("37-gift-card-2-pay.graphql")
                        .replace("order_…", order)
                        .replace("7Q4M-XK2P-09RT-B5WJ", code)
                        .replace("key_…", "card"));
        JsonNode preview =
                owner.data(example("29-order-5-refund-preview.graphql").replace("order_…", order));
        JsonNode refund = done(
                owner,
                example("29-order-6-refund.graphql").replace("order_…", order).replace("key_…", "card"));
        JsonNode cards = owner.data(example("37-gift-card-3-list.graphql"));

        assertThat(paid.at("/payment/amount/amount").asString()).isEqualTo("1000.00");
        assertThat(paid.at("/left/amount").asString()).isEqualTo("0.00");
        assertThat(paid.at("/order/balance/amount").asString()).isEqualTo("1520.00");
        assertThat(preview.at("/orderRefundPreview/problems")).isEmpty();
        assertThat(preview.at("/orderRefundPreview/parts/0/amount/amount").asString())
                .as(preview.toString())
                .isEqualTo("500.00");
        assertThat(refund.at("/refund/returned/amount").asString())
                .as(refund.toString())
                .isEqualTo("500.00");
        assertThat(cards.at("/giftCards/nodes/0/balance/amount").asString())
                .as(cards.toString())
                .isEqualTo("300.00");
    }

    /** The payload of a mutation that must be carried out. */
    private static JsonNode done(Client who, String mutation) {
        JsonNode payload = who.data(mutation).iterator().next();
        assertThat(payload.get("userErrors").isEmpty()).as(payload.toString()).isTrue();
        return payload;
    }
}
