package io.merkato.pricing;

import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.Client;
import io.merkato.Merchants;
import io.merkato.api.TypeId;
import io.merkato.catalog.Product;
import io.merkato.catalog.ProductVariant;
import io.merkato.customer.Customer;
import io.merkato.customer.CustomerGroup;
import io.merkato.identity.BuiltInRole;
import io.merkato.store.SalesChannel;
import io.merkato.store.Store;
import io.merkato.tenancy.TenantContext;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** A shop of its own for a test, with a cup for 100.00 birr and 2 500 francs, and its owner at the desk. */
final class PricedShop {

    static final Currency ETB = Currency.getInstance("ETB");
    static final Currency XOF = Currency.getInstance("XOF");
    static final Instant NOW = Instant.parse("2026-06-15T12:00:00Z");
    static final String ERRORS = "userErrors { code path message }";

    final TenantContext tenant;
    final Client owner;
    final String slug;
    final String storeId;
    final String productId;
    final String cup;

    PricedShop(Merchants merchants) {
        Merchants.Merchant merchant = merchants.open();
        this.tenant = merchant.tenant();
        this.slug = merchant.slug();
        this.owner = merchants.staff(merchant, BuiltInRole.OWNER);
        owner.data(
                "mutation { storeUpdate(id: \"%s\", input: {currencies: [\"XOF\", \"KWD\"]}) { userErrors { code } } }"
                        .formatted(
                                owner.data("{ store { id } }").at("/store/id").asString()));
        this.storeId = owner.data("{ store { id } }").at("/store/id").asString();
        JsonNode product = owner.data("""
                        mutation { productCreate(input: {name: "Cup", variants: [{sku: "CUP", prices: [
                            {price: {amount: "100", currency: "ETB"}}, {price: {amount: "2500", currency: "XOF"}}]}]}) {
                          product { id variants(first: 1) { nodes { id } } } } }""").at("/productCreate/product");
        this.productId = product.at("/id").asString();
        this.cup = product.at("/variants/nodes/0/id").asString();
        owner.data("mutation { productPublish(id: \"%s\") { userErrors { code } } }".formatted(productId));
    }

    ProductVariant.Id cupId() {
        return id(cup, ProductVariant.Id::new);
    }

    Product.Id product() {
        return id(productId, Product.Id::new);
    }

    Store.Id store() {
        return id(storeId, Store.Id::new);
    }

    static <T extends TypeId> T id(String text, Function<UUID, T> type) {
        return type.apply(TypeId.parse(text.substring(0, text.lastIndexOf('_')), text));
    }

    /** On the web of the default store, for the anonymous. */
    PriceQuestion question(Currency currency, Instant at) {
        return new PriceQuestion(store(), currency, SalesChannel.ONLINE, Set.of(), at);
    }

    /** Runs a mutation that must go through. */
    JsonNode does(String mutation) {
        JsonNode payload =
                owner.data("mutation { " + mutation + " }").iterator().next();
        assertThat(payload.get("userErrors")).isEmpty();
        return payload;
    }

    /** What a mutation is refused for: code and path of each. */
    List<String> refusals(String mutation) {
        return owner.data("mutation { " + mutation + " }")
                .iterator()
                .next()
                .get("userErrors")
                .valueStream()
                .map(error -> error.get("code").asString() + " "
                        + String.join(
                                ".",
                                error.get("path")
                                        .valueStream()
                                        .map(JsonNode::asString)
                                        .toList()))
                .toList();
    }

    /** So many products with a variant for 50.00 birr each. */
    List<ProductVariant.Id> variants(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> id(
                        does("productCreate(input: {name: \"Plate %1$d\", variants: [{sku: \"PLATE-%1$d\", prices: [{price: {amount: \"50\", currency: \"ETB\"}}]}]}) { product { variants(first: 1) { nodes { id } } } %2$s }"
                                        .formatted(i, ERRORS))
                                .at("/product/variants/nodes/0/id")
                                .asString(),
                        ProductVariant.Id::new))
                .toList();
    }

    CustomerGroup.Id group(String code) {
        return id(
                does("customerGroupCreate(input: {code: \"%s\", name: \"%s\"}) { customerGroup { id } %s }"
                                .formatted(code, code, ERRORS))
                        .at("/customerGroup/id")
                        .asString(),
                CustomerGroup.Id::new);
    }

    Customer.Id customer(CustomerGroup.Id... groups) {
        String in = Stream.of(groups).map(group -> '"' + group.text() + '"').collect(Collectors.joining(", "));
        return id(
                does("customerCreate(input: {givenName: \"Almaz\", groupIds: [%s]}) { customer { id } %s }"
                                .formatted(in, ERRORS))
                        .at("/customer/id")
                        .asString(),
                Customer.Id::new);
    }

    /** A list with one price of the cup. */
    PriceList.Id list(String code, String restrictions, String entry) {
        String id =
                does("priceListCreate(input: {code: \"%s\", name: \"%s\", currency: \"ETB\" %s}) { priceList { id } %s }"
                                .formatted(code, code, restrictions, ERRORS))
                        .at("/priceList/id")
                        .asString();
        entries(id, entry, 1);
        return id(id, PriceList.Id::new);
    }

    void entries(String list, String entries, int version) {
        does("priceListEntriesSet(id: \"%s\", ifVersion: %d, input: {entries: [%s]}) { priceList { id } %s }"
                .formatted(list, version, entries.replace("$CUP", cup), ERRORS));
    }

    FlashSale.Id sale(String times, String items) {
        return id(
                does("flashSaleCreate(input: {name: \"Today\", %s, items: [%s]}) { flashSale { id } %s }"
                                .formatted(times, items.replace("$CUP", cup), ERRORS))
                        .at("/flashSale/id")
                        .asString(),
                FlashSale.Id::new);
    }

    static Map<ProductVariant.Id, Long> one(ProductVariant.Id variant) {
        return Map.of(variant, 1L);
    }
}
