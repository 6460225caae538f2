package io.merkato.customer;

import static io.merkato.customer.CustomerCalls.change;
import static io.merkato.customer.CustomerCalls.done;
import static io.merkato.customer.CustomerCalls.me;
import static io.merkato.customer.CustomerCalls.refusal;
import static io.merkato.customer.CustomerCalls.strings;
import static io.merkato.customer.CustomerCalls.uuid;
import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.Client;
import io.merkato.Merchants;
import io.merkato.MerkatoTest;
import io.merkato.TestDatabase;
import io.merkato.identity.BuiltInRole;
import io.merkato.ordering.OrderShop;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What staff do for customers, and how they find them. */
@MerkatoTest
class CustomersTest {

    private final Client client;
    private final Merchants merchants;
    private final CustomerUpkeep upkeep;
    private Merchants.Merchant merchant;
    private Client staff;
    private Client shopper;

    CustomersTest(Client client, Merchants merchants, CustomerUpkeep upkeep) {
        this.client = client;
        this.merchants = merchants;
        this.upkeep = upkeep;
        this.merchant = merchants.open();
        this.staff = client;
        this.shopper = client;
    }

    @BeforeEach
    void open() {
        merchant = merchants.open();
        staff = merchants.staff(merchant, BuiltInRole.OWNER);
        shopper = merchants.shopper(merchant);
    }

