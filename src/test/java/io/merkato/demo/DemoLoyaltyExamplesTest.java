package io.merkato.demo;

import static io.merkato.demo.Examples.example;
import static io.merkato.demo.Examples.signIn;
import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.Client;
import io.merkato.MerkatoTest;
import java.io.IOException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What a newcomer sees of points, cashback and referrals. */
@MerkatoTest
class DemoLoyaltyExamplesTest {

    private final DemoTenants demo;
    private final Client client;

    DemoLoyaltyExamplesTest(DemoTenants demo, Client client) {
        this.demo = demo;
        this.client = client;
    }

    @BeforeEach
    void load() {
        demo.load(DemoShop.all());
    }

    @Test
    void a_guest_takes_something_off_a_cart_with_points_and_makes_store_credit_of_others() throws IOException {
        Client abol = client.in("abol");
        JsonNode filled = abol.data(example("17-cart.graphql")).get("cartCreate");
        Client guest = abol.with("Merkato-Guest", filled.get("guestToken").asString());
        String order = guest.data(example("19-order-place.graphql")
                        .replace("cart_…", addressed(guest, filled))
                        .replace("key_…", "first"))
                .at("/orderPlace/order/id")
                .asString();
        guest.data(example("19-pay-2-create.graphql").replace("order_…", order).replace("key_…", "first"));
        String account = guest.data(example("19-points-1-account.graphql"))
                .at("/viewer/customer/loyaltyAccounts/0/id")
                .asString();

        String second = addressed(guest, guest.data(example("17-cart.graphql")).get("cartCreate"));
        JsonNode less = guest.data(example("19-points-3-discount.graphql").replace("cart_…", second))
                .at("/cartUpdate/cart");
        JsonNode converted = guest.data(example("19-points-4-convert.graphql")
                        .replace("loyalty_account_…", account)
                        .replace("key_…", "convert"))
                .get("loyaltyPointsConvert");

        assertThat(less.at("/discounts/1").toString())
                .as(less.toString())
                .isEqualTo("{\"code\":\"LOYALTY_POINTS\",\"amount\":{\"amount\":\"50.00\"}}");
        assertThat(less.at("/totals/total/amount").asString()).isEqualTo("2470.00");
        assertThat(converted.at("/movement/account").toString())
                .as(converted.toString())
                .isEqualTo(
                        "{\"available\":\"152\",\"customer\":{\"storeCredit\":[{\"currency\":\"ETB\",\"balance\":{\"amount\":\"50.00\"}}]}}");
    }

    private static String addressed(Client guest, JsonNode filled) throws IOException {
        String cart = filled.at("/cart/id").asString();
        guest.data(example("18-cart-address.graphql").replace("cart_…", cart));
        return cart;
    }

    @Test
    void a_customer_shares_a_code_and_another_accepts_it() throws IOException {
        Client linguere = client.in("linguere");
        Client nafissatou = linguere.as(signIn(client, "linguere", "nafissatou.seck@example.com"));
        String programme = nafissatou
                .data("{ loyaltyProgrammes(first: 1) { nodes { id } } }")
                .at("/loyaltyProgrammes/nodes/0/id")
                .asString();

        JsonNode shared = nafissatou
                .data(ofProgramme("19-referral-1-code.graphql", programme))
                .get("loyaltyReferralCodeCreate");
        JsonNode invited = nafissatou
                .data(ofProgramme("19-referral-2-invite.graphql", programme))
                .get("loyaltyReferralInvite");
        JsonNode accepted = linguere.as(signIn(client, "linguere", "mariama.sow@example.com"))
                .data(example("19-referral-3-accept.graphql")
                        .replace("code_…", shared.at("/account/referralCode").asString()))
                .get("loyaltyReferralAccept");
        JsonNode referrals = nafissatou
                .data(example("19-referral-4-mine.graphql"))
                .at("/viewer/customer/loyaltyAccounts/0/referrals/nodes");

        assertThat(invited.at("/referral/code").asString())
                .as(invited.toString())
                .hasSize(12);
        assertThat(accepted.at("/account/welcome/points").asString())
                .as(accepted.toString())
                .isEqualTo("100");
        assertThat(referrals.valueStream().map(each -> each.get("status").asString()))
                .containsExactly("ACCEPTED", "INVITED");
    }

    private static String ofProgramme(String example, String programme) throws IOException {
        return example(example).replaceAll("loyalty_programme_[0-9a-z]{26}", programme);
    }

    @Test
    void a_customer_sees_the_cashback_that_became_store_credit() throws IOException {
        JsonNode claire = client.in("linguere")
                .as(signIn(client, "linguere", "claire.martin@example.com"))
                .data(example("19-points-5-cashback.graphql"))
                .at("/viewer/customer");

        assertThat(claire.at("/loyaltyAccounts/0/cashback/nodes")
                        .valueStream()
                        .map(each -> each.get("kind").asString()))
                .containsExactly("MATURED", "GRANTED", "MATURED", "GRANTED");
        assertThat(claire.at("/storeCredit/0/balance/amount").asString()).isEqualTo("9.34");
    }
}
