package io.merkato.catalog;

import static io.merkato.tenancy.NewTenants.slug;

import io.merkato.api.Viewer;
import io.merkato.store.StoreView;
import io.merkato.store.StoreViews;
import io.merkato.tenancy.NewTenants;
import io.merkato.tenancy.Tenant;
import io.merkato.tenancy.TenantContexts;
import java.util.List;
import java.util.Locale;
import org.springframework.graphql.ExecutionGraphQlService;
import tools.jackson.databind.JsonNode;

/** Someone who may do everything in the catalogue of one new tenant, and says it in GraphQL. */
final class Merchant {

    private final Shopper graphql;

    Merchant(ExecutionGraphQlService graphql, NewTenants tenants, StoreViews views, TenantContexts contexts) {
        this(graphql, tenants.create(), views, contexts);
    }

    Merchant(ExecutionGraphQlService graphql, Tenant tenant, StoreViews views, TenantContexts contexts) {
        StoreView store = views.ofDefault(tenant);
        var view = new StoreView(store.store(), List.of(Locale.ENGLISH), store.currency());
        this.graphql = new Shopper(graphql, contexts.of(tenant.id()), view, Viewer.system(slug()));
    }

    String storeId() {
        return graphql.view().store().id().text();
    }

    Merchant.Answer does(String mutation) {
        JsonNode data = graphql.data("mutation { " + mutation + " }");
        return new Answer(data.iterator().next());
    }

    JsonNode asks(String query) {
        return graphql.data("{ " + query + " }");
    }

    /** As somebody who is not staff. */
    Shopper shopper() {
        return graphql.as(Viewer.anonymous(Viewer.Origin.NONE));
    }

    Shopper graphql() {
        return graphql;
    }

    /** What a mutation answered. */
    record Answer(JsonNode payload) {

        /** The id of what it changed. */
        String id(String type) {
            return text("/" + type + "/id");
        }

        /** What stands at the place in the payload, which must be without errors. */
        String text(String place) {
            if (!payload.get("userErrors").isEmpty()) {
                throw new AssertionError(payload.get("userErrors").toPrettyString());
            }
            return payload.at(place).asString();
        }

        /** {@code TAKEN input.slug} for each error. */
        List<String> refusals() {
            return payload.get("userErrors")
                    .valueStream()
                    .map(error -> error.get("code").asString()
                            + (error.get("path").isNull()
                                    ? ""
                                    : " "
                                            + String.join(
                                                    ".",
                                                    error.get("path")
                                                            .valueStream()
                                                            .map(JsonNode::asString)
                                                            .toList())))
                    .toList();
        }
    }

    static final String ERRORS = " userErrors { code path message } ";

    String brand(String name) {
        return does("brandCreate(input: {name: \"" + name + "\"}) { brand { id } " + ERRORS + "}")
                .id("brand");
    }

    String attribute(String code, String type, String more) {
        return does("attributeCreate(input: {code: \"%s\", type: %s %s}) { attribute { id } %s}"
                        .formatted(code, type, more, ERRORS))
                .id("attribute");
    }

    /** Roast is required, size is the axis. */
    String coffeeSet() {
        String roast = attribute("roast", "SELECT", "options: [{code: \"light\"}, {code: \"dark\"}]");
        String size = attribute("size", "SELECT", "options: [{code: \"small\"}, {code: \"large\"}]");
        String altitude = attribute("altitude", "INTEGER", "validation: {min: \"500\", max: \"3000\"}");
        return does("""
                        attributeSetCreate(input: {code: "coffee", groups: [{code: "taste", attributes: [{attributeId: "%s", required: true}]}],
                          attributes: [{attributeId: "%s", axis: true}, {attributeId: "%s"}]}) { attributeSet { id } %s}""".formatted(roast, size, altitude, ERRORS)).id("attributeSet");
    }

    String bag(String set, String slug) {
        return does("""
                        productCreate(input: {kind: CONFIGURABLE, name: "Yirgacheffe", slug: "%s", attributeSetId: "%s",
                          attributes: [{code: "roast", value: {options: ["light"]}}]
                          variants: [
                            {sku: "%s-S", prices: [{price: {amount: "450.00", currency: "ETB"}, compareAtPrice: "500"}], attributes: [{code: "size", value: {options: ["small"]}}]}
                            {sku: "%s-L", prices: [{price: {amount: "800", currency: "ETB"}}], attributes: [{code: "size", value: {options: ["large"]}}]}]
                          media: [{url: "https://img.example/y.webp", alts: [{locale: "en", text: "A bag"}]}]
                        }) { product { id } %s}""".formatted(slug, set, slug, slug, ERRORS)).id("product");
    }
}
