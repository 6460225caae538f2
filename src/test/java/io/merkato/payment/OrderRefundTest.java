package io.merkato.payment;

import static io.merkato.ordering.OrderShop.key;
import static io.merkato.ordering.OrderShop.refusals;
import static io.merkato.payment.PaymentDesk.amount;
import static io.merkato.payment.PaymentDesk.input;
import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.AtOnce;
import io.merkato.Client;
import io.merkato.InvariantsHold;
import io.merkato.Merchants;
import io.merkato.MerkatoTest;
import io.merkato.api.Permission;
import io.merkato.api.TypeId;
import io.merkato.api.Viewer;
import io.merkato.identity.BuiltInRole;
import io.merkato.ordering.Order;
import io.merkato.ordering.OrderPaymentMethod;
import io.merkato.ordering.OrderProgress;
import io.merkato.ordering.OrderShop;
import io.merkato.ordering.Orders;
import io.merkato.ordering.PastOrder;
import io.merkato.tenancy.TenantUpkeep;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.context.ApplicationContext;
import tools.jackson.databind.JsonNode;

/** Refunds spread over what paid for an order: two payments at the sandbox, cash, store credit and a gift card. */
@MerkatoTest
@ExtendWith(InvariantsHold.class)
class OrderRefundTest {

    private static final String PARTS = "parts { method status amount { amount } payment { id } }";

    private final PaymentDesk desk;
    private final SandboxBank bank;
    private final Merchants merchants;
    private final ApplicationContext beans;

    OrderRefundTest(Merchants merchants, Client client, SandboxBank bank, ApplicationContext beans) {
        this.desk = new PaymentDesk(merchants, client);
        this.bank = bank;
        this.merchants = merchants;
        this.beans = beans;
    }

    /** 2 050.00: 1 000.00 and 500.00 by the sandbox, 200.00 in cash, 150.00 of store credit, 200.00 by a gift card of 400.00. */
    private record Paid(OrderShop.Placed order, JsonNode first, JsonNode second, String card) {}

    private Paid paid() {
        OrderShop.Placed order = desk.order();
        String customer = customer(order.guest());
        JsonNode first = desk.pays(order.guest(), order, amount("1000")).get("payment");
        JsonNode second = desk.pays(order.guest(), order, amount("500")).get("payment");
        desk.shop.does(record("orderPaymentRecord", order.id(), "200", "CASH"));
        desk.shop.does("storeCreditAdjust(input: {customerId: \"" + customer
                + "\", change: {amount: \"150\", currency: \"ETB\"}, reason: \"Welcome\"}) " + key() + " { %s }");
        OrderShop.does(order.guest(), redeem(order, "150"));
        JsonNode card = desk.shop
                .does("giftCardsIssue(input: {cards: [{amount: {amount: \"400\", currency: \"ETB\"}}]}) " + key()
                        + " { issued { code giftCard { id } } %s }")
                .at("/issued/0");
        OrderShop.does(
                order.guest(),
                "orderGiftCardRedeem(input: {orderId: \"" + order.id() + "\", code: \""
                        + card.get("code").asString() + "\"}) " + key() + " { %s }");
        return new Paid(order, first, second, card.at("/giftCard/id").asString());
    }

    private static String customer(Client who) {
        return who.data("{ viewer { customer { id } } }")
                .at("/viewer/customer/id")
                .asString();
    }

    private static String record(String mutation, String order, String amount, String method) {
        return mutation + "(id: \"" + order + "\", input: {amount: {amount: \"" + amount
                + "\", currency: \"ETB\"}, method: " + method + "}) " + key() + " { %s }";
    }

    private static String cancel(OrderShop.Placed order, String method) {
        return "orderCancel(id: \"" + order.id() + "\", input: {refundMethod: " + method + "}) " + key()
                + " { order { status paymentStatus } %s }";
    }

    private static String redeem(OrderShop.Placed order, String amount) {
        return "orderStoreCreditRedeem(input: {orderId: \"" + order.id() + "\"" + amount(amount) + "}) " + key()
                + " { %s }";
    }

    private String card(String id) {
        return desk.shop
                .owner
                .data("{ giftCard(id: \"" + id + "\") { balance { amount } } }")
                .at("/giftCard/balance/amount")
                .asString();
    }

