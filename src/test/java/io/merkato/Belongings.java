package io.merkato;

import java.util.Map;
import tools.jackson.databind.JsonNode;

/** One of everything that belongs to a customer, made as customers and staff make it. */
final class Belongings {

    private Belongings() {}

    /**
     * @param visitor nobody yet, at the tenant
     * @return the customer's id
     */
    static String make(Client visitor, Client shopper, Client staff) {
        customer(visitor, shopper);
        String id = done(shopper, """
                mutation { profileUpdate(input: {givenName: "Almaz", familyName: "Bekele"}) { customer { id } userErrors { message path } } }""", "profileUpdate").at("/customer/id").asString();
        done(shopper, """
                mutation { customerAddressCreate(input: {postalAddress: {country: "ET", city: "Addis Ababa", line1: "Bole Road 12"}}) { userErrors { message path } } }""", "customerAddressCreate");
        done(shopper, """
                mutation { customerConsentRecord(input: {purpose: MARKETING, channel: EMAIL, granted: true, source: "test"}) { userErrors { message path } } }""", "customerConsentRecord");
        String product = done(staff, """
                mutation { productCreate(input: {name: "Cup", variants: [{sku: "CUP", prices: [{price: {amount: "90", currency: "ETB"}}]}]}) {
                  product { id } userErrors { message path } } }""", "productCreate").at("/product/id").asString();
        staff.data("mutation ($id: ID!) { productPublish(id: $id) { userErrors { message } } }", Map.of("id", product));
        done(
                shopper,
                "mutation { wishlistAdd(productId: \"%s\") { userErrors { message path } } }".formatted(product),
                "wishlistAdd");
        Begun begun = order(shopper, staff, product);
        done(staff, """
                mutation { customerNoteCreate(customerId: "%s", input: {body: "Called about the delivery"}) { userErrors { message path } } }""".formatted(id), "customerNoteCreate");
        done(staff, """
                mutation { storeCreditAdjust(input: {customerId: "%s", change: {amount: "50", currency: "ETB"}, reason: "Welcome"}) @idempotent(key: "credit") {
                  userErrors { message path } } }""".formatted(id), "storeCreditAdjust");
        done(
                staff,
                "mutation { taxExemptionCreate(input: {customerId: \"%s\", certificate: \"UN-77\"}) { userErrors { message path } } }"
                        .formatted(id),
                "taxExemptionCreate");
        String programme =
                done(staff, """
                mutation { loyaltyProgrammeCreate(input: {name: "Buna", rates: [{earnPoints: 1, earnAmount: {amount: "1", currency: "ETB"}, redeemPoints: 1, redeemAmount: {amount: "1", currency: "ETB"}, cashback: "5"}], cashbackOnManualPayments: true, referral: {inviterPoints: 5, inviteePoints: 2, minimumOrders: [{amount: "1", currency: "ETB"}]}}) { programme { id } userErrors { message path } } }""", "loyaltyProgrammeCreate").at("/programme/id").asString();
        done(staff, """
                mutation { loyaltyPointsAdjust(input: {programmeId: "%s", customerId: "%s", points: 50, reason: "Welcome"}) @idempotent(key: "points") {
                  userErrors { message path } } }""".formatted(programme, id), "loyaltyPointsAdjust");
        complete(staff, begun);
        done(shopper, """
                mutation { loyaltyReferralInvite(input: {programmeId: "%s", email: "friend@example.com"}) { userErrors { message path } } }""".formatted(programme), "loyaltyReferralInvite");
        return id;
    }

    /** What is still to be paid of an order: 35 of it, and a payment of 40 that is to be confirmed. */
    private record Begun(String order, String payment) {}

    private static void complete(Client staff, Begun begun) {
        done(staff, """
                mutation { orderPaymentRecord(id: "%s", input: {amount: {amount: "35", currency: "ETB"}, method: CASH}) @idempotent(key: "rest") {
                  userErrors { message path } } }""".formatted(begun.order()), "orderPaymentRecord");
        done(staff, """
                mutation { paymentConfirm(id: "%s", input: {received: true, reference: "1"}) @idempotent(key: "confirmed") {
                  userErrors { message path } } }""".formatted(begun.payment()), "paymentConfirm");
    }

