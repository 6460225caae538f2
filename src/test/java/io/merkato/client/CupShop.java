package io.merkato.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.Client;
import io.merkato.Merchants;
import io.merkato.Merchants.Merchant;
import io.merkato.identity.BuiltInRole;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** A shop of its own for a test, with a cup for 100.00 birr, and an application whose documents are registered. */
final class CupShop {

    static final String NAMES = "query Names { products(first: 20) { nodes { name } } }";
    static final String PAGE = """
            query Page($slug: String!) { productBySlug(slug: $slug) { id name store { name } priceRange { min { amount } } } }""";

    final Merchant merchant;
    final Client anybody;
    final Client owner;
    final String storeId;
    final String application;
    final String cup;
    final String variant;

    CupShop(Merchants merchants, Client client) {
        this.merchant = merchants.open();
        this.anybody = client.in(merchant.slug());
        this.owner = merchants.staff(merchant, BuiltInRole.OWNER);
        this.storeId = owner.data("{ store { id } }").at("/store/id").asString();
        this.application = withDocuments();
        JsonNode product = does(
                        "productCreate(input: {name: \"Cup\", description: \"%s\", variants: [{sku: \"CUP\", prices: [{price: {amount: \"100\", currency: \"ETB\"}}]}]})"
                                .formatted("Holds coffee. ".repeat(200)),
                        "product { id variants(first: 1) { nodes { id } } }")
                .get("product");
        this.cup = product.get("id").asString();
        this.variant = product.at("/variants/nodes/0/id").asString();
        does("productPublish(id: \"%s\")".formatted(cup), "product { id }");
    }

    private String withDocuments() {
        String id = does("clientApplicationCreate(input: {code: \"web\", mode: APQ})", "clientApplication { id }")
                .at("/clientApplication/id")
                .asString();
        var manifest = new LinkedHashMap<String, String>();
        manifest.put("page", PAGE);
        manifest.put("names", NAMES);
        manifest.put("stock", "query Stock { products(first: 20) { nodes { name available } } }");
        manifest.put("inStock", "query InStock { products(first: 20, where: {available: true}) { nodes { name } } }");
        manifest.put("shop", "query Shop { storeView { store { name } locale } tenant { name } }");
        manifest.put("me", "query Me { products(first: 1) { nodes { name } } viewer { customer { givenName } } }");
        manifest.put("viewer", "query Whoever { viewer { permissions } }");
        manifest.put(
                "wrong", "query Wrong { products(first: 1) { nodes { name } } orders(first: 1) { nodes { number } } }");
        manifest.put("large", "query Large { products(first: 20) { nodes { name description } } }");
        assertThat(owner.data(
                                "mutation ($m: JSON!) { persistedDocumentsRegister(input: {client: \"web\", version: \"1\", manifest: $m}) { registered userErrors { message } } }",
                                Map.of("m", manifest))
                        .at("/persistedDocumentsRegister/registered")
                        .asInt())
                .isEqualTo(manifest.size());
        return id;
    }

    /** Runs a mutation that must go through. */
    JsonNode does(String mutation, String answer) {
        return does(owner, mutation, answer);
    }

    static JsonNode does(Client who, String mutation, String answer) {
        JsonNode payload = who.data(
                        "mutation { %s { %s userErrors { code message path } } }".formatted(mutation, answer))
                .iterator()
                .next();
        assertThat(payload.get("userErrors")).as(mutation).isEmpty();
        return payload;
    }

    /** Prices of the cup in a list, from a moment on or at once. */
    void list(String times, int amount) {
        String list = does(
                        "priceListCreate(input: {code: \"l\", name: \"L\", currency: \"ETB\" %s})".formatted(times),
                        "priceList { id }")
                .at("/priceList/id")
                .asString();
        does(
                "priceListEntriesSet(id: \"%s\", ifVersion: 1, input: {entries: [{variantId: \"%s\", price: \"%d\"}]})"
                        .formatted(list, variant, amount),
                "priceList { id }");
    }

    static String document(String id) {
        return "/graphql?documentId=" + id;
    }

    /** The cup's. */
    static String page() {
        return document("page") + "&variables=" + URLEncoder.encode("{\"slug\":\"cup\"}", UTF_8);
    }

    static String header(HttpResponse<?> response, String name) {
        return String.join(" | ", response.headers().allValues(name));
    }

    static String tag(HttpResponse<?> response) {
        return header(response, "ETag");
    }

    HttpResponse<String> again(String path, String tag) {
        return anybody.with("If-None-Match", tag).get(path);
    }
}
