package io.merkato.customer;

import static io.merkato.customer.CustomerCalls.ADDRESSES;
import static io.merkato.customer.CustomerCalls.address;
import static io.merkato.customer.CustomerCalls.asApplication;
import static io.merkato.customer.CustomerCalls.change;
import static io.merkato.customer.CustomerCalls.defaults;
import static io.merkato.customer.CustomerCalls.done;
import static io.merkato.customer.CustomerCalls.me;
import static io.merkato.customer.CustomerCalls.refusal;
import static io.merkato.customer.CustomerCalls.strings;
import static io.merkato.customer.CustomerCalls.wishes;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.merkato.AtOnce;
import io.merkato.Client;
import io.merkato.InvariantsHold;
import io.merkato.Merchants;
import io.merkato.MerkatoTest;
import io.merkato.identity.BuiltInRole;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** What customers keep, agree to and wish for. */
@MerkatoTest
@ExtendWith(InvariantsHold.class)
class OwnThingsTest {

    private final Client client;
    private final Merchants merchants;
    private final CustomerUpkeep upkeep;
    private Merchants.Merchant merchant;
    private Client staff;
    private Client shopper;

    OwnThingsTest(Client client, Merchants merchants, CustomerUpkeep upkeep) {
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
    void the_first_address_is_the_default_for_everything_and_others_take_its_place_when_told_to() {
        String first = address(shopper, "Gondar", "");
        String second = address(shopper, "Harar", "");
        assertThat(defaults(shopper)).isEqualTo(List.of(first, first));

        done(shopper, "customerAddressSetDefault(id: \"%s\", input: {defaultFor: [BILLING]})".formatted(second));
        assertThat(defaults(shopper)).isEqualTo(List.of(first, second));

        String third = address(shopper, "Jimma", ", defaultFor: [SHIPPING, BILLING]");
        assertThat(defaults(shopper)).isEqualTo(List.of(third, third));

        done(shopper, "customerAddressDelete(id: \"%s\")".formatted(third));
        assertThat(shopper.data(ADDRESSES)
                        .at("/viewer/customer/defaultShippingAddress")
                        .isNull())
                .isTrue();
        assertThat(shopper.data(ADDRESSES)
                        .at("/viewer/customer/addresses/1/postalAddress/city")
                        .asString())
                .isEqualTo("Harar");
    }

    @Test
    void however_many_make_a_default_at_once_one_is_it() throws Exception {
        address(shopper, "Gondar", "");

        List<String> made = AtOnce.all(8, i -> address(shopper, "Harar", ", defaultFor: [SHIPPING, BILLING]"));

        JsonNode mine = shopper.data(ADDRESSES).at("/viewer/customer/addresses");
        assertThat(mine).hasSize(9);
        assertThat(mine.valueStream()
                        .flatMap(each -> each.get("defaultFor").valueStream())
                        .map(JsonNode::asString))
                .containsExactly("SHIPPING", "BILLING");
        assertThat(made).containsAll(defaults(shopper));
    }

    @Test
    void the_database_knows_of_one_default_only() {
        String id = address(shopper, "Gondar", "");

        for (String use : List.of("shipping", "billing")) {
            assertThatThrownBy(() -> change(
                            "insert into customer.address (tenant_id, id, customer_id, address, is_default_%s) select tenant_id, gen_random_uuid(), customer_id, address, true from customer.address where tenant_id = '%s'"
                                    .formatted(use, tenant())))
                    .hasMessageContaining("address_default_" + use + "_key");
        }
        assertThat(defaults(shopper)).isEqualTo(List.of(id, id));
    }

    @Test
    void a_customer_keeps_fifty_addresses() throws Exception {
        address(shopper, "Gondar", "");
        change(
                "insert into customer.address (tenant_id, id, customer_id, address) select tenant_id, gen_random_uuid(), customer_id, address from customer.address, generate_series(2, 50) where tenant_id = '%s'"
                        .formatted(tenant()));

        assertThat(refusal(shopper, "customerAddressCreate(input: {postalAddress: {country: \"ET\"}})"))
                .isEqualTo("NOT_ALLOWED input");
    }

    @Test
    void what_customers_do_with_their_own_things_shows_among_their_activities_and_not_in_the_audit_log()
            throws SQLException {
        String before = strings(
                        "select count(*)::text from platform.audit_entry where tenant_id = '%s'".formatted(tenant()))
                .getFirst();

        String address = address(shopper, "Gondar", "");
        done(shopper, "profileUpdate(input: {givenName: \"Almaz\"})");

        assertThat(staff.data(
                                "{ node(id: \"%s\") { ... on Customer { activities(first: 9) { nodes { kind subjectId } } } } }"
                                        .formatted(me(shopper)))
                        .at("/node/activities/nodes")
                        .valueStream()
                        .map(each -> each.get("kind").asString() + " "
                                + each.get("subjectId").asString("-")))
                .containsExactly("PROFILE_UPDATED -", "ADDRESS_CREATED " + address, "JOINED -");
        assertThat(strings(
                        "select count(*)::text from platform.audit_entry where tenant_id = '%s'".formatted(tenant())))
                .containsExactly(before);
    }

    @Test
    void a_guest_may_give_any_address_and_whoever_signs_in_has_their_logins() {
        customer("{email: \"almaz@example.com\"}");
        Client guest = guest();

        done(guest, "profileUpdate(input: {email: \"almaz@example.com\"})");

        assertThat(guest.data("{ viewer { customer { email } } }")
                        .at("/viewer/customer/email")
                        .asString())
                .isEqualTo("almaz@example.com");
        assertThat(refusal(shopper, "profileUpdate(input: {email: \"almaz@example.com\"})"))
                .isEqualTo("NOT_ALLOWED input.email");
        assertThat(refusal(shopper, "profileUpdate(input: {email: \"nobody@example.com\"})"))
                .as("which says nothing of who has it")
                .isEqualTo("NOT_ALLOWED input.email");
    }

    @Test
    void nobody_may_shop_without_being_somebody() {
        assertThat(client.in(merchant.slug())
                        .run("mutation { profileUpdate(input: {givenName: \"A\"}) { userErrors { code } } }")
                        .at("/errors/0/extensions/code")
                        .asString())
                .isEqualTo("UNAUTHENTICATED");
    }

    @Test
    void every_yes_and_no_stays_and_the_last_one_is_in_force() {
        record(shopper, "MARKETING, channel: EMAIL", true);
        record(shopper, "MARKETING, channel: SMS", true);
        record(shopper, "TERMS", true);
        record(shopper, "MARKETING, channel: EMAIL", false);

        JsonNode me = shopper.data(
                        "{ viewer { customer { consents { purpose channel granted } consentHistory(first: 9) { totalCount nodes { purpose channel granted source } } } } }")
                .at("/viewer/customer");

        assertThat(me.get("consents").valueStream().map(CustomerCalls::consent))
                .containsExactlyInAnyOrder("MARKETING EMAIL false", "MARKETING SMS true", "TERMS - true");
        assertThat(me.at("/consentHistory/nodes").valueStream().map(CustomerCalls::consent))
                .containsExactly("MARKETING EMAIL false", "TERMS - true", "MARKETING SMS true", "MARKETING EMAIL true");
        assertThat(staff.data("{ node(id: \"%s\") { ... on Customer { consents { ip recordedBy } } } }"
                                .formatted(me(shopper)))
                        .at("/node/consents/0"))
                .hasToString("{\"ip\":\"127.0.0.1\",\"recordedBy\":null}");
    }

    @Test
    void what_was_recorded_cannot_be_changed() throws SQLException {
        record(shopper, "TERMS", true);

        for (String table : List.of("consent", "activity")) {
            assertThatThrownBy(() -> asApplication("update customer." + table + " set customer_id = customer_id"))
                    .hasMessageContaining("permission denied");
            assertThatThrownBy(() -> asApplication("delete from customer." + table))
                    .hasMessageContaining("permission denied");
        }
    }

    @Test
    void a_wish_is_there_once_and_gone_once() throws Exception {
        String product = product("Cup");
        String add = "wishlistAdd(productId: \"%s\")".formatted(product);

        AtOnce.all(8, i -> done(shopper, add));
        assertThat(wishes(shopper)).containsExactly("Cup");

        AtOnce.all(4, i -> done(shopper, "wishlistRemove(productId: \"%s\")".formatted(product)));
        assertThat(wishes(shopper)).isEmpty();
        assertThat(refusal(shopper, "wishlistAdd(productId: \"product_00000000000000000000000001\")"))
                .isEqualTo("NOT_FOUND productId");
        assertThat(refusal(
                        shopper,
                        "wishlistAdd(productId: \"%s\", variantId: \"variant_00000000000000000000000001\")"
                                .formatted(product)))
                .isEqualTo("NOT_FOUND variantId");
    }

    @Test
    void a_draft_is_wished_for_like_nothing() {
        String draft = done(
                        staff,
                        "productCreate(input: {name: \"Secret\", variants: [{sku: \"SECRET\"}]})",
                        "product { id }")
                .at("/product/id")
                .asString();

        assertThat(refusal(shopper, "wishlistAdd(productId: \"%s\")".formatted(draft)))
                .isEqualTo("NOT_FOUND productId");
        assertThat(refusal(staff, "wishlistAdd(productId: \"%s\")".formatted(draft)))
                .as("staff who shop see what shoppers see")
                .isEqualTo("NOT_FOUND productId");
    }

    @Test
    void a_guest_takes_along_what_they_had() {
        String cup = product("Cup");
        String pot = product("Pot");
        String mine = address(shopper, "Gondar", "");
        done(shopper, "wishlistAdd(productId: \"%s\")".formatted(cup));
        String token = client.in(merchant.slug())
                .data("mutation { guestStart { guestToken } }")
                .at("/guestStart/guestToken")
                .asString();
        Client guest = client.in(merchant.slug()).with("Merkato-Guest", token);
        address(guest, "Harar", "");
        done(guest, "wishlistAdd(productId: \"%s\")".formatted(cup));
        done(guest, "wishlistAdd(productId: \"%s\")".formatted(pot));
        done(guest, "profileUpdate(input: {givenName: \"Almaz\", phone: \"0911223344\"})");
        record(guest, "MARKETING, channel: SMS", true);

        done(shopper.with("Merkato-Guest", token), "guestClaim");
        done(shopper.with("Merkato-Guest", token), "guestClaim");

        assertThat(wishes(shopper)).containsExactlyInAnyOrder("Cup", "Pot");
        assertThat(defaults(shopper)).isEqualTo(List.of(mine, mine));
        assertThat(shopper.data(ADDRESSES).at("/viewer/customer/addresses")).hasSize(2);
        assertThat(shopper.data(
                                "{ viewer { customer { givenName phone consents { channel } consentHistory(first: 9) { totalCount } } } }")
                        .at("/viewer/customer"))
                .hasToString(
                        "{\"givenName\":\"Almaz\",\"phone\":\"+251911223344\",\"consents\":[{\"channel\":\"SMS\"}],\"consentHistory\":{\"totalCount\":1}}");
        assertThat(guest.data("{ viewer { customer { id } } }")
                        .at("/viewer/customer")
                        .isNull())
                .isTrue();
    }

    @Test
    void a_guests_addresses_come_along_as_far_as_there_is_room_the_default_and_the_latest_first() throws Exception {
        address(shopper, "Gondar", "");
        copies("Gondar", 48);
        Client guest = guest();
        address(guest, "Harar", "");
        address(guest, "Jimma", "");
        address(guest, "Mekelle", "");

        done(shopper.with("Merkato-Guest", requireNonNull(guest.headers().get("Merkato-Guest"))), "guestClaim");

        assertThat(cities(shopper)).hasSize(50).contains("Harar").doesNotContain("Jimma", "Mekelle");
    }

    @Test
    void a_guests_latest_addresses_come_along_where_there_is_room_for_some() throws Exception {
        address(shopper, "Gondar", "");
        copies("Gondar", 47);
        Client guest = guest();
        address(guest, "Harar", "");
        address(guest, "Jimma", "");
        address(guest, "Mekelle", "");

        done(shopper.with("Merkato-Guest", requireNonNull(guest.headers().get("Merkato-Guest"))), "guestClaim");

        assertThat(cities(shopper)).hasSize(50).contains("Harar", "Mekelle").doesNotContain("Jimma");
    }

    @Test
    void a_customer_who_has_all_the_addresses_one_may_have_keeps_those_and_still_takes_the_rest_along()
            throws Exception {
        address(shopper, "Gondar", "");
        copies("Gondar", 49);
        Client guest = guest();
        address(guest, "Harar", "");
        done(guest, "wishlistAdd(productId: \"%s\")".formatted(product("Cup")));

        done(shopper.with("Merkato-Guest", requireNonNull(guest.headers().get("Merkato-Guest"))), "guestClaim");

        assertThat(cities(shopper)).hasSize(50).containsOnly("Gondar");
        assertThat(wishes(shopper)).containsExactly("Cup");
    }

    private void copies(String city, int number) throws SQLException {
        change("""
                insert into customer.address (tenant_id, id, customer_id, address)
                select tenant_id, gen_random_uuid(), customer_id, address from customer.address, generate_series(1, %d)
                where tenant_id = '%s' and address ->> 'city' = '%s'
                """.formatted(number, tenant(), city));
    }

    private static List<String> cities(Client who) {
        return who.data(ADDRESSES)
                .at("/viewer/customer/addresses")
                .valueStream()
                .map(each -> each.at("/postalAddress/city").asString())
                .toList();
    }

    @Test
    void a_customer_never_sees_what_staff_noted() {
        String me = done(shopper, "profileUpdate(input: {givenName: \"Almaz\"})", "customer { id }")
                .at("/customer/id")
                .asString();
        String note = done(
                        staff,
                        "customerNoteCreate(customerId: \"%s\", input: {body: \"Haggles\"})".formatted(me),
                        "customerNote { id }")
                .at("/customerNote/id")
                .asString();

        JsonNode asked = shopper.run(
                "{ node(id: \"%s\") { id } viewer { customer { notes(first: 5) { nodes { body } } activities(first: 5) { nodes { kind } } groups(first: 5) { nodes { code } } } } }"
                        .formatted(note));

        assertThat(asked.get("data"))
                .hasToString(
                        "{\"node\":null,\"viewer\":{\"customer\":{\"notes\":null,\"activities\":null,\"groups\":null}}}");
        assertThat(asked.get("errors")
                        .valueStream()
                        .map(error -> error.at("/extensions/code").asString()))
                .containsExactly("FORBIDDEN", "FORBIDDEN", "FORBIDDEN");
    }

    private void record(Client who, String what, boolean granted) {
        done(
                who,
                "customerConsentRecord(input: {purpose: %s, granted: %s, source: \"test\"})".formatted(what, granted));
    }

    private String product(String name) {
        String id = done(
                        staff,
                        "productCreate(input: {name: \"%s\", variants: [{sku: \"%1$s\", prices: [{price: {amount: \"90\", currency: \"ETB\"}}]}]})"
                                .formatted(name),
                        "product { id }")
                .at("/product/id")
                .asString();
        done(staff, "productPublish(id: \"%s\")".formatted(id));
        return id;
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
