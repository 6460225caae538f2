package io.merkato.pricing;

import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.Client;
import io.merkato.Merchants;
import io.merkato.MerkatoTest;
import io.merkato.Statements;
import io.merkato.customer.CustomerGroup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What members of a customer group see things cost, and nobody else does. */
@MerkatoTest
class GroupPricesTest {

    private static final String PRICES =
            "{ productVariantBySku(sku: \"CUP\") { price { amount } priceDecision { source } product { priceRange { min { amount } } } } }";
    private static final String CHEAP =
            "{\"productVariantBySku\":{\"price\":{\"amount\":\"80.00\"},\"priceDecision\":{\"source\":\"PRICE_LIST\"},\"product\":{\"priceRange\":{\"min\":{\"amount\":\"80.00\"}}}}}";
    private static final String USUAL =
            "{\"productVariantBySku\":{\"price\":{\"amount\":\"100.00\"},\"priceDecision\":{\"source\":\"BASE\"},\"product\":{\"priceRange\":{\"min\":{\"amount\":\"100.00\"}}}}}";

    private final Merchants merchants;
    private final Statements statements;
    private final PricedShop shop;
    private final CustomerGroup.Id cafes;
    private final Client visitor;
    private final Client member;
    private final String memberId;

    GroupPricesTest(Merchants merchants, Client client, Statements statements) {
        this.merchants = merchants;
        this.statements = statements;
        shop = new PricedShop(merchants);
        visitor = client.in(shop.slug);
        cafes = shop.group("cafes");
        shop.list(
                "cafes",
                ", customerGroupIds: [\"%s\"]".formatted(cafes.text()),
                "{variantId: \"$CUP\", price: \"80\"}");
        member = guest(visitor);
        memberId = member.data("mutation { profileUpdate(input: {givenName: \"Tsedal\"}) { customer { id } } }")
                .at("/profileUpdate/customer/id")
                .asString();
        shop.does(membership("Add"));
    }

    @Test
    void a_list_of_a_group_is_for_its_members_alone() {
        assertThat(member.data(PRICES)).hasToString(CHEAP);
        assertThat(guest(visitor).data(PRICES)).hasToString(USUAL);
        assertThat(visitor.data(PRICES)).hasToString(USUAL);
        assertThat(shop.owner.data(PRICES)).hasToString(USUAL);
    }

    @Test
    void who_leaves_the_group_pays_what_all_pay_and_no_group_goes_that_lists_are_for() {
        shop.does(membership("Remove"));
        assertThat(member.data(PRICES)).hasToString(USUAL);
        shop.does(membership("Add"));
        assertThat(member.data(PRICES)).hasToString(CHEAP);

        assertThat(shop.owner
                        .data("mutation { customerGroupDelete(id: \"%s\") { userErrors { code path message } } }"
                                .formatted(cafes.text()))
                        .at("/customerGroupDelete/userErrors")
                        .toString())
                .isEqualTo(
                        "[{\"code\":\"IN_USE\",\"path\":[\"id\"],\"message\":\"Take it out of these first: the price list cafes.\"}]");
        assertThat(member.data(PRICES)).hasToString(CHEAP);
        assertThat(visitor.data(PRICES)).hasToString(USUAL);
    }

    @Test
    void a_list_is_opened_to_all_and_closed_again() {
        String list = shop.owner
                .data("{ priceLists(first: 1) { nodes { id } } }")
                .at("/priceLists/nodes/0/id")
                .asString();
        assertThat(lists())
                .isEqualTo("[{\"code\":\"cafes\",\"everyCustomer\":false,\"customerGroups\":[{\"code\":\"cafes\"}]}]");

        shop.does(update(list, "null"));
        assertThat(visitor.data(PRICES)).hasToString(CHEAP);
        assertThat(lists()).isEqualTo("[{\"code\":\"cafes\",\"everyCustomer\":true,\"customerGroups\":[]}]");

        shop.does(update(list, "[]"));
        assertThat(member.data(PRICES)).hasToString(USUAL);

        shop.does(update(list, "[\"%1$s\", \"%1$s\"]".formatted(cafes.text())));
        assertThat(member.data(PRICES)).hasToString(CHEAP);
        assertThat(visitor.data(PRICES)).hasToString(USUAL);

        var other = new PricedShop(merchants);
        String foreign = other.group("theirs").text();
        assertThat(shop.refusals(update(list, "[\"%s\"]".formatted(foreign))))
                .containsExactly("NOT_FOUND input.customerGroupIds");
        assertThat(member.data(PRICES)).hasToString(CHEAP);
    }

    @ParameterizedTest
    @ValueSource(strings = {"POS", "EXTERNAL"})
    void where_staff_ask_for_others_their_own_groups_decide_nothing(String channel) {
        String own = shop.owner
                .data("mutation { profileUpdate(input: {givenName: \"Hana\"}) { customer { id } } }")
                .at("/profileUpdate/customer/id")
                .asString();
        shop.does("customerGroupMembersAdd(id: \"%s\", customerIds: [\"%s\"]) { customerGroup { id } %s }"
                .formatted(cafes.text(), own, PricedShop.ERRORS));

        assertThat(shop.owner.data(PRICES)).hasToString(CHEAP);
        assertThat(shop.owner.data("query @inContext(channel: " + channel + ") " + PRICES))
                .hasToString(USUAL);
    }

    /** Who asks is looked up once, their groups once, and the prices of the variant and of the product once each. */
    @Test
    void who_shops_is_looked_up_once_however_many_prices_are_asked_for() {
        assertThat(statements.of(() -> member.data(PRICES)).stream()
                        .filter(sql -> sql.contains("customer_group_member"))
                        .filter(sql -> !sql.contains("price_list")))
                .hasSize(1);
        assertThat(statements.of(() -> visitor.data(PRICES)).stream()
                        .filter(sql -> sql.contains("\"customer\".\"customer")))
                .isEmpty();
    }

    private String lists() {
        return shop.owner
                .data("{ priceLists(first: 5) { nodes { code everyCustomer customerGroups { code } } } }")
                .at("/priceLists/nodes")
                .toString();
    }

    private static String update(String list, String groups) {
        return "priceListUpdate(id: \"%s\", input: {customerGroupIds: %s}) { priceList { id } %s }"
                .formatted(list, groups, PricedShop.ERRORS);
    }

    private String membership(String change) {
        return "customerGroupMembers%s(id: \"%s\", customerIds: [\"%s\"]) { customerGroup { id } %s }"
                .formatted(change, cafes.text(), memberId, PricedShop.ERRORS);
    }

    static Client guest(Client visitor) {
        return visitor.with(
                "Merkato-Guest",
                visitor.data("mutation { guestStart { guestToken } }")
                        .at("/guestStart/guestToken")
                        .asString());
    }
}
