package io.merkato.customer;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.Client;
import io.merkato.Merchants;
import io.merkato.MerkatoTest;
import io.merkato.TestDatabase;
import io.merkato.api.TypeId;
import io.merkato.identity.BuiltInRole;
import java.sql.Connection;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

@MerkatoTest
class GuestClaimTest {

    private static final String GROUPS_AND_NOTES =
            "groups(first: 9) { nodes { code } } notes(first: 9) { nodes { body } }";

    private final Merchants.Merchant merchant;
    private final Client staff;
    private final Client person;
    private final Client visitor;
    private final String guestToken;
    private final Client guest;

    GuestClaimTest(Client client, Merchants merchants) {
        this.merchant = merchants.open();
        this.staff = merchants.signedIn(merchant.slug(), merchants.hire(merchant, BuiltInRole.OWNER));
        this.person = merchants.shopper(merchant);
        does(person, "profileUpdate(input: {company: \"Buna\"}) { userErrors { code } }");
        this.visitor = client.in(merchant.slug());
        this.guestToken =
                does(visitor, "guestStart { guestToken }").get("guestToken").asString();
        this.guest = visitor.with("Merkato-Guest", guestToken);
    }

    @Test
    void what_staff_noted_of_a_guest_and_the_groups_they_put_them_into_come_along() {
        String vip = group("vip");
        String wholesale = group("wholesale");
        String them = id(guest);
        does(
                staff,
                "customerGroupMembersAdd(id: \"%s\", customerIds: [\"%s\", \"%s\"]) { userErrors { code } }"
                        .formatted(vip, them, id(person)));
        does(
                staff,
                "customerGroupMembersAdd(id: \"%s\", customerIds: [\"%s\"]) { userErrors { code } }"
                        .formatted(wholesale, them));
        does(
                staff,
                "customerNoteCreate(customerId: \"%s\", input: {body: \"Pays on Fridays\"}) { userErrors { code } }"
                        .formatted(them));

        assertThat(claim()).isEqualTo("[]");

        JsonNode customer = staff.data("{ customer(id: \"%s\") { %s } }".formatted(id(person), GROUPS_AND_NOTES))
                .get("customer");
        assertThat(customer.at("/groups/nodes")
                        .valueStream()
                        .map(each -> each.get("code").asString()))
                .containsExactlyInAnyOrder("vip", "wholesale");
        assertThat(customer.at("/notes/nodes/0/body").asString()).isEqualTo("Pays on Fridays");
    }

    @Test
    void what_the_store_calls_a_guest_elsewhere_it_calls_the_customer_who_has_no_such_name_yet() {
        String called = "customerUpdate(id: \"%s\", input: {externalId: \"CRM-7\"}) { userErrors { code } }"
                .formatted(id(guest));
        does(staff, called);

        assertThat(claim()).isEqualTo("[]");

        assertThat(staff.data("{ customers(first: 9, where: {externalId: {eq: \"CRM-7\"}}) { nodes { id } } }")
                        .at("/customers/nodes")
                        .toString())
                .isEqualTo("[{\"id\":\"" + id(person) + "\"}]");
    }

    @Test
    void a_guests_latest_consents_come_along_as_far_as_there_is_room() throws Exception {
        consents(id(person), 995, "2026-01-01");
        consents(id(guest), 20, "2026-02-01");

        assertThat(claim()).isEqualTo("[]");

        assertThat(number("select count(*) from customer.consent where customer_id = '%s'", id(person)))
                .isEqualTo(1_000);
        assertThat(number(
                        "select count(*) from customer.consent where customer_id = '%s' and recorded_at >= '2026-02-01 00:00:16+00'",
                        id(person)))
                .isEqualTo(5);
    }

