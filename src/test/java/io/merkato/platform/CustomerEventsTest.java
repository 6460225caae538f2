package io.merkato.platform;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.Client;
import io.merkato.Merchants;
import io.merkato.MerkatoTest;
import io.merkato.TestDatabase;
import io.merkato.identity.BuiltInRole;
import io.merkato.tenancy.TenantUpkeep;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.ApplicationContext;
import tools.jackson.databind.JsonNode;

/** What webhooks hear of customers, whoever did it. */
@MerkatoTest
class CustomerEventsTest {

    private static final List<String> ALL =
            List.of("CUSTOMER_CREATED", "CUSTOMER_UPDATED", "CUSTOMER_DELETED", "CUSTOMER_CONSENT_RECORDED");

    private final Client client;
    private final Merchants merchants;
    private final Sending sending;
    private final TenantUpkeep upkeep;
    private final Merchants.Merchant merchant;
    private final Client owner;
    private final Receiver receiver = new Receiver();

    CustomerEventsTest(Client client, Merchants merchants, Sending sending, ApplicationContext beans) {
        this.client = client;
        this.merchants = merchants;
        this.sending = sending;
        this.upkeep = beans.getBean("customerUpkeep", TenantUpkeep.class);
        this.merchant = merchants.open();
        this.owner = merchants.staff(merchant, BuiltInRole.OWNER);
    }

    @AfterEach
    void close() {
        receiver.close();
    }

    @Test
    void a_webhook_reads_what_belongs_to_a_customer_as_staff_do() {
        Sending.webhook(owner, receiver, List.of("CUSTOMER_UPDATED"), """
                givenName addresses { postalAddress { city } } defaultShippingAddress { postalAddress { city } }
                consents { purpose } wishlist(first: 1) { totalCount } groups(first: 1) { nodes { code } }
                notes(first: 1) { nodes { body } } activities(first: 1) { nodes { kind } }""");
        receiver.answeringStatus(what -> 200);
        String group = does(owner, "customerGroupCreate(input: {code: \"vip\", name: \"VIP\"})", "customerGroup { id }")
                .at("/customerGroup/id")
                .asString();
        String id = does(
                        owner,
                        "customerCreate(input: {givenName: \"Almaz\", groupIds: [\"%s\"]})".formatted(group),
                        "customer { id }")
                .at("/customer/id")
                .asString();
        does(
                owner,
                "customerAddressCreate(customerId: \"%s\", input: {postalAddress: {country: \"ET\", city: \"Gondar\"}})"
                        .formatted(id),
                "");
        does(owner, "customerNoteCreate(customerId: \"%s\", input: {body: \"Haggles\"})".formatted(id), "");
        does(owner, "customerUpdate(id: \"%s\", input: {givenName: \"Almi\"})".formatted(id), "");

        sending.drain(merchant.tenant(), 0);

        assertThat(receiver.received()).hasSize(1);
        assertThat(receiver.received().getFirst().json().get("data"))
                .hasToString(
                        "{\"givenName\":\"Almi\",\"addresses\":[{\"postalAddress\":{\"city\":\"Gondar\"}}],\"defaultShippingAddress\":{\"postalAddress\":{\"city\":\"Gondar\"}},"
                                + "\"consents\":[],\"wishlist\":{\"totalCount\":0},\"groups\":{\"nodes\":[{\"code\":\"vip\"}]},\"notes\":{\"nodes\":[{\"body\":\"Haggles\"}]},\"activities\":{\"nodes\":[]}}");
    }

    @Test
    void what_customers_do_themselves_is_told_as_what_staff_do_and_a_guest_who_only_begins_is_not() {
        Sending.webhook(owner, receiver, ALL, "id");
        receiver.answeringStatus(what -> 200);
        Client visitor = client.in(merchant.slug());
        String token = visitor.data("mutation { guestStart { guestToken } }")
                .at("/guestStart/guestToken")
                .asString();
        Client shopper = merchants.shopper(merchant);

        does(shopper, "profileUpdate(input: {givenName: \"Almaz\"})", "");
        does(shopper, "profileUpdate(input: {givenName: \"Almaz\"})", "");
        does(shopper.with("Merkato-Guest", token), "guestClaim", "");
        does(shopper.with("Merkato-Guest", token), "guestClaim", "");
        does(shopper, "customerConsentRecord(input: {purpose: TERMS, granted: true, source: \"checkout\"})", "");
        String id = shopper.data("{ viewer { customer { id } } }")
                .at("/viewer/customer/id")
                .asString();
        does(owner, "customerDelete(id: \"%s\")".formatted(id), "");
        sending.drain(merchant.tenant(), 0);

        assertThat(receiver.received().stream()
                        .map(each -> each.json().get("type").asString() + " "
                                + each.json().at("/data/id").asString()))
                .containsExactly(
                        "CUSTOMER_CREATED " + id,
                        "CUSTOMER_UPDATED " + id,
                        "CUSTOMER_UPDATED " + id,
                        "CUSTOMER_CONSENT_RECORDED " + id,
                        "CUSTOMER_DELETED " + id);
    }

    @Test
    void whoever_hears_of_a_guest_hears_when_the_guest_is_gone() throws SQLException {
        Sending.webhook(owner, receiver, List.of("CUSTOMER_UPDATED", "CUSTOMER_DELETED"), "id");
        receiver.answeringStatus(what -> 200);
        Client shopper = merchants.shopper(merchant);
        Client merged = guest();
        does(merged, "profileUpdate(input: {email: \"almaz@example.com\"})", "");
        String mergedId = me(merged);
        does(shopper.with("Merkato-Guest", requireNonNull(merged.headers().get("Merkato-Guest"))), "guestClaim", "");
        Client named = guest();
        does(named, "profileUpdate(input: {givenName: \"Abebe\"})", "");
        String namedId = me(named);
        guest();
        try (Connection superuser = TestDatabase.superuser()) {
            superuser
                    .createStatement()
                    .execute("update customer.guest_token set expires_at = now() where tenant_id = '%s'"
                            .formatted(merchant.tenant().id().value()));
        }
        upkeep.tidy(merchant.tenant());
        sending.drain(merchant.tenant(), 0);

        assertThat(receiver.received().stream()
                        .map(each -> each.json().get("type").asString() + " "
                                + each.json().at("/data/id").asString()))
                .containsExactlyInAnyOrder(
                        "CUSTOMER_UPDATED " + mergedId,
                        "CUSTOMER_DELETED " + mergedId,
                        "CUSTOMER_UPDATED " + me(shopper),
                        "CUSTOMER_UPDATED " + namedId,
                        "CUSTOMER_DELETED " + namedId);
    }

    private Client guest() {
        Client visitor = client.in(merchant.slug());
        return visitor.with(
                "Merkato-Guest",
                visitor.data("mutation { guestStart { guestToken } }")
                        .at("/guestStart/guestToken")
                        .asString());
    }

    private static String me(Client who) {
        return who.data("{ viewer { customer { id } } }")
                .at("/viewer/customer/id")
                .asString();
    }

    private static JsonNode does(Client who, String mutation, String selection) {
        JsonNode payload = who.data(
                        "mutation { answer: " + mutation + " { " + selection + " userErrors { code path } } }")
                .get("answer");
        assertThat(payload.get("userErrors")).as(mutation).isEmpty();
        return payload;
    }
}
