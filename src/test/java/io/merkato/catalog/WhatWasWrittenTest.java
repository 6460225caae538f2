package io.merkato.catalog;

import static io.merkato.catalog.Merchant.ERRORS;
import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.MerkatoTest;
import io.merkato.store.StoreViews;
import io.merkato.tenancy.NewTenants;
import io.merkato.tenancy.TenantContexts;
import org.junit.jupiter.api.Test;
import org.springframework.graphql.ExecutionGraphQlService;

/** What staff wrote, staff reads again, in every language. */
@MerkatoTest
class WhatWasWrittenTest {

    private final Merchant merchant;

    WhatWasWrittenTest(ExecutionGraphQlService graphql, NewTenants tenants, StoreViews views, TenantContexts contexts) {
        this.merchant = new Merchant(graphql, tenants, views, contexts);
    }

    @Test
    void of_a_brand_and_a_category() {
        assertThat(written(
                        "brandCreate(input: {name: \"Tomoca\", externalId: \"b7\", descriptions: [{locale: \"fr\", text: \"Café\"}, {locale: \"am\", text: \"ቡና\"}]})",
                        "brand",
                        "externalId translations { locale description }"))
                .isEqualTo(
                        "{\"externalId\":\"b7\",\"translations\":[{\"locale\":\"am\",\"description\":\"ቡና\"},{\"locale\":\"fr\",\"description\":\"Café\"}]}");
        assertThat(written(
                        "categoryCreate(input: {names: [{locale: \"en\", text: \"Coffee\"}], externalId: \"c7\"})",
                        "category",
                        "externalId"))
                .isEqualTo("{\"externalId\":\"c7\"}");
    }

    @Test
    void of_attributes_and_their_groups() {
        assertThat(written(
                        "attributeCreate(input: {code: \"body\", type: TEXT, labels: [{locale: \"en\", text: \"Body\"}], descriptions: [{locale: \"fr\", text: \"En bouche\"}]})",
                        "attribute",
                        "translations { locale label description }"))
                .isEqualTo(
                        "{\"translations\":[{\"locale\":\"en\",\"label\":\"Body\",\"description\":null},{\"locale\":\"fr\",\"label\":null,\"description\":\"En bouche\"}]}");
        assertThat(written(
                        "attributeSetCreate(input: {code: \"tea\", groups: [{code: \"taste\", labels: [{locale: \"fr\", text: \"Goût\"}], attributes: []}]})",
                        "attributeSet",
                        "groups { translations { locale label } }"))
                .isEqualTo("{\"groups\":[{\"translations\":[{\"locale\":\"fr\",\"label\":\"Goût\"}]}]}");
    }

    @Test
    void of_a_product() {
        String story = merchant.attribute("story", "TEXT", ", localised: true");
        String set = merchant.does(
                        "attributeSetCreate(input: {code: \"tale\", attributes: [{attributeId: \"%s\"}]}) { attributeSet { id } %s}"
                                .formatted(story, ERRORS))
                .id("attributeSet");
        String guide = merchant.does("""
                        productCreate(input: {kind: DOWNLOADABLE, name: "Guide", position: 7, externalId: "p7", attributeSetId: "%s"
                          attributes: [{code: "story", locale: "en", value: {text: "Once"}}, {code: "story", locale: "fr", value: {text: "Jadis"}}]
                          variants: [{sku: "GUIDE", externalId: "v7"}]
                          media: [{url: "https://img.example/g.webp", alts: [{locale: "en", text: "A guide"}, {locale: "fr", text: "Un guide"}]}]
                        }) { product { id } %s}""".formatted(set, ERRORS)).id("product");
        merchant.does("""
                        productDownloadsSet(productId: "%s", input: {downloads: [
                          {name: "Guide", url: "https://files.example/1.pdf", mimeType: "application/pdf", bytes: "5000000000", maxDownloads: 3, validDays: 30}
                          {name: "Map", url: "https://files.example/2.pdf"}]}) { product { id } %s}""".formatted(guide, ERRORS)).id("product");

        assertThat(merchant.asks("product(id: \"" + guide + """
                                ") { externalId position variants(first: 1) { nodes { externalId } }
                                  attributes { ... on TextValue { translations { locale text } } }
                                  media { version translations { locale alt } }
                                  downloads { name url mimeType bytes maxDownloads validDays } }""").get("product").toString())
                .isEqualTo("""
                        {"externalId":"p7","position":7,"variants":{"nodes":[{"externalId":"v7"}]},\
                        "attributes":[{"translations":[{"locale":"en","text":"Once"},{"locale":"fr","text":"Jadis"}]}],\
                        "media":[{"version":1,"translations":[{"locale":"en","alt":"A guide"},{"locale":"fr","alt":"Un guide"}]}],\
                        "downloads":[{"name":"Guide","url":"https://files.example/1.pdf","mimeType":"application/pdf","bytes":"5000000000","maxDownloads":3,"validDays":30},\
                        {"name":"Map","url":"https://files.example/2.pdf","mimeType":null,"bytes":null,"maxDownloads":null,"validDays":null}]}""");
    }

    @Test
    void by_the_second_mutation_of_a_document_too() {
        String bag = merchant.bag(merchant.coffeeSet(), "bag");
        String named = "%s: productUpdate(id: \"" + bag + "\", input: {name: \"%s\"}) "
                + "{ product { name variants(first: 1) { nodes { product { name } } } } }";

        assertThat(merchant.graphql()
                        .data("mutation { " + named.formatted("first", "Sack") + named.formatted("second", "Pouch")
                                + " }")
                        .toString())
                .isEqualTo("{\"first\":" + renamed("Sack") + ",\"second\":" + renamed("Pouch") + "}");
    }

    private static String renamed(String name) {
        return """
                {"product":{"name":"%1$s","variants":{"nodes":[{"product":{"name":"%1$s"}}]}}}""".formatted(name);
    }

    @Test
    void a_page_finds_the_variant_of_the_chosen_options() {
        String bag = merchant.bag(merchant.coffeeSet(), "bag");
        String chosen = "product(id: \"%s\") { variantBySelectedOptions(selectedOptions: [%s]) { sku } }";

        assertThat(merchant.asks(chosen.formatted(bag, "{name: \"size\", value: \"large\"}"))
                        .toString())
                .isEqualTo("{\"product\":{\"variantBySelectedOptions\":{\"sku\":\"bag-L\"}}}");
        for (String none : new String[] {
            "",
            "{name: \"size\", value: \"huge\"}",
            "{name: \"roast\", value: \"light\"}",
            "{name: \"size\", value: \"large\"}, {name: \"roast\", value: \"light\"}"
        }) {
            assertThat(merchant.asks(chosen.formatted(bag, none)).toString())
                    .as(none)
                    .isEqualTo("{\"product\":{\"variantBySelectedOptions\":null}}");
        }
        assertThat(merchant.graphql()
                        .code("{ "
                                + chosen.formatted(
                                        bag, "{name: \"size\", value: \"large\"}, {name: \"size\", value: \"small\"}")
                                + " }"))
                .isEqualTo("BAD_USER_INPUT");
    }

    private String written(String mutation, String type, String fields) {
        return merchant.does(mutation + " { " + type + " { " + fields + " } " + ERRORS + "}")
                .payload()
                .get(type)
                .toString();
    }
}
