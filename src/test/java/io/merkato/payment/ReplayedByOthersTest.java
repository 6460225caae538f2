package io.merkato.payment;

import static io.merkato.ordering.OrderShop.key;
import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.Client;
import io.merkato.Merchants;
import io.merkato.MerkatoTest;
import io.merkato.identity.BuiltInRole;
import io.merkato.ordering.OrderShop;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What was done by a key is answered again to who did it, and to nobody else who sends the same document with the same key. */
@MerkatoTest
class ReplayedByOthersTest {

    private final Merchants merchants;
    private final PaymentDesk desk;

    ReplayedByOthersTest(Merchants merchants, Client client) {
        this.merchants = merchants;
        this.desk = new PaymentDesk(merchants, client);
    }

    @Test
    void an_order_that_was_placed_is_answered_again_to_who_placed_it_alone() {
        OrderShop.Basket basket = desk.shop.basket(desk.jug, 2);
        replay(basket.guest(), basket.place("2050.00", "ETB", key()), "/order/id");
    }

    @Test
    void an_order_of_somebody_who_is_signed_in_is_answered_again_to_them_alone() {
        OrderShop.Basket basket = desk.shop.basket(merchants.shopper(desk.shop.merchant), desk.jug, 2);
        replay(basket.guest(), basket.place("2050.00", "ETB", key()), "/order/id");
    }

    @Test
    void a_payment_is_answered_again_to_who_pays_alone() {
        OrderShop.Placed order = desk.order();
        replay(order.guest(), PaymentDesk.pay(order, desk.account, "", key()), "/payment/id");
    }

    private void replay(Client who, String mutation, String made) {
        String id = OrderShop.does(who, mutation).at(made).asString();
        Map<String, Client> others = Map.of(
                "another guest", desk.order().guest(),
                "another customer",
                        desk.shop
                                .basket(merchants.shopper(desk.shop.merchant), desk.jug, 1)
                                .order()
                                .guest(),
                "somebody with a login", merchants.shopper(desk.shop.merchant),
                "staff without the right", merchants.staff(desk.shop.merchant, BuiltInRole.CATALOGUE),
                "nobody", desk.shop.visitor);

        others.forEach((name, other) -> assertThat(run(other, mutation))
                .as(name)
                .containsPattern("\"code\":\"(NOT_FOUND|UNAUTHENTICATED)\"")
                .doesNotContain(id));
        assertThat(OrderShop.does(who, mutation).at(made).asString()).isEqualTo(id);
    }

    @Test
    void who_placed_it_as_staff_and_is_none_any_more_is_told_no_more_of_it() {
        Client staff = merchants.staff(desk.shop.merchant, BuiltInRole.ORDERS);
        String store = desk.shop.owner.data("{ store { id } }").at("/store/id").asString();
        String draft = OrderShop.does(
                        staff,
                        "draftOrderCreate(input: {storeId: \"" + store + "\", lines: [{variantId: \"" + desk.jug
                                + "\"}]}) { cart { id } %s }")
                .at("/cart/id")
                .asString();
        String placing = new OrderShop.Basket(desk.shop, staff, draft).place("1000.00", "ETB", key());
        String id = OrderShop.does(staff, placing).at("/order/id").asString();
        assertThat(OrderShop.does(staff, placing).at("/order/id").asString()).isEqualTo(id);
        desk.shop.basket(staff, desk.jug, 1).order(); // and is a customer besides

        for (JsonNode member : desk.shop
                .owner
                .data("{ members(first: 10) { nodes { id role { builtIn } } } }")
                .at("/members/nodes")) {
            if (member.at("/role/builtIn").asString().equals("ORDERS")) {
                desk.shop.does("memberRemove(id: \"" + member.get("id").asString() + "\") { %s }");
            }
        }
        assertThat(run(staff, placing)).isEqualTo("{\"data\":{\"orderPlace\":{\"order\":null,\"userErrors\":[]}}}");
    }

    private static String run(Client who, String mutation) {
        return who.run("mutation { " + mutation.replace("%s", "userErrors { code path }") + " }")
                .toString();
    }
}