    private static String asked(Paid paid, String to, String more) {
        return "input: {orderId: \"" + paid.order().id() + "\", to: " + to + more + "}";
    }

    private static String refund(Paid paid, String to, String more, String key) {
        return "orderRefundCreate(" + asked(paid, to, more) + ") " + key
                + " { refund { id amount { amount } returned { amount } underWay { amount } failed { amount } " + PARTS
                + " } %s }";
    }

    private JsonNode refunds(Paid paid, String to, String more) {
        return OrderShop.tries(desk.shop.owner, refund(paid, to, more, key()));
    }

    private JsonNode preview(Paid paid, String to, String more) {
        return preview(desk.shop.owner, paid, to, more);
    }

    private static JsonNode preview(Client who, Paid paid, String to, String more) {
        return who.data("{ orderRefundPreview(" + asked(paid, to, more)
                        + ") { refundable { amount } refundableAsStoreCredit { amount } storeCreditUntil " + PARTS
                        + " problems { code path } } }")
                .get("orderRefundPreview");
    }

    /** Method, amount and how it stands, of the first or the second payment where it is of one. */
    private static List<String> parts(JsonNode of, Paid paid) {
        var parts = new ArrayList<String>();
        of.get("parts").forEach(part -> {
            String payment = part.at("/payment/id").asString("");
            String which = payment.isEmpty()
                    ? ""
                    : payment.equals(paid.first().get("id").asString()) ? " first" : " second";
            parts.add(part.get("method").asString() + " "
                    + part.at("/amount/amount").asString() + " "
                    + part.get("status").asString() + which);
        });
        return parts;
    }

    private static String storeCredit(String amount) {
        return ", storeCredit: {amount: \"" + amount + "\", currency: \"ETB\"}";
    }

    private String has(Paid paid) {
        String credit = paid.order()
                .guest()
                .data("{ viewer { customer { storeCredit { balance { amount } } } } }")
                .at("/viewer/customer/storeCredit/0/balance/amount")
                .asString();
        return "credit " + credit + ", card " + card(paid.card());
    }

    @Test
    void it_goes_back_the_way_it_came_the_oldest_payment_first_and_each_to_what_paid() {
        Paid paid = paid();
        assertThat(paid.order().read("paymentStatus").toString()).isEqualTo("{\"paymentStatus\":\"PAID\"}");
        JsonNode preview = preview(paid, "ORIGINAL", amount("1600"));
        assertThat(preview.at("/refundable/amount").asString()).isEqualTo("2050.00");
        assertThat(parts(preview, paid))
                .containsExactly(
                        "MOBILE_MONEY 1000.00 PLANNED first",
                        "MOBILE_MONEY 500.00 PLANNED second",
                        "CASH 100.00 PLANNED");
        String key = key();
        JsonNode first =
                desk.shop.does(refund(paid, "ORIGINAL", amount("1600"), key)).get("refund");
        assertThat(parts(first, paid))
                .containsExactly(
                        "MOBILE_MONEY 1000.00 DONE first", "MOBILE_MONEY 500.00 DONE second", "CASH 100.00 DONE");
        assertThat(first.at("/returned/amount").asString()).isEqualTo("1600.00");
        assertThat(desk.shop.does(refund(paid, "ORIGINAL", amount("1600"), key)).get("refund"))
                .isEqualTo(first);
        assertThat(desk.atTheBank(bank, paid.first())).isEqualTo("CHARGE 1000.00 DONE, REFUND 1000.00 DONE");

        assertThat(refusals(refunds(paid, "ORIGINAL", amount("450.01")))).containsExactly("OUT_OF_RANGE input.amount");
        assertThat(parts(refunds(paid, "ORIGINAL", "").get("refund"), paid))
                .containsExactly("CASH 100.00 DONE", "STORE_CREDIT 150.00 DONE", "GIFT_CARD 200.00 DONE");
        assertThat(has(paid)).isEqualTo("credit 150.00, card 400.00");
        assertThat(paid.order()
                        .read("history { axis event }")
                        .at("/history")
                        .valueStream()
                        .filter(step -> step.get("axis").asString().equals("PAYMENT"))
                        .map(step -> step.get("event").asString())
                        .filter(event -> event.startsWith("REFUND"))
                        .toList())
                .as("three ways at once are one step, and one entry of the book")
                .containsExactly("REFUND_PART", "REFUND_PART", "REFUND_PART", "REFUND");
        assertThat(refusals(refunds(paid, "ORIGINAL", ""))).containsExactly("NOT_ALLOWED input.orderId");
        assertThat(paid.order()
                        .read("paymentStatus refunds { totalCount nodes { amount { amount } } }")
                        .toString())
                .isEqualTo(
                        "{\"paymentStatus\":\"REFUNDED\",\"refunds\":{\"totalCount\":2,\"nodes\":[{\"amount\":{\"amount\":\"1600.00\"}},{\"amount\":{\"amount\":\"450.00\"}}]}}");
        String cursor = paid.order()
                .read("refunds(first: 1) { pageInfo { endCursor } }")
                .at("/refunds/pageInfo/endCursor")
                .asString();
        assertThat(paid.order()
                        .read("refunds(first: 1, after: \"" + cursor
                                + "\") { pageInfo { hasNextPage } nodes { amount { amount } } }")
                        .toString())
                .isEqualTo(
                        "{\"refunds\":{\"pageInfo\":{\"hasNextPage\":false},\"nodes\":[{\"amount\":{\"amount\":\"450.00\"}}]}}");
    }

