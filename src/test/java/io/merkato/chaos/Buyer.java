package io.merkato.chaos;

import io.merkato.Client;
import io.merkato.api.Uuid7;
import java.io.IOException;
import java.util.Random;
import tools.jackson.databind.JsonNode;

/** Somebody who buys, pays, and perhaps gets the money back; whatever is killed meanwhile. */
final class Buyer {

    private static final String ERRORS = " userErrors { code path message } ";
    private static final String PAYMENT =
            " payment { id state captured { amount } nextStep { action url } operations { kind status } } ";
    private static final int TRIES = 4;
    private static final int LOOKS = 12;

    private final Shop shop;
    private final Promises promises;
    private final Random random;

    Buyer(Shop shop, Promises promises, Random random) {
        this.shop = shop;
        this.promises = promises;
        this.random = random;
    }

    void buys() throws InterruptedException {
        JsonNode filled = Caller.does(
                shop.visitor,
                "cartCreate(input: {currency: \"" + shop.currency
                        + "\", email: \"hana@example.com\", lines: [{variantId: \"" + shop.variant + "\", quantity: "
                        + (1 + random.nextInt(5)) + "}]}) { guestToken cart { id }" + ERRORS + "}");
        Client guest =
                shop.visitor.with("Merkato-Guest", filled.get("guestToken").asString());
        String cart = filled.at("/cart/id").asString();
        JsonNode ready = Caller.does(
                guest,
                "cartUpdate(id: \"" + cart + "\", input: {shippingAddress: " + shop.address + ", shippingMethodId: \""
                        + shop.shippingMethod + "\"}) { cart { totals { total { amount } } }" + ERRORS + "}");
        String order = sends(
                        guest,
                        "orderPlace(input: {cartId: \"" + cart + "\", expectedTotal: {amount: "
                                + ready.at("/cart/totals/total/amount").toString() + ", currency: \"" + shop.currency
                                + "\"}})",
                        " order { id } ",
                        promises.orders,
                        "/order/id")
                .at("/order/id")
                .asString();
        for (int tries = 0; tries < TRIES; tries++) {
            JsonNode payment = pays(guest, order);
            String state = payment.get("state").asString();
            if (state.equals("CAPTURED")) {
                promises.captured.add(payment.get("id").asString());
                perhapsGetsItBack(payment);
            }
            if (!state.equals("FAILED")) {
                return;
            }
        }
    }

    /** Perhaps twice, by somebody who is impatient. */
    private JsonNode sends(
            Client who, String mutation, String selection, java.util.Map<String, String> promised, String id) {
        String key = Uuid7.next().toString();
        String whole = mutation + " @idempotent(key: \"" + key + "\") {" + selection + ERRORS + "}";
        JsonNode payload = random.nextInt(4) == 0 ? Caller.doesTwice(who, whole) : Caller.does(who, whole);
        promised.put(key, payload.at(id).asString());
        return payload;
    }

    /** How the payment stands when the payer leaves. */
    private JsonNode pays(Client guest, String order) throws InterruptedException {
        JsonNode payment = sends(
                        guest,
                        "paymentCreate(input: {orderId: \"" + order + "\", accountId: \"" + shop.account
                                + "\", returnUrl: \"https://shop.example/thanks\"})",
                        PAYMENT,
                        promises.payments,
                        "/payment/id")
                .get("payment");
        String visited = "";
        int most = random.nextInt(LOOKS);
        for (int looks = 0; looks <= most && payment.get("state").asString().equals("PENDING"); looks++) {
            String page = payment.at("/nextStep/url").asString("");
            if (!page.isEmpty() && !page.equals(visited) && opens(page)) {
                visited = page;
            }
            Caller.pause(50 + random.nextInt(150));
            payment = Caller.asks(
                    guest,
                    "{ payment(id: " + payment.get("id") + ") {"
                            + PAYMENT.strip().substring(10).replaceFirst(" }$", "") + " } }");
        }
        return payment;
    }

    private boolean opens(String page) throws InterruptedException {
        try {
            return shop.provider.visited(page, random.nextInt(10) > 0);
        } catch (IOException e) {
            return false; // Another try in a moment.
        }
    }

    private void perhapsGetsItBack(JsonNode payment) {
        if (random.nextInt(5) < 2) {
            String amount = shop.provider.code().equals("wave")
                    ? ""
                    : "amount: {amount: \"" + (1 + random.nextInt(100)) + ".05\", currency: \"" + shop.currency + "\"}";
            String key = Uuid7.next().toString();
            String refund = "paymentRefund(id: " + payment.get("id") + ", input: {" + amount + "}) @idempotent(key: \""
                    + key + "\") {" + PAYMENT + ERRORS + "}";
            JsonNode payload =
                    random.nextInt(4) == 0 ? Caller.doesTwice(shop.staff(), refund) : Caller.does(shop.staff(), refund);
            promises.refunds.add(payload.at("/payment/id").asString());
        }
    }
}
