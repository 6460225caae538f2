package io.merkato.customer;

import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.Client;
import io.merkato.TestDatabase;
import io.merkato.api.TypeId;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** What the tests of customers ask, and what they look at beneath. */
final class CustomerCalls {

    static final String ERRORS = " userErrors { code path } ";
    static final String ADDRESSES =
            "{ viewer { customer { addresses { id defaultFor postalAddress { city } } defaultShippingAddress { id } defaultBillingAddress { id } } } }";

    private CustomerCalls() {}

    static String consent(JsonNode consent) {
        return consent.get("purpose").asString() + " " + consent.get("channel").asString("-") + " "
                + consent.get("granted").asBoolean();
    }

    static List<String> wishes(Client who) {
        return who.data("{ viewer { customer { wishlist(first: 9) { nodes { product { name } } } } } }")
                .at("/viewer/customer/wishlist/nodes")
                .valueStream()
                .map(each -> each.at("/product/name").asString())
                .toList();
    }

    static String me(Client who) {
        return who.data("{ viewer { customer { id } } }")
                .at("/viewer/customer/id")
                .asString();
    }

    static String address(Client who, String city, String more) {
        return done(
                        who,
                        "customerAddressCreate(input: {postalAddress: {country: \"ET\", city: \"%s\"}%s})"
                                .formatted(city, more),
                        "address { id }")
                .at("/address/id")
                .asString();
    }

    static List<String> defaults(Client who) {
        JsonNode customer = who.data(ADDRESSES).at("/viewer/customer");
        return List.of(
                customer.at("/defaultShippingAddress/id").asString(),
                customer.at("/defaultBillingAddress/id").asString());
    }

    static JsonNode done(Client who, String mutation) {
        return done(who, mutation, "");
    }

    static JsonNode done(Client who, String mutation, String selection) {
        JsonNode payload = who.data("mutation { answer: " + mutation + " { " + selection + ERRORS + "} }")
                .get("answer");
        assertThat(payload.get("userErrors")).as(mutation).isEmpty();
        return payload;
    }

    static String refusal(Client who, String mutation) {
        JsonNode errors = who.data("mutation { answer: " + mutation + " {" + ERRORS + "} }")
                .at("/answer/userErrors");
        return errors.isEmpty()
                ? "done"
                : errors.at("/0/code").asString() + " "
                        + String.join(
                                ".",
                                errors.at("/0/path")
                                        .valueStream()
                                        .map(JsonNode::asString)
                                        .toList());
    }

    static String uuid(String customer) {
        return TypeId.parse("customer", customer).toString();
    }

    static List<String> strings(String sql) throws SQLException {
        try (Connection superuser = TestDatabase.superuser();
                ResultSet rows = superuser.createStatement().executeQuery(sql)) {
            var found = new ArrayList<String>();
            while (rows.next()) {
                found.add(rows.getString(1));
            }
            return found;
        }
    }

    static void change(String sql) throws SQLException {
        try (Connection superuser = TestDatabase.superuser()) {
            superuser.createStatement().execute(sql);
        }
    }

    static void asApplication(String sql) throws SQLException {
        try (Connection application = TestDatabase.application()) {
            application.createStatement().execute(sql);
        }
    }
}