    @Test
    void as_store_credit_it_takes_the_place_of_what_paid_and_none_of_that_goes_back_again() {
        Paid paid = paid();
        JsonNode preview = preview(paid, "STORE_CREDIT", amount("650"));
        assertThat(Duration.between(
                        Instant.now(),
                        Instant.parse(preview.get("storeCreditUntil").asString())))
                .as("a guest's, who left nothing to be reached by")
                .isBetween(Duration.ofDays(1), Duration.ofDays(181));
        assertThat(preview(paid, "ORIGINAL", amount("100"))
                        .get("storeCreditUntil")
                        .isNull())
                .isTrue();
        OrderShop.does(paid.order().guest(), "profileUpdate(input: {email: \"almaz@example.com\"}) { %s }");
        assertThat(preview(paid, "STORE_CREDIT", "").get("storeCreditUntil").isNull())
                .isTrue();
        assertThat(refusals(refunds(paid, "MIXED", amount("100")))).containsExactly("REQUIRED input.storeCredit");
        assertThat(refusals(refunds(paid, "ORIGINAL", amount("100") + storeCredit("10"))))
                .containsExactly("INVALID input.storeCredit");
        assertThat(parts(
                        refunds(paid, "MIXED", amount("700") + storeCredit("400"))
                                .get("refund"),
                        paid))
                .containsExactlyInAnyOrder(
                        "STORE_CREDIT 200.00 DONE", "STORE_CREDIT 200.00 DONE", "MOBILE_MONEY 300.00 DONE first");
        assertThat(has(paid)).isEqualTo("credit 400.00, card 200.00");
        assertThat(parts(refunds(paid, "STORE_CREDIT", amount("650")).get("refund"), paid))
                .containsExactly("STORE_CREDIT 150.00 DONE", "STORE_CREDIT 500.00 DONE first");
        assertThat(has(paid)).isEqualTo("credit 1050.00, card 200.00");
        assertThat(refusals(desk.asks("paymentRefund", paid.first(), input("200.01"))))
                .containsExactly("OUT_OF_RANGE input.amount");
        assertThat(refusals(OrderShop.tries(
                        desk.shop.owner,
                        record("orderRefundRecord", paid.order().id(), "0.01", "CASH"))))
                .containsExactly("OUT_OF_RANGE input.amount");
        assertThat(parts(refunds(paid, "ORIGINAL", "").get("refund"), paid))
                .containsExactly("MOBILE_MONEY 200.00 DONE first", "MOBILE_MONEY 500.00 DONE second");
        assertThat(desk.atTheBank(bank, paid.first()))
                .isEqualTo("CHARGE 1000.00 DONE, REFUND 300.00 DONE, REFUND 200.00 DONE");
        assertThat(paid.order().read("paymentStatus").toString()).isEqualTo("{\"paymentStatus\":\"REFUNDED\"}");
    }