    @Test
    void who_is_deleted_at_that_moment_takes_nothing_in() throws Exception {
        does(guest, "profileUpdate(input: {givenName: \"Almaz\"}) { userErrors { code } }");
        String me = id(person);
        String them = id(guest);
        try (var thread = Executors.newSingleThreadExecutor();
                Connection deleting = TestDatabase.superuser()) {
            deleting.setAutoCommit(false);
            deleting.createStatement()
                    .execute("update customer.customer set deleted_at = now() where id = '%s'"
                            .formatted(TypeId.parse("customer", me)));
            Future<String> claimed = thread.submit(this::claim);
            while (!TestDatabase.isWaitedFor(deleting) && !claimed.isDone()) {
                Thread.onSpinWait();
            }
            deleting.commit();

            assertThat(claimed.get()).isEqualTo("[{\"code\":\"CONFLICT\"}]");
        }
        assertThat(id(guest)).isEqualTo(them);
        assertThat(claim()).isEqualTo("[]");
        assertThat(id(person)).isNotEqualTo(me);
        assertThat(person.data("{ viewer { customer { givenName } } }")
                        .at("/viewer/customer/givenName")
                        .asString())
                .isEqualTo("Almaz");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            draftOrderCreate(input: {storeId: "STORE", customerId: "GUEST"}) { cart { customer { id } } userErrors { path } } | {"cart":{"customer":{"id":"PERSON"}},"userErrors":[]}
            cartUpdate(id: "DRAFT", input: {customerId: "GUEST"}) { cart { customer { id } } userErrors { path } } | {"cart":{"customer":{"id":"PERSON"}},"userErrors":[]}
            taxExemptionCreate(input: {customerId: "GUEST", certificate: "UN-77"}) { taxExemption { customer { id } } userErrors { path } } | {"taxExemption":{"customer":{"id":"PERSON"}},"userErrors":[]}
            customerGroupMembersAdd(id: "GROUP", customerIds: ["GUEST"]) { userErrors { path } } | {"userErrors":[{"path":["customerIds","0"]}]}
            """)
    void what_staff_give_a_guest_at_that_moment_is_the_customers_or_refused(String mutation, String answer)
            throws Exception {
        String store = staff.data("{ store { id } }").at("/store/id").asString();
        String draft = does(staff, "draftOrderCreate(input: {storeId: \"%s\"}) { cart { id } }".formatted(store))
                .at("/cart/id")
                .asString();
        String sent = mutation.replace("STORE", store)
                .replace("GUEST", id(guest))
                .replace("DRAFT", draft)
                .replace("GROUP", group("vip"));

        JsonNode given = duringClaim(sent);

        assertThat(given.toString()).isEqualTo(answer.replace("PERSON", id(person)));
    }

    /** Sent once the claim has done all but say so, which somebody keeps it from until both are there. */
    private JsonNode duringClaim(String mutation) throws Exception {
        try (Connection holder = TestDatabase.superuser();
                var threads = Executors.newFixedThreadPool(2)) {
            holder.setAutoCommit(false);
            holder.createStatement().execute("lock table customer.activity in share mode");
            Future<String> claimed = threads.submit(this::claim);
            TestDatabase.awaitWaiting(holder, 1, claimed);
            Future<JsonNode> given = threads.submit(() -> does(staff, mutation));
            TestDatabase.awaitWaiting(holder, 2, given);
            holder.commit();
            assertThat(claimed.get()).isEqualTo("[]");
            return given.get();
        }
    }

    @Test
    void a_group_that_is_deleted_at_that_moment_does_not_come_along() throws Exception {
        String vip = group("vip");
        does(
                staff,
                "customerGroupMembersAdd(id: \"%s\", customerIds: [\"%s\"]) { userErrors { code } }"
                        .formatted(vip, id(guest)));
        try (Connection deleting = TestDatabase.superuser();
                var thread = Executors.newSingleThreadExecutor()) {
            deleting.setAutoCommit(false);
            deleting.createStatement()
                    .execute("delete from customer.customer_group where id = '%s'"
                            .formatted(TypeId.parse("customer_group", vip)));
            Future<String> claimed = thread.submit(this::claim);
            TestDatabase.awaitWaiting(deleting, 1, claimed);
            deleting.commit();

            assertThat(claimed.get()).isEqualTo("[]");
        }
    }

    @Test
    void what_the_guest_took_back_is_taken_back_however_much_was_said_before() throws Exception {
        consents(id(person), 1_000, "2026-01-01");
        change(
                "insert into customer.consent (tenant_id, id, customer_id, purpose, channel, granted, source, recorded_at) select '%s', gen_random_uuid(), '%s', 'MARKETING', channel, false, 'test', '2026-02-01' from unnest(array['SMS', 'EMAIL']) channel"
                        .formatted(merchant.tenant().id().value(), TypeId.parse("customer", id(guest))));

        assertThat(claim()).isEqualTo("[]");

        assertThat(person.data("{ viewer { customer { consents { channel granted } } } }")
                        .at("/viewer/customer/consents")
                        .toString())
                .isEqualTo("[{\"channel\":\"SMS\",\"granted\":false}]");
    }

    @Test
    void of_what_a_customer_does_again_and_again_a_hundred_things_of_a_day_are_written_down() throws Exception {
        String them = id(guest);
        change(
                "insert into customer.activity (tenant_id, id, customer_id, kind, at) select '%s', gen_random_uuid(), '%s', 'WISHLIST_ADDED', now() - case when i > 99 then interval '2 days' else interval '1 hour' end from generate_series(1, 150) i"
                        .formatted(merchant.tenant().id().value(), TypeId.parse("customer", them)));

        for (String name : new String[] {"Almaz", "Abebe", "Chaltu"}) {
            does(guest, "profileUpdate(input: {givenName: \"%s\"}) { userErrors { code } }".formatted(name));
        }

        assertThat(number(
                        "select count(*) from customer.activity where customer_id = '%s' and kind = 'PROFILE_UPDATED'",
                        them))
                .isEqualTo(1);
        assertThat(claim()).isEqualTo("[]");
        assertThat(number(
                        "select count(*) from customer.activity where customer_id = '%s' and kind = 'GUEST_MERGED'",
                        id(person)))
                .isEqualTo(1);
    }

    private String group(String code) {
        return does(
                        staff,
                        "customerGroupCreate(input: {code: \"%1$s\", name: \"%1$s\"}) { customerGroup { id } }"
                                .formatted(code))
                .at("/customerGroup/id")
                .asString();
    }

    private String claim() {
        return does(person.with("Merkato-Guest", guestToken), "guestClaim { userErrors { code } }")
                .get("userErrors")
                .toString();
    }

    private static String id(Client who) {
        return who.data("{ viewer { customer { id } } }")
                .at("/viewer/customer/id")
                .asString();
    }

    private static JsonNode does(Client who, String mutation) {
        return who.data("mutation { " + mutation + " }").iterator().next();
    }

    private void consents(String customer, int many, String from) throws Exception {
        change(
                "insert into customer.consent (tenant_id, id, customer_id, purpose, channel, granted, source, recorded_at) select '%s', gen_random_uuid(), '%s', 'MARKETING', 'SMS', i %% 2 = 0, 'test', timestamptz '%s 00:00:00+00' + i * interval '1 second' from generate_series(1, %d) i"
                        .formatted(merchant.tenant().id().value(), TypeId.parse("customer", customer), from, many));
    }

    private static void change(String sql) throws Exception {
        try (Connection superuser = TestDatabase.superuser()) {
            superuser.createStatement().execute(sql);
        }
    }

    private static long number(String sql, String customer) throws Exception {
        try (Connection superuser = TestDatabase.superuser();
                var found =
                        superuser.createStatement().executeQuery(sql.formatted(TypeId.parse("customer", customer)))) {
            requireNonNull(found).next();
            return found.getLong(1);
        }
    }
}
