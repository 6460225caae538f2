package io.merkato.loyalty;

import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.Client;
import io.merkato.Merchants;
import io.merkato.MerkatoTest;
import io.merkato.ordering.OrderShop;
import org.junit.jupiter.api.Test;

/** What is one store's is not taken for every store's while that store is kept from whoever asks. */
@MerkatoTest
class PausedStoreTest {

    private final OrderShop shop;
    private final String store;

    PausedStoreTest(Merchants merchants, Client client) {
        shop = new OrderShop(merchants, client);
        store = shop.does(
                        "storeCreate(input: {code: \"dakar\", name: \"Dakar\", taxDisplay: GROSS}) { store { id } %s }")
                .at("/store/id")
                .asString();
    }

    private void pause() {
        shop.does("storePause(id: \"" + store + "\") { store { id } %s }");
    }

    private void programme(String name, String more) {
        shop.does("loyaltyProgrammeCreate(input: {name: \"" + name
                + "\", rates: [{earnPoints: 1, earnAmount: {amount: \"1\", currency: \"ETB\"}, redeemPoints: 1, redeemAmount: {amount: \"1\", currency: \"ETB\"}}]"
                + more + "}) { programme { id } %s }");
    }

    @Test
    void a_visitor_knows_a_programme_of_a_paused_store_from_one_of_every_store() {
        programme("Dakar's", ", storeId: \"" + store + "\"");
        programme("All's", "");
        pause();

        assertThat(shop.visitor
                        .data("{ loyaltyProgrammes(first: 2) { nodes { name everyStore store { code } } } }")
                        .at("/loyaltyProgrammes/nodes"))
                .extracting(Object::toString)
                .containsExactlyInAnyOrder(
                        "{\"name\":\"Dakar's\",\"everyStore\":false,\"store\":null}",
                        "{\"name\":\"All's\",\"everyStore\":true,\"store\":null}");
    }

    @Test
    void whoever_may_see_shipping_alone_knows_a_method_of_a_paused_store_from_one_of_every_store() {
        shop.does(
                "shippingMethodCreate(input: {code: \"counter\", names: [{locale: \"en\", text: \"Counter\"}], currency: \"ETB\", kind: PICKUP, rates: [{price: \"0\"}], pickupAddress: {country: \"SN\"}, storeId: \""
                        + store + "\"}) { shippingMethod { id } %s }");
        pause();
        Client packer = shop.visitor.as(shop.does(
                        "apiKeyCreate(input: {name: \"Packer\", permissions: [SHIPPING_READ], stores: {every: true}}) { secret %s }")
                .get("secret")
                .asString());

        assertThat(packer.data("{ shippingMethods(first: 2) { nodes { code everyStore store { code } } } }")
                        .at("/shippingMethods/nodes"))
                .extracting(Object::toString)
                .containsExactlyInAnyOrder(
                        "{\"code\":\"counter\",\"everyStore\":false,\"store\":null}",
                        "{\"code\":\"courier\",\"everyStore\":true,\"store\":null}");
    }
}
