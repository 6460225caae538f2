package io.merkato.ordering;

import static io.merkato.ordering.OrderShop.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.merkato.Client;
import io.merkato.InvariantsHold;
import io.merkato.Merchants;
import io.merkato.MerkatoTest;
import io.merkato.TestDatabase;
import io.merkato.api.TypeId;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** An order comes to 10^15 santim, 10 000 000 000 000.00 birr, and to none more. */
@MerkatoTest
@ExtendWith(InvariantsHold.class)
class MostOfAnOrderTest {

    private static final String MOST = "10000000000000.00";
    private static final String MORE = "10000000000000.01";

    private final OrderShop shop;

    MostOfAnOrderTest(Merchants merchants, Client client) {
        this.shop = new OrderShop(merchants, client);
    }

    private String priced(String variant, int version, String price) {
        return "productVariantPriceSet(id: \"" + variant + "\", ifVersion: " + version
                + ", input: {prices: [{price: {amount: \"" + price + "\", currency: \"ETB\"}}]}) { %s }";
    }

    /** A draft of one piece, which is not sent. */
    private OrderShop.Basket draft(String variant) {
        String store = shop.owner.data("{ store { id } }").at("/store/id").asString();
        String cart = shop.does("draftOrderCreate(input: {storeId: \"" + store + "\", lines: [{variantId: \"" + variant
                        + "\", quantity: 1}]}) { cart { id } %s }")
                .at("/cart/id")
                .asString();
        return new OrderShop.Basket(shop, shop.owner, cart);
    }

    private JsonNode update(OrderShop.Basket basket, String quantity, String more) {
        return OrderShop.tries(
                shop.owner,
                "cartLinesUpdate(id: \"" + basket.cart() + "\", input: {lines: [{id: "
                        + basket.read("lines { id }").at("/lines/0/id") + ", quantity: " + quantity + more
                        + "}]}) { cart { totals { total { amount } } } %s }");
    }

    private static String at(String price) {
        return ", priceOverride: {amount: \"" + price + "\", currency: \"ETB\"}";
    }

    @Test
    void an_order_of_the_most_is_placed_paid_and_given_back() {
        OrderShop.Basket basket = draft(shop.variant("PALACE", "100", 5));
        assertThat(OrderShop.refusals(update(basket, "1", at(MORE)))).containsExactly("OUT_OF_RANGE input.lines");
        assertThat(update(basket, "1", at(MOST)).at("/cart/totals/total/amount").asString())
                .isEqualTo(MOST);

        OrderShop.Placed order = basket.order();

        assertThat(order.read("totals { total { amount } } balance { amount }").toString())
                .isEqualTo("{\"totals\":{\"total\":{\"amount\":\"" + MOST + "\"}},\"balance\":{\"amount\":\"" + MOST
                        + "\"}}");
        assertThat(OrderShop.refusals(order.pays(MOST))).isEmpty();
        assertThat(order.statuses()).isEqualTo("OPEN PAID UNFULFILLED");
        assertThat(OrderShop.refusals(order.refunds(MORE))).containsExactly("OUT_OF_RANGE input.amount");
        assertThat(OrderShop.refusals(order.refunds(MOST))).isEmpty();
        assertThat(order.read("paid { amount } refunded { amount } paymentStatus")
                        .toString())
                .isEqualTo("{\"paid\":{\"amount\":\"" + MOST + "\"},\"refunded\":{\"amount\":\"" + MOST
                        + "\"},\"paymentStatus\":\"REFUNDED\"}");
    }

    @Test
    void whatever_writes_orders_none_becomes_larger_and_one_that_is_goes_on() throws SQLException {
        OrderShop.Placed order =
                shop.basket(shop.variant("CASTLE", "100", 5), 1).order();
        String grow =
                "update ordering.\"order\" set subtotal = %1$s, shipping = 0, discount = 0, shipping_discount = 0,"
                        + " total = %1$s + case when prices_include_tax then 0 else tax end where id = '"
                        + TypeId.parse("order", order.id()) + "'";
        try (Connection superuser = TestDatabase.superuser()) {
            var sql = superuser.createStatement();
            assertThatThrownBy(() -> sql.execute(grow.formatted("1000000000000001")))
                    .hasMessageContaining("would come to more than 10^15");

            superuser.setAutoCommit(false);
            sql.execute("set local session_replication_role = replica");
            sql.execute(grow.formatted("1000000000000003"));
            sql.execute("set local session_replication_role = origin");
            sql.execute(grow.formatted("1000000000000002"));
            assertThatThrownBy(() -> sql.execute(grow.formatted("1000000000000003")))
                    .hasMessageContaining("would come to more than 10^15");
            superuser.rollback();
        }
    }

    @Test
    void a_cart_that_has_come_to_more_since_is_placed_once_it_comes_to_the_most_again() {
        String palace = shop.variant("PALACE", "100", 5);
        OrderShop.Basket basket = draft(palace);
        assertThat(OrderShop.refusals(update(basket, "2", ""))).isEmpty();
        shop.does(priced(palace, 1, MOST));
        assertThat(basket.total()).isEqualTo("20000000000000.00");
        assertThat(OrderShop.refusals(OrderShop.tries(shop.owner, basket.place("20000000000000.00"))))
                .containsExactly("OUT_OF_RANGE input.cartId");
        assertThat(OrderShop.refusals(OrderShop.tries(
                        shop.owner,
                        "cartUpdate(id: \"" + basket.cart()
                                + "\", input: {email: \"hana@example.com\"}) { cart { email } %s }")))
                .isEmpty();
        assertThat(OrderShop.refusals(update(basket, "3", ""))).containsExactly("OUT_OF_RANGE input.lines");
        assertThat(update(basket, "1", "").at("/cart/totals/total/amount").asString())
                .isEqualTo(MOST);
        assertThat(OrderShop.refusals(OrderShop.tries(shop.owner, basket.place(MOST, "ETB", key()))))
                .isEmpty();
    }
}
