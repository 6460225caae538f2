package io.merkato.shipping;

import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.Client;
import io.merkato.Merchants;
import io.merkato.MerkatoTest;
import io.merkato.identity.BuiltInRole;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Shipping is taxed as a class that there is. */
@MerkatoTest
class ShippingTaxClassTest {

    private static final String ERRORS = "userErrors { code path }";

    private final Client staff;
    private final String reduced;

    ShippingTaxClassTest(Merchants merchants) {
        this.staff = merchants.staff(merchants.open(), BuiltInRole.OWNER);
        this.reduced = does("taxClassCreate(input: {code: \"reduced\", name: \"Reduced\"}) { taxClass { id } " + ERRORS
                        + " }")
                .at("/taxClass/id")
                .asString();
    }

    private JsonNode does(String mutation) {
        return staff.data("mutation { " + mutation + " }").iterator().next();
    }

    private List<String> refusals(String mutation) {
        return does(mutation + " { " + ERRORS + " }")
                .get("userErrors")
                .valueStream()
                .map(error -> error.get("code").asString() + " " + error.get("path"))
                .toList();
    }

    private JsonNode pickup(String code, String taxClass) {
        return does("shippingMethodCreate(input: {code: \"" + code + "\", currency: \"ETB\", taxClass: \"" + taxClass
                + "\", kind: PICKUP, rates: [{price: \"5\"}], pickupAddress: {country: \"ET\"}}) { shippingMethod { id } "
                + ERRORS + " }");
    }

    private String read(String method) {
        return staff.data("{ node(id: \"" + method + "\") { ... on ShippingMethod { taxClass version } } }")
                .get("node")
                .toString();
    }

    @Test
    void a_method_is_of_no_class_that_there_is_not() {
        assertThat(pickup("shop", "other").get("userErrors").toString())
                .isEqualTo("[{\"code\":\"NOT_FOUND\",\"path\":[\"input\",\"taxClass\"]}]");
        String method = pickup("shop", "reduced").at("/shippingMethod/id").asString();
        assertThat(refusals("shippingMethodUpdate(id: \"" + method + "\", ifVersion: 1, input: {taxClass: \"other\"})"))
                .containsExactly("NOT_FOUND [\"input\",\"taxClass\"]");
        assertThat(refusals("shippingMethodUpdate(id: \"" + method + "\", ifVersion: 1, input: {taxClass: null})"))
                .isEmpty();
        assertThat(read(method)).isEqualTo("{\"taxClass\":null,\"version\":2}");
    }

    @Test
    void a_method_follows_the_code_of_its_class() {
        String method = pickup("shop", "reduced").at("/shippingMethod/id").asString();

        assertThat(refusals("taxClassUpdate(id: \"" + reduced + "\", input: {code: \"low\"})"))
                .isEmpty();

        assertThat(read(method)).isEqualTo("{\"taxClass\":\"low\",\"version\":1}");
    }

    @Test
    void a_class_stays_until_no_method_is_of_it_any_more() {
        String method = pickup("shop", "reduced").at("/shippingMethod/id").asString();
        String delete = "taxClassDelete(id: \"" + reduced + "\")";

        assertThat(refusals(delete)).containsExactly("IN_USE [\"id\"]");
        assertThat(refusals("shippingMethodDelete(id: \"" + method + "\")")).isEmpty();
        assertThat(refusals(delete)).isEmpty();
    }
}