    @Test
    void staff_keep_addresses_for_a_customer_and_it_is_logged_without_saying_where() throws SQLException {
        String customer = customer("{givenName: \"Almaz\", email: \"almaz@example.com\", phone: \"0911223344\"}");

        done(
                staff,
                "customerAddressCreate(customerId: \"%s\", input: {postalAddress: {country: \"ET\", city: \"Gondar\", line1: \"Piazza 7\"}})"
                        .formatted(customer));
        done(staff, "customerUpdate(id: \"%s\", input: {familyName: \"Bekele\"})".formatted(customer));
        done(staff, "customerNoteCreate(customerId: \"%s\", input: {body: \"Owes us a jebena\"})".formatted(customer));

        List<String> log = strings(
                "select action || ' ' || coalesce(before::text, '') || coalesce(after::text, '') from platform.audit_entry where tenant_id = '%s' order by sequence"
                        .formatted(tenant()));
        assertThat(log)
                .extracting(entry -> entry.split(" ")[0])
                .contains("customerCreate", "customerAddressCreate", "customerUpdate", "customerNoteCreate");
        assertThat(String.join("\n", log))
                .contains("familyName")
                .doesNotContainIgnoringCase("almaz")
                .doesNotContain("Bekele", "911223344", "Gondar", "Piazza", "jebena");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            INVALID input.email                  | customerCreate(input: {email: "no address"})
            INVALID input.phone                  | customerCreate(input: {phone: "call me"})
            TOO_LONG input.givenName             | customerCreate(input: {givenName: "LONG"})
            INVALID input.familyName             | customerCreate(input: {familyName: "a\\nb"})
            TOO_LONG input.externalId            | customerCreate(input: {givenName: "A", externalId: "LONG"})
            REQUIRED input                       | customerCreate(input: {givenName: " "})
            NOT_FOUND input.groupIds.0           | customerCreate(input: {givenName: "A", groupIds: ["customer_group_00000000000000000000000001"]})
            INVALID input.code                   | customerGroupCreate(input: {code: "Very Important", name: "VIP"})
            INVALID input.name                   | customerGroupCreate(input: {code: "vip", name: " "})
            NOT_FOUND customerIds.1              | customerGroupMembersAdd(id: "GROUP", customerIds: ["CUSTOMER", "customer_00000000000000000000000001"])
            REQUIRED input.name                  | customerGroupUpdate(id: "GROUP", input: {name: null})
            INVALID input.channel                | customerConsentRecord(customerId: "CUSTOMER", input: {purpose: MARKETING, granted: true, source: "x"})
            INVALID input.channel                | customerConsentRecord(customerId: "CUSTOMER", input: {purpose: TERMS, channel: SMS, granted: true, source: "x"})
            INVALID input.source                 | customerConsentRecord(customerId: "CUSTOMER", input: {purpose: TERMS, granted: true, source: " "})
            INVALID input.body                   | customerNoteCreate(customerId: "CUSTOMER", input: {body: " "})
            TOO_LONG input.postalAddress.city          | customerAddressCreate(customerId: "CUSTOMER", input: {postalAddress: {country: "ET", city: "LONG"}})
            INVALID input.postalAddress.phone          | customerAddressCreate(customerId: "CUSTOMER", input: {postalAddress: {country: "ET", phone: "x"}})
            """)
    void what_does_not_fit_is_refused_by_its_field(String refusal, String mutation) {
        String customer = customer("{givenName: \"Almaz\"}");
        String group = done(
                        staff,
                        "customerGroupCreate(input: {code: \"regulars\", name: \"Regulars\"})",
                        "customerGroup { id }")
                .at("/customerGroup/id")
                .asString();

        assertThat(refusal(
                        staff,
                        mutation.replace("LONG", "x".repeat(300))
                                .replace("CUSTOMER", customer)
                                .replace("GROUP", group)))
                .isEqualTo(refusal);
    }

    @Test
    void an_address_is_one_customers_and_free_again_once_they_are_deleted() {
        String first = customer("{email: \"Almaz@Example.com\", externalId: \"7\"}");

        assertThat(refusal(staff, "customerCreate(input: {email: \"almaz@example.COM\"})"))
                .isEqualTo("TAKEN input.email");
        assertThat(refusal(staff, "customerCreate(input: {givenName: \"A\", externalId: \"7\"})"))
                .isEqualTo("TAKEN input.externalId");

        done(staff, "customerDelete(id: \"%s\")".formatted(first));
        String second = customer("{email: \"almaz@example.com\"}");
        assertThat(refusal(staff, "customerRestore(id: \"%s\")".formatted(first)))
                .isEqualTo("TAKEN id");

        done(staff, "customerDelete(id: \"%s\")".formatted(second));
        done(staff, "customerRestore(id: \"%s\")".formatted(first));
        assertThat(staff.data("{ customer(id: \"%s\") { email version } }".formatted(first)))
                .hasToString("{\"customer\":{\"email\":\"Almaz@Example.com\",\"version\":3}}");
    }

    @Test
    void staff_find_customers_by_the_beginnings_of_words_without_accents_and_by_number_however_dialled() {
        customer(
                "{givenName: \"Amélie\", familyName: \"Ndiaye\", email: \"amelie@maison.example\", phone: \"+221771234567\"}");
        customer("{givenName: \"Almaz\", familyName: \"Bekele\", company: \"Buna & Co\", phone: \"0911223344\"}");
        customer("{givenName: \"አልማዝ\"}");

        assertThat(found("search: \"amel\"")).containsExactly("Amélie");
        assertThat(found("search: \"NDIAYE ame\"")).containsExactly("Amélie");
        assertThat(found("search: \"amelie@mai\"")).containsExactly("Amélie");
        assertThat(found("search: \"maison.example\"")).containsExactly("Amélie");
        assertThat(found("search: \"77123\"")).containsExactly("Amélie");
        assertThat(found("search: \"+22177\"")).containsExactly("Amélie");
        assertThat(found("search: \"0911223344\"")).containsExactly("Almaz");
        assertThat(found("search: \"buna\"")).containsExactly("Almaz");
        assertThat(found("search: \"አል\"")).containsExactly("አልማዝ");
        assertThat(found("search: \"kele\"")).isEmpty();
        assertThat(found("search: \"'; %_\"")).isEmpty();
        assertThat(found("search: \" \", sort: {key: NAME}")).containsExactly("Almaz", "Amélie", "አልማዝ");
        assertThat(found("where: {email: {eq: \"AMELIE@maison.example\"}}")).containsExactly("Amélie");
        assertThat(found("where: {not: {email: {contains: \"maison\"}}}, sort: {key: CREATED_AT}"))
                .as("it does not hold of those whose address is not known")
                .containsExactly("Almaz", "አልማዝ");
    }

    @Test
    void customers_are_found_by_numbers_that_begin_with_zero_by_domains_of_any_letters_and_in_any_script() {
        customer("{givenName: \"Almaz\", email: \"0911223344@example.com\"}");
        customer("{company: \"0800 Flowers\", email: \"info@b\u00fccher.example\"}");
        customer("{givenName: \"\ud83a\udd22\ud83a\udd23\ud83a\udd24\"}");

        assertThat(found("search: \"0911223344\"")).containsExactly("Almaz");
        assertThat(found("search: \"0000\"")).isEmpty();
        assertThat(companies("search: \"0800\"")).containsExactly("0800 Flowers");
        assertThat(companies("search: \"info@b\u00fccher.example\"")).containsExactly("0800 Flowers");
        assertThat(companies("where: {email: {eq: \"INFO@b\u00fccher.example\"}}"))
                .containsExactly("0800 Flowers");
        assertThat(companies("where: {email: {oneOf: [\"info@b\u00fccher.example\"]}}"))
                .containsExactly("0800 Flowers");
        assertThat(found("search: \"\ud83a\udd22\"")).containsExactly("\ud83a\udd22\ud83a\udd23\ud83a\udd24");
    }

    @Test
    void a_group_holds_whom_it_was_given_once() {
        String almaz = customer("{givenName: \"Almaz\"}");
        String group = done(staff, "customerGroupCreate(input: {code: \"vip\", name: \"VIP\"})", "customerGroup { id }")
                .at("/customerGroup/id")
                .asString();
        String add = "customerGroupMembersAdd(id: \"%s\", customerIds: [\"%s\", \"%2$s\"])".formatted(group, almaz);

        done(staff, add);
        done(staff, add);

        assertThat(found("where: {groupId: {eq: \"%s\"}}".formatted(group))).containsExactly("Almaz");
        assertThat(staff.data(
                        "{ customerGroup(id: \"%s\") { members(first: 5) { totalCount nodes { givenName groups(first: 1) { totalCount nodes { code } } } } } }"
                                .formatted(group)))
                .hasToString(
                        "{\"customerGroup\":{\"members\":{\"totalCount\":1,\"nodes\":[{\"givenName\":\"Almaz\",\"groups\":{\"totalCount\":1,\"nodes\":[{\"code\":\"vip\"}]}}]}}}");
        done(staff, "customerGroupMembersRemove(id: \"%s\", customerIds: [\"%s\"])".formatted(group, almaz));
        done(staff, "customerGroupMembersRemove(id: \"%s\", customerIds: [\"%s\"])".formatted(group, almaz));
        assertThat(found("where: {groupId: {eq: \"%s\"}}".formatted(group))).isEmpty();
    }

    @Test
    void who_is_in_several_groups_shows_once_in_each_and_each_shows_once_with_them() {
        String almaz = customer("{givenName: \"Almaz\"}");
        for (String code : List.of("first", "second", "third")) {
            String group = done(
                            staff,
                            "customerGroupCreate(input: {code: \"%s\", name: \"Group\"})".formatted(code),
                            "customerGroup { id }")
                    .at("/customerGroup/id")
                    .asString();
            done(staff, "customerGroupMembersAdd(id: \"%s\", customerIds: [\"%s\"])".formatted(group, almaz));
        }

        assertThat(staff.data(
                                "{ customerGroups(first: 5) { nodes { code members(first: 5) { nodes { givenName groups(first: 2) { totalCount nodes { code } } } } } } }")
                        .at("/customerGroups/nodes")
                        .valueStream()
                        .map(group -> group.get("code").asString() + " " + group.at("/members/nodes")))
                .containsExactlyElementsOf(Stream.of("first", "second", "third")
                        .map(
                                code -> code
                                        + " [{\"givenName\":\"Almaz\",\"groups\":{\"totalCount\":3,\"nodes\":[{\"code\":\"third\"},{\"code\":\"second\"}]}}]")
                        .toList());
    }

    @Test
    void guests_who_cannot_come_back_are_forgotten_and_who_was_deleted_goes_after_ninety_days() throws SQLException {
        Client gone = guest();
        Client reachable = guest();
        done(reachable, "profileUpdate(input: {email: \"almaz@example.com\"})");
        String kept = me(guest());
        String here = me(reachable);
        String guest = me(gone);
        change(
                "update customer.guest_token set expires_at = now() where tenant_id = '%s' and customer_id in ('%s', '%s')"
                        .formatted(tenant(), uuid(guest), uuid(here)));
        String old = customer("{givenName: \"Old\"}");
        String fresh = customer("{givenName: \"Fresh\"}");
        done(staff, "customerDelete(id: \"%s\")".formatted(old));
        done(staff, "customerDelete(id: \"%s\")".formatted(fresh));
        change("update customer.customer set deleted_at = now() - interval '91 days' where id = '%s'"
                .formatted(uuid(old)));

        upkeep.tidy(merchant.tenant());

        assertThat(strings("select id::text || (deleted_at is null)::text from customer.customer where tenant_id = '%s'"
                        .formatted(tenant())))
                .containsExactlyInAnyOrder(
                        uuid(kept) + "true", uuid(here) + "true", uuid(guest) + "false", uuid(fresh) + "false");
        assertThat(refusal(staff, "customerRestore(id: \"%s\")".formatted(old))).isEqualTo("NOT_FOUND id");
    }

    /** The log cannot forget, so it is not told: neither the name nor what was said. */
    @Test
    void reviews_of_a_customer_who_is_gone_for_good_stay_without_their_name() throws SQLException {
        Client buyer = merchants.shopper(merchant);
        done(buyer, "profileUpdate(input: {givenName: \"Sara\"})");
        String gone = me(buyer);
        String mug = OrderShop.does(
                        staff,
                        "productCreate(input: {name: \"Mug\", variants: [{sku: \"MUG\"}]}) { product { id } %s }")
                .at("/product/id")
                .asString();
        OrderShop.does(staff, "productPublish(id: \"" + mug + "\") { %s }");
        String review = "reviewCreate(productId: \"" + mug
                + "\", input: {rating: 4, author: \"Sara\", body: \"Mine leaks\"}) { review { id } %s }";
        String hers = OrderShop.does(buyer, review).at("/review/id").asString();
        String another = OrderShop.does(merchants.shopper(merchant), review)
                .at("/review/id")
                .asString();
        done(staff, "customerDelete(id: \"%s\")".formatted(gone));
        change("update customer.customer set deleted_at = now() - interval '91 days' where id = '%s'"
                .formatted(uuid(gone)));

        upkeep.tidy(merchant.tenant());

        assertThat(strings(
                        "select concat_ws(' ', rating, coalesce(author_name, 'nobody'), user_id is null) from catalog.review where tenant_id = '%s' order by id"
                                .formatted(tenant())))
                .containsExactly("4 nobody t", "4 Sara f");
        assertThat(staff.data("{ node(id: \"" + hers + "\") { ... on Review { author } } }")
                        .toString())
                .isEqualTo("{\"node\":{\"author\":null}}");
        OrderShop.does(staff, "reviewDelete(id: \"" + another + "\") { %s }");
        assertThat(strings(
                                "select before::text from platform.audit_entry where tenant_id = '%s' and action = 'reviewDelete'"
                                        .formatted(tenant()))
                        .getFirst())
                .doesNotContain("Sara")
                .doesNotContain("leaks")
                .contains("PENDING");
    }

    @Test
    void a_guest_whom_somebody_holds_keeps_neither_other_guests_from_being_forgotten_nor_customers_from_being_ended()
            throws SQLException {
        String held = me(guest());
        change("""
                with guest as (
                    insert into customer.customer (tenant_id, id, kind, sort_name) select '%1$s', gen_random_uuid(), 'GUEST', '' from generate_series(1, 1001) returning id
                )
                insert into customer.guest_token (tenant_id, hash, customer_id, expires_at)
                select '%1$s', sha256(convert_to(id::text, 'UTF8')), id, now() from guest""".formatted(tenant()));
        change("update customer.guest_token set expires_at = now() - interval '1 day' where customer_id = '%s'"
                .formatted(uuid(held)));
        String old = customer("{givenName: \"Old\"}");
        done(staff, "customerDelete(id: \"%s\")".formatted(old));
        change("update customer.customer set deleted_at = now() - interval '91 days' where id = '%s'"
                .formatted(uuid(old)));
        String there =
                "select (deleted_at is null) || ' ' || count(*) from customer.customer where tenant_id = '%s' group by deleted_at is null order by 1"
                        .formatted(tenant());
        try (Connection holder = TestDatabase.superuser()) {
            holder.setAutoCommit(false);
            holder.createStatement()
                    .execute("select from customer.customer where id = '%s' for update".formatted(uuid(held)));

            upkeep.tidy(merchant.tenant());

            assertThat(strings(there)).containsExactly("false 1001", "true 1");
        }

        upkeep.tidy(merchant.tenant());

        assertThat(strings(there)).containsExactly("false 1002");
    }

    @Test
    void what_is_not_undeleted_is_deleted() {
        String old = customer("{givenName: \"Old\"}");
        customer("{givenName: \"Here\"}");
        done(staff, "customerDelete(id: \"%s\")".formatted(old));

        assertThat(found("where: {deleted: true}")).containsExactly("Old");
        assertThat(found("where: {not: {deleted: false}}")).containsExactly("Old");
        assertThat(found("where: {not: {deleted: true}}")).containsExactly("Here");
        assertThat(found("where: {not: {not: {deleted: true}}}")).containsExactly("Old");
        assertThat(found("where: {or: [{deleted: false}, {kind: {eq: REGISTERED}}]}"))
                .containsExactly("Here");
    }

    /** One of whom there is so much that it cannot be ended in time keeps back nobody else. */
    @Test
    void whom_it_takes_too_long_to_forget_keeps_back_no_other() throws SQLException {
        String large = customer("{givenName: \"Large\"}");
        String small = customer("{givenName: \"Small\"}");
        String early = customer("{givenName: \"Early\"}");
        done(staff, "customerDelete(id: \"%s\")".formatted(large));
        done(staff, "customerDelete(id: \"%s\")".formatted(small));
        done(staff, "customerDelete(id: \"%s\")".formatted(early));
        change("update customer.customer set deleted_at = now() - interval '91 days' where tenant_id = '%s'"
                .formatted(tenant()));
        change("""
                create function customer.too_long() returns trigger language plpgsql as $$
                begin
                    raise 'canceling statement due to statement timeout' using errcode = 'query_canceled';
                end $$;
                create trigger too_long before delete on customer.customer for each row when (old.id = '%s')
                    execute function customer.too_long()""".formatted(uuid(large)));
        try {
            upkeep.tidy(merchant.tenant());
        } finally {
            change("drop function customer.too_long() cascade");
        }

        assertThat(strings("select id::text from customer.customer where tenant_id = '%s'".formatted(tenant())))
                .containsExactly(uuid(large));
    }

    private List<String> found(String arguments) {
        return found("givenName", arguments);
    }

    private List<String> companies(String arguments) {
        return found("company", arguments);
    }

    private List<String> found(String field, String arguments) {
        return staff.data("{ customers(first: 9, %s) { nodes { %s } } }".formatted(arguments, field))
                .at("/customers/nodes")
                .valueStream()
                .map(each -> each.get(field).asString())
                .toList();
    }

    private Client guest() {
        Client visitor = client.in(merchant.slug());
        return visitor.with(
                "Merkato-Guest",
                visitor.data("mutation { guestStart { guestToken } }")
                        .at("/guestStart/guestToken")
                        .asString());
    }

    private String customer(String input) {
        return done(staff, "customerCreate(input: " + input + ")", "customer { id }")
                .at("/customer/id")
                .asString();
    }

    private String tenant() {
        return merchant.tenant().id().value().toString();
    }
}
