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
        done(staff, """
                mutation { customerNoteCreate(customerId: "%s", input: {body: "Called about the delivery"}) { userErrors { message path } } }""".formatted(id), "customerNoteCreate");
        done(
                staff,
                "mutation { taxExemptionCreate(input: {customerId: \"%s\", certificate: \"UN-77\"}) { userErrors { message path } } }"
                        .formatted(id),
                "taxExemptionCreate");
        return id;
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