    @Test
    void what_a_provider_declines_stays_held_and_shows_as_failed() {
        Paid paid = paid();
        JsonNode refund = refunds(paid, "ORIGINAL", amount("999.01")).get("refund");
        assertThat(parts(refund, paid)).containsExactly("MOBILE_MONEY 999.01 FAILED first");
        assertThat(refund.at("/failed/amount").asString()).isEqualTo("999.01");
        JsonNode waits = refunds(paid, "ORIGINAL", amount("999.03")).get("refund");
        assertThat(parts(waits, paid)).containsExactly("MOBILE_MONEY 999.03 UNDER_WAY first");
        assertThat(preview(paid, "ORIGINAL", "").at("/refundable/amount").asString())
                .isEqualTo("1050.97");
        assertThat(refusals(refunds(paid, "STORE_CREDIT", amount("1050.98"))))
                .containsExactly("OUT_OF_RANGE input.amount");
    }

    @Test
    void of_64_that_refund_at_once_by_every_way_none_gives_back_more_than_there_was() throws Exception {
        Paid paid = paid();
        List<String> given = AtOnce.all(
                64,
                i -> outcome(
                        switch (i % 4) {
                            case 0 -> refunds(paid, "ORIGINAL", amount("205"));
                            case 1 -> refunds(paid, "STORE_CREDIT", amount("205"));
                            case 2 -> refunds(paid, "MIXED", amount("205") + storeCredit("100"));
                            default -> desk.asks("paymentRefund", paid.second(), input("205"));
                        }));
        assertThat(new HashSet<>(given)).isSubsetOf("done", "OUT_OF_RANGE", "NOT_ALLOWED");
        assertThat(Collections.frequency(given, "done")).isBetween(9, 10);
        refunds(paid, "ORIGINAL", "");
        assertThat(paid.order()
                        .read("held: balance { amount } paymentStatus refunded { amount }")
                        .toString())
                .isEqualTo(
                        "{\"held\":{\"amount\":\"2050.00\"},\"paymentStatus\":\"REFUNDED\",\"refunded\":{\"amount\":\"2050.00\"}}");
    }

    @Test
    void of_a_customer_who_is_forgotten_the_books_stay_and_what_their_credit_paid_goes_back_as_staff_say() {
        Paid paid = paid();
        Client guest = paid.order().guest();
        String customer = customer(guest);
        OrderShop.Placed elsewhere = desk.shop.basket(guest, desk.jug, 1).order();
        desk.shop.does("giftCardRedeem(input: {giftCardId: \"" + paid.card() + "\", customerId: \"" + customer
                + "\", amount: {amount: \"30\", currency: \"ETB\"}}) " + key() + " { %s }");
        OrderShop.does(guest, redeem(elsewhere, "30"));
        desk.shop.does(refund(paid, "ORIGINAL", amount("1500"), key()));
        int customers = desk.count("customer.customer");
        desk.shop.does("customerDelete(id: \"" + customer + "\") { %s }");
        desk.sets("customer.customer set deleted_at = now() - interval '91 days' where deleted_at is not null");

        beans.getBean("customerUpkeep", TenantUpkeep.class).tidy(desk.shop.tenant);

        assertThat(desk.count("customer.customer")).isEqualTo(customers - 1);
        assertThat(parts(preview(paid, "ORIGINAL", ""), paid))
                .containsExactly("CASH 200.00 PLANNED", "OTHER 150.00 PLANNED", "GIFT_CARD 200.00 PLANNED");
        assertThat(desk.shop.does(cancel(paid.order(), "CASH")).get("order").toString())
                .isEqualTo("{\"status\":\"CANCELLED\",\"paymentStatus\":\"REFUNDED\"}");
        assertThat(card(paid.card())).isEqualTo("370.00");
        Viewer importer = Viewer.system("test");
        desk.shop.tenant.transact(importer.may(Permission.ORDERS_WRITE), tx -> {
            beans.getBean(Orders.class)
                    .advance(
                            tx,
                            List.of(new OrderProgress(
                                    new Order.Id(TypeId.parse("order", elsewhere.id())),
                                    null,
                                    null,
                                    new PastOrder.Cancellation(Instant.now(), "Sold out"),
                                    OrderPaymentMethod.BANK_TRANSFER)),
                            importer.actor());
            return true;
        });
        assertThat(elsewhere
                        .read("paymentStatus payments { method kind amount { amount } }")
                        .toString())
                .isEqualTo(
                        "{\"paymentStatus\":\"REFUNDED\",\"payments\":[{\"method\":\"STORE_CREDIT\",\"kind\":\"PAYMENT\",\"amount\":{\"amount\":\"30.00\"}},{\"method\":\"BANK_TRANSFER\",\"kind\":\"REFUND\",\"amount\":{\"amount\":\"30.00\"}}]}");
    }

