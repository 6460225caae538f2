package io.merkato.ordering;

import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.Client;
import io.merkato.InvariantsHold;
import io.merkato.Merchants;
import io.merkato.MerkatoTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** What carts come to where tax, shipping and coupons are as few shops have them, and that it can be ordered. A cup is 100.00, and 15 % besides. */
@MerkatoTest
@ExtendWith(InvariantsHold.class)
class CheckoutFiguresTest {

    private final OrderShop shop;
    private final String store;
    private final String cup;

    CheckoutFiguresTest(Merchants merchants, Client client) {
        this.shop = new OrderShop(merchants, client);
        this.store = shop.owner.data("{ store { id } }").at("/store/id").asString();
        shop.does("storeUpdate(id: \"" + store + "\", input: {taxDisplay: NET}) { %s }");
        this.cup = shop.variant("CUP", "100", 10);
    }

    private String pickup() {
        return shop.does(
                        "shippingMethodCreate(input: {code: \"counter\", currency: \"ETB\", kind: PICKUP, rates: [{price: \"0\"}], pickupAddress: {line1: \"Bole Road\", city: \"Addis Ababa\", country: \"ET\"}}) { shippingMethod { id } %s }")
                .at("/shippingMethod/id")
                .asString();
    }

    private static String tax(OrderShop.Basket basket, String input) {
        return OrderShop.does(
                        basket.guest(),
                        "cartUpdate(id: \"" + basket.cart() + "\", input: {" + input
                                + "}) { cart { totals { tax { amount } } } %s }")
                .at("/cart/totals/tax/amount")
                .asString();
    }

    @Test
    void what_is_picked_up_is_taxed_where_that_is_wherever_the_shopper_says_they_live() {
        String pickup = pickup();
        String dakar = "{country: \"SN\", city: \"Dakar\", line1: \"Rue 1\"}";
        OrderShop.Basket basket = shop.basket(cup, 1);
        assertThat(tax(basket, "shippingAddress: " + dakar)).isEqualTo("0.00");
        assertThat(tax(basket, "shippingMethodId: \"" + pickup + "\"")).isEqualTo("15.00");
        assertThat(tax(basket, "shippingAddress: null, billingAddress: " + dakar))
                .isEqualTo("15.00");
        assertThat(basket.total()).isEqualTo("115.00");
        OrderShop.Placed order = basket.order();
        assertThat(order.read().at("/totals/tax/amount").asString()).isEqualTo("15.00");
        OrderShop.does(
                shop.owner,
                "orderEdit(id: \"" + order.id() + "\", ifVersion: 1, input: {add: [{variantId: \"" + cup
                        + "\", quantity: 1}]}) " + OrderShop.key() + " { %s }");
        assertThat(order.read().at("/totals/tax/amount").asString())
                .as("and what is added to it")
                .isEqualTo("30.00");
    }

    @Test
    void a_tax_of_more_than_the_price_can_be_set_and_ordered_by() {
        JsonNode tables =
                shop.owner.data("{ taxZones(first: 1) { nodes { id } } taxClasses(first: 1) { nodes { id } } }");
        shop.does("taxRateSet(input: {zoneId: " + tables.at("/taxZones/nodes/0/id") + ", taxClassId: "
                + tables.at("/taxClasses/nodes/0/id")
                + ", name: \"Excise\", percent: \"1000\", startsAt: \"2020-01-01T00:00:00Z\"}) { taxRate { id } %s }");
        OrderShop.Placed order = shop.basket(cup, 1).order();
        assertThat(order.read("totals { tax { amount } total { amount } }"))
                .hasToString("{\"totals\":{\"tax\":{\"amount\":\"1500.00\"},\"total\":{\"amount\":\"1650.00\"}}}");
    }

    @Test
    void a_coupon_that_takes_nothing_off_is_not_used_up() {
        for (String code : new String[] {"ONE", "TWO"}) {
            shop.does("couponCreate(input: {code: \"" + code
                    + "\", combinable: true, totalLimit: 1, discount: {freeShipping: true}}) { %s }");
        }
        OrderShop.Basket fetched = shop.basket(cup, 1);
        tax(fetched, "couponCodes: [\"ONE\", \"TWO\"], shippingMethodId: \"" + pickup() + "\"");
        fetched.order();
        assertThat(used("ONE") + used("TWO")).isZero();

        OrderShop.Basket sent = shop.basket(cup, 1);
        tax(sent, "couponCodes: [\"ONE\", \"TWO\"]");
        assertThat(sent.total()).isEqualTo("115.00");
        sent.order();
        assertThat(used("ONE")).isEqualTo(1);
        assertThat(used("TWO")).as("nothing was left to take off").isZero();
    }

    private int used(String code) {
        return shop.owner
                .data("{ couponByCode(code: \"" + code + "\") { used } }")
                .at("/couponByCode/used")
                .asInt();
    }

    @Test
    void a_draft_that_comes_to_more_than_can_be_reckoned_with_is_refused() {
        JsonNode draft = shop.does("draftOrderCreate(input: {storeId: \"" + store + "\", lines: [{variantId: \"" + cup
                        + "\"}, {variantId: \"" + shop.variant("JUG", "100", 10)
                        + "\"}]}) { cart { id lines { id } } %s }")
                .get("cart");
        String update = "cartLinesUpdate(id: " + draft.get("id")
                + ", input: {lines: [%s]}) { cart { totals { total { amount } } } %%s }";
        String cups = priced(draft, 0);
        assertThat(shop.does(update.formatted(cups))
                        .at("/cart/totals/total/amount")
                        .asString())
                .as("tax and the jug besides")
                .isEqualTo("8625000000115.00");
        assertThat(OrderShop.refusals(OrderShop.tries(shop.owner, update.formatted(cups + priced(draft, 1)))))
                .containsExactly("OUT_OF_RANGE input.lines");
    }

    private static String priced(JsonNode draft, int line) {
        return "{id: " + draft.at("/lines/" + line + "/id")
                + ", quantity: 5, priceOverride: {amount: \"1500000000000\", currency: \"ETB\"}} ";
    }
}
