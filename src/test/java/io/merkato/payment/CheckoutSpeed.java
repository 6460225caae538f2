package io.merkato.payment;

import io.merkato.AtOnce;
import io.merkato.Client;
import io.merkato.Merchants;
import io.merkato.MerkatoTest;
import io.merkato.Statements;
import io.merkato.ordering.OrderShop;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * Guests who fill a cart, say where it goes, order and pay by the sandbox, each by one request, in orders per second: {@code ./mvnw test -Dtest=CheckoutSpeed}. A
 * measurement, so no part of the suite.
 */
@MerkatoTest
class CheckoutSpeed {

    private static final int ROUNDS = 7;
    private static final int ORDERS = 60;
    private static final int CALLERS = 4;

    private final PaymentDesk desk;
    private final Statements statements;

    CheckoutSpeed(Merchants merchants, Client client, Statements statements) {
        this.desk = new PaymentDesk(merchants, client);
        desk.shop.receive(desk.jug, 100_000);
        this.statements = statements;
    }

    /** One guest's way, a request at a time. */
    private final class Checkout {
        private Client guest = desk.shop.visitor;
        private String cart = "";
        private String order = "";

        void fills() {
            JsonNode made = OrderShop.does(
                    guest,
                    "cartCreate(input: {currency: \"ETB\", email: \"hana@example.com\", lines: [{variantId: \""
                            + desk.jug + "\", quantity: 2}]}) { cart { id } guestToken %s }");
            guest = guest.with("Merkato-Guest", made.get("guestToken").asString());
            cart = made.at("/cart/id").asString();
        }

        void says_where_to() {
            OrderShop.does(
                    guest,
                    "cartUpdate(id: \"" + cart
                            + "\", input: {shippingAddress: {country: \"ET\", city: \"Addis Ababa\", line1: \"Bole Road 1\"}, shippingMethodId: \""
                            + desk.shop.shippingMethod + "\"}) { cart { totals { total { amount } } } %s }");
        }

        void orders() {
            order = OrderShop.does(
                            guest,
                            "orderPlace(input: {cartId: \"" + cart
                                    + "\", expectedTotal: {amount: \"2050.00\", currency: \"ETB\"}}) " + OrderShop.key()
                                    + " { order { id number } %s }")
                    .at("/order/id")
                    .asString();
        }

        void pays() {
            JsonNode payment = OrderShop.does(
                            guest,
                            "paymentCreate(input: {orderId: \"" + order + "\", accountId: \"" + desk.account + "\"}) "
                                    + OrderShop.key() + " { payment { state } %s }")
                    .get("payment");
            if (!payment.get("state").asString().equals("CAPTURED")) {
                throw new AssertionError(payment);
            }
        }

        boolean all() {
            fills();
            says_where_to();
            orders();
            pays();
            return true;
        }
    }

    @Test
    void orders_per_second_from_an_empty_cart_to_the_money() throws Exception {
        perSecond(1); // warms up
        perSecond(CALLERS);
        var one = new double[ROUNDS];
        var several = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            one[round] = perSecond(1);
            several[round] = perSecond(CALLERS);
        }
        Arrays.sort(one);
        Arrays.sort(several);
        var counted = new Checkout();
        System.out.printf(
                "from an empty cart to a paid order: %.1f a second from one caller, %.1f from %d at once; statements: %d for the cart, %d for address and delivery, %d for the order, %d for the payment with the sandbox's own%n",
                one[ROUNDS / 2],
                several[ROUNDS / 2],
                CALLERS,
                statements.of(counted::fills).size(),
                statements.of(counted::says_where_to).size(),
                statements.of(counted::orders).size(),
                statements.of(counted::pays).size());
    }

    private double perSecond(int callers) throws Exception {
        long start = System.nanoTime();
        AtOnce.all(callers, caller -> {
            for (int i = 0; i < ORDERS / callers; i++) {
                new Checkout().all();
            }
            return true;
        });
        return ORDERS / ((System.nanoTime() - start) / 1e9);
    }
}
