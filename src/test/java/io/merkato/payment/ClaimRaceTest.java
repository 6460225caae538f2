package io.merkato.payment;

import static io.merkato.ordering.OrderShop.key;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.AtOnce;
import io.merkato.Client;
import io.merkato.InvariantsHold;
import io.merkato.Merchants;
import io.merkato.MerkatoTest;
import io.merkato.ordering.OrderShop;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** A guest who signs in while their order is placed or paid: it is one person's, once, and nothing is lost between the two. */
@MerkatoTest
@ExtendWith(InvariantsHold.class)
class ClaimRaceTest {

    private static final int ROUNDS = 8;

    private final Merchants merchants;
    private final PaymentDesk desk;

    ClaimRaceTest(Merchants merchants, Client client) {
        this.merchants = merchants;
        this.desk = new PaymentDesk(merchants, client);
    }

    private JsonNode claim(Client person, Client guest) {
        return person.with("Merkato-Guest", requireNonNull(guest.headers().get("Merkato-Guest")))
                .run("mutation { guestClaim { customer { id } userErrors { code } } }");
    }

    /** What came of a mutation that is alone: {@code done}, or the code by which it was refused. */
    private static String outcome(JsonNode answer) {
        JsonNode refusal = answer.at("/errors/0/extensions/code");
        return refusal.isMissingNode()
                ? answer.get("data").iterator().next().at("/userErrors/0/code").asString("done")
                : refusal.asString();
    }

    private String buyer(String order) {
        return desk.shop
                .owner
                .data("{ order(id: \"" + order + "\") { customer { id } } }")
                .at("/order/customer/id")
                .asString();
    }

    private static String id(Client person) {
        return person.data("{ viewer { customer { id } } }")
                .at("/viewer/customer/id")
                .asString();
    }

    @Test
    void an_order_that_is_paid_at_that_moment_is_paid_once_and_the_customers() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            Client person = merchants.shopper(desk.shop.merchant);
            OrderShop.Placed order = desk.order();
            String payment = PaymentDesk.pay(order, desk.account, "", key());

            List<JsonNode> answers = AtOnce.all(
                    3,
                    number -> number == 0
                            ? claim(person, order.guest())
                            : order.guest().run("mutation { " + payment.replace("%s", OrderShop.ERRORS) + " }"));

            assertThat(outcome(answers.getFirst())).isEqualTo("done");
            assertThat(answers.subList(1, 3))
                    .allSatisfy(each -> assertThat(outcome(each))
                            .isIn("done", "UNAUTHENTICATED", "NOT_FOUND", "IDEMPOTENCY_IN_PROGRESS"));
            assertThat(buyer(order.id())).isEqualTo(id(person));
            if (order.read("paymentStatus").get("paymentStatus").asString().equals("PENDING")) {
                OrderShop.does(person, PaymentDesk.pay(order, desk.account, "", key()));
            }
            assertThat(order.read("paymentStatus paid { amount } balance { amount }")
                            .toString())
                    .isEqualTo(
                            "{\"paymentStatus\":\"PAID\",\"paid\":{\"amount\":\"2050.00\"},\"balance\":{\"amount\":\"0.00\"}}");
            assertThat(person.data(
                                    "{ viewer { customer { orders(first: 5) { nodes { id providerPayments { state } } } } } }")
                            .at("/viewer/customer/orders/nodes")
                            .toString())
                    .isEqualTo("[{\"id\":\"" + order.id() + "\",\"providerPayments\":[{\"state\":\"CAPTURED\"}]}]");
        }
    }

    @Test
    void a_cart_that_is_ordered_at_that_moment_is_one_order_of_the_customers_or_their_cart() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            Client person = merchants.shopper(desk.shop.merchant);
            OrderShop.Basket basket = desk.shop.basket(desk.jug, 2);
            String place = basket.place("2050.00", "ETB", key()).replace("%s", OrderShop.ERRORS);

            List<JsonNode> answers = AtOnce.all(
                    3,
                    number -> number == 0
                            ? claim(person, basket.guest())
                            : basket.guest().run("mutation { " + place + " }"));

            assertThat(outcome(answers.getFirst())).isEqualTo("done");
            assertThat(answers.subList(1, 3))
                    .allSatisfy(each -> assertThat(outcome(each))
                            .isIn("done", "UNAUTHENTICATED", "NOT_FOUND", "IDEMPOTENCY_IN_PROGRESS"));
            OrderShop.tries(person, basket.place("2050.00", "ETB", key()));
            assertThat(person.data(
                                    "{ viewer { customer { orders(first: 5) { nodes { totals { total { amount } } } } carts(first: 5) { nodes { cartId } } } } }")
                            .at("/viewer/customer")
                            .toString())
                    .isEqualTo(
                            "{\"orders\":{\"nodes\":[{\"totals\":{\"total\":{\"amount\":\"2050.00\"}}}]},\"carts\":{\"nodes\":[]}}");
        }
    }
}