    private static Begun order(Client shopper, Client staff, String product) {
        String method = done(staff, """
                mutation { shippingMethodCreate(input: {code: "counter", kind: PICKUP, currency: "ETB", rates: [{price: "0"}], pickupAddress: {country: "ET"}}) {
                  shippingMethod { id } userErrors { message path } } }""", "shippingMethodCreate")
                .at("/shippingMethod/id")
                .asString();
        cart(shopper, product);
        String ordered = cart(shopper, product);
        done(shopper, """
                mutation { cartUpdate(id: "%s", input: {shippingMethodId: "%s"}) { userErrors { message path } } }""".formatted(ordered, method), "cartUpdate");
        String order = done(shopper, """
                mutation { orderPlace(input: {cartId: "%s", expectedTotal: {amount: "90", currency: "ETB"}}) @idempotent(key: "one") {
                  order { id } userErrors { message path } } }""".formatted(ordered), "orderPlace")
                .at("/order/id")
                .asString();
        String payment = pay(shopper, staff, order);
        done(staff, """
                mutation { orderPaymentRecord(id: "%s", input: {amount: {amount: "20", currency: "ETB"}, method: CASH}) @idempotent(key: "three") {
                  userErrors { message path } } }""".formatted(order), "orderPaymentRecord");
        done(staff, """
                mutation { orderRefundCreate(input: {orderId: "%s", to: ORIGINAL, amount: {amount: "5", currency: "ETB"}}) @idempotent(key: "four") {
                  userErrors { message path } } }""".formatted(order), "orderRefundCreate");
        return new Begun(order, payment);
    }

    private static String pay(Client shopper, Client staff, String order) {
        String store = staff.data("{ store { id } }").at("/store/id").asString();
        String account =
                done(staff, """
                mutation { paymentAccountCreate(input: {provider: "cash", name: "Cash", environment: LIVE}) {
                  account { id } userErrors { message path } } }""", "paymentAccountCreate").at("/account/id").asString();
        done(staff, """
                mutation { storePaymentAccountsSet(storeId: "%s", accountIds: ["%s"]) { userErrors { message path } } }""".formatted(store, account), "storePaymentAccountsSet");
        return done(shopper, """
                mutation { paymentCreate(input: {orderId: "%s", accountId: "%s", amount: {amount: "40", currency: "ETB"}}) @idempotent(key: "two") {
                  payment { id } userErrors { message path } } }""".formatted(order, account), "paymentCreate")
                .at("/payment/id")
                .asString();
    }

    static String cart(Client shopper, String product) {
        String variant = shopper.data(
                        "{ product(id: \"%s\") { variants(first: 1) { nodes { id } } } }".formatted(product))
                .at("/product/variants/nodes/0/id")
                .asString();
        return done(shopper, """
                mutation { cartCreate(input: {email: "almaz@example.com", lines: [{variantId: "%s"}]}) { cart { id } userErrors { message path } } }""".formatted(variant), "cartCreate")
                .at("/cart/id")
                .asString();
    }

    /** Who takes along what they had as a guest, and so is a customer. */
    static Client customer(Client visitor, Client person) {
        done(
                person.with("Merkato-Guest", token(visitor)),
                "mutation { guestClaim { customer { id } userErrors { message path } } }",
                "guestClaim");
        return person;
    }

    static Client guest(Client visitor) {
        return visitor.with("Merkato-Guest", token(visitor));
    }

    static String token(Client visitor) {
        return done(visitor, "mutation { guestStart { guestToken userErrors { message path } } }", "guestStart")
                .get("guestToken")
                .asString();
    }

    private static JsonNode done(Client who, String document, String mutation) {
        JsonNode payload = who.data(document).get(mutation);
        if (!payload.get("userErrors").isEmpty()) {
            throw new AssertionError(payload.toPrettyString());
        }
        return payload;
    }
}