    @Test
    void staff_who_give_no_store_credit_make_none_of_money_that_only_staff_have_seen_and_spend_nobodys() {
        Paid paid = paid();
        Client seller = merchants.staff(desk.shop.merchant, BuiltInRole.ORDERS);
        String all = refund(paid, "STORE_CREDIT", "", key());
        assertThat(refusals(OrderShop.tries(seller, all))).containsExactly("NOT_ALLOWED input.to");
        assertThat(seller.data("{ orderRefundPreview(" + asked(paid, "STORE_CREDIT", "")
                                + ") { refundableAsStoreCredit { amount } problems { code path } } }")
                        .get("orderRefundPreview")
                        .toString())
                .isEqualTo(
                        "{\"refundableAsStoreCredit\":{\"amount\":\"1850.00\"},\"problems\":[{\"code\":\"NOT_ALLOWED\",\"path\":[\"input\",\"to\"]}]}");
        String order = paid.order().id();
        assertThat(refusals(OrderShop.tries(seller, record("orderRefundRecord", order, "150.01", "STORE_CREDIT"))))
                .containsExactly("NOT_ALLOWED input.method");
        OrderShop.does(seller, record("orderRefundRecord", order, "150", "STORE_CREDIT"));
        assertThat(parts(
                        OrderShop.does(seller, refund(paid, "STORE_CREDIT", amount("1700"), key()))
                                .get("refund"),
                        paid))
                .containsExactly(
                        "STORE_CREDIT 200.00 DONE",
                        "STORE_CREDIT 1000.00 DONE first",
                        "STORE_CREDIT 500.00 DONE second");
        assertThat(refusals(OrderShop.tries(seller, cancel(paid.order(), "STORE_CREDIT"))))
                .containsExactly("NOT_ALLOWED input.refundMethod");

        OrderShop.Placed delivered = desk.order();
        JsonNode payment = OrderShop.does(seller, PaymentDesk.pay(delivered, desk.onDelivery, "", key()))
                .get("payment");
        OrderShop.does(
                seller,
                "paymentConfirm(id: \"" + payment.get("id").asString() + "\", input: {received: true}) " + key()
                        + " { %s }");
        assertThat(refusals(OrderShop.tries(
                        seller, refund(new Paid(delivered, payment, payment, ""), "STORE_CREDIT", "", key()))))
                .containsExactly("NOT_ALLOWED input.to");
        OrderShop.Placed more =
                desk.shop.basket(paid.order().guest(), desk.jug, 1).order();
        assertThat(refusals(OrderShop.tries(seller, redeem(more, "1")))).containsExactly("NOT_FOUND input.orderId");
        desk.shop.does(redeem(more, "1"));
        OrderShop.does(paid.order().guest(), redeem(more, "1"));
    }

    @Test
    void what_never_becomes_store_credit_goes_back_to_the_card_it_came_from_and_is_not_paid_out() {
        Paid paid = paid();
        desk.shop.does("giftCardDisable(id: \"" + paid.card() + "\", input: {reason: \"Lost\"}) { %s }");
        Client seller = merchants.staff(desk.shop.merchant, BuiltInRole.ORDERS);
        assertThat(parts(preview(seller, paid, "STORE_CREDIT", amount("1700")), paid))
                .endsWith("GIFT_CARD 50.00 PLANNED");
        JsonNode given = OrderShop.does(seller, refund(paid, "STORE_CREDIT", amount("1700"), key()));
        assertThat(parts(given.get("refund"), paid))
                .containsExactly(
                        "STORE_CREDIT 150.00 DONE",
                        "STORE_CREDIT 1000.00 DONE first",
                        "STORE_CREDIT 500.00 DONE second",
                        "GIFT_CARD 50.00 DONE");
    }

    private static String outcome(JsonNode payload) {
        return payload.at("/userErrors/0/code").asString("done");
    }
}
