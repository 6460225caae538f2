package io.merkato.catalog;

import static io.merkato.catalog.Merchant.ERRORS;
import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.MerkatoTest;
import io.merkato.store.StoreViews;
import io.merkato.tenancy.NewTenants;
import io.merkato.tenancy.TenantContexts;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.graphql.ExecutionGraphQlService;

/** A refusal of something in a list says which item it is about, whoever finds it: the mutation or the database. */
@MerkatoTest
class InputPathsTest {

    private final Merchant merchant;

    InputPathsTest(ExecutionGraphQlService graphql, NewTenants tenants, StoreViews views, TenantContexts contexts) {
        this.merchant = new Merchant(graphql, tenants, views, contexts);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            TAKEN input.variants.1.sku                        | variants: [{sku: "NEW"}, {sku: "bag-L"}]
            TAKEN input.variants.1.sku                        | variants: [{sku: "NEW"}, {sku: "NEW"}]
            INVALID input.variants.1.sku                      | variants: [{sku: "NEW"}, {sku: ""}]
            INVALID input.variants.0.barcode                  | variants: [{sku: "NEW", barcode: ""}, {sku: "NEWER"}]
            OUT_OF_RANGE input.variants.1.weightGrams         | variants: [{sku: "NEW"}, {sku: "NEWER", weightGrams: "-1"}]
            TAKEN input.variants.1.externalId                 | variants: [{sku: "NEW", externalId: "7"}, {sku: "NEWER", externalId: "7"}]
            OUT_OF_RANGE input.variants.1.cost                | variants: [{sku: "NEW"}, {sku: "NEWER", cost: {amount: "-1", currency: "ETB"}}]
            INVALID input.variants.1.cost                     | variants: [{sku: "NEW"}, {sku: "NEWER", cost: {amount: "1", currency: "XTS"}}]
            INVALID input.variants.1.prices.0.price           | variants: [{sku: "NEW"}, {sku: "NEWER", prices: [{price: {amount: "1.001", currency: "ETB"}}]}]
            OUT_OF_RANGE input.variants.1.prices.1.price      | variants: [{sku: "NEW"}, {sku: "NEWER", prices: [{price: {amount: "1", currency: "ETB"}}, {price: {amount: "90000000000000000", currency: "USD"}}]}]
            TAKEN input.variants.1.prices.1.price             | variants: [{sku: "NEW"}, {sku: "NEWER", prices: [{price: {amount: "1", currency: "ETB"}}, {price: {amount: "2", currency: "ETB"}}]}]
            OUT_OF_RANGE input.variants.0.prices.0.compareAtPrice | variants: [{sku: "NEW", prices: [{price: {amount: "2", currency: "ETB"}, compareAtPrice: "1"}]}]
            OUT_OF_RANGE input.variants.0.prices.0.compareAtPrice | variants: [{sku: "NEW", prices: [{price: {amount: "1", currency: "ETB"}, compareAtPrice: "9000000000000000.01"}]}]
            TAKEN input.variants.1.attributes.0               | variants: [{sku: "NEW", attributes: [{code: "size", value: {options: ["small"]}}]}, {sku: "NEWER", attributes: [{code: "size", value: {options: ["small"]}}]}]
            NOT_FOUND input.variants.1.attributes.0.value     | variants: [{sku: "NEW"}, {sku: "NEWER", attributes: [{code: "size", value: {options: ["huge"]}}]}]
            OUT_OF_RANGE input.attributes.1.value             | attributes: [{code: "roast", value: {options: ["light"]}}, {code: "altitude", value: {number: "3001"}}]
            TAKEN input.attributes.1                          | attributes: [{code: "altitude", value: {number: "900"}}, {code: "altitude", value: {number: "901"}}]
            INVALID input.media.1.url                         | media: [{url: "https://img.example/1.webp"}, {url: "ftp://img.example/2.webp"}]
            OUT_OF_RANGE input.media.1                        | media: [{url: "https://img.example/1.webp"}, {url: "https://img.example/2.webp", width: -1}]
            REQUIRED input.media.0                            | media: [{kind: IMAGE}]
            TAKEN input.media.1                               | media: [{url: "https://img.example/1.webp"}, {url: "https://img.example/1.webp"}]
            NOT_ALLOWED input.media.0.alts                    | media: [{mediaId: "media_00000000000000000000000001", alts: [], width: 1}]
            NOT_ALLOWED input.media.1.width                   | media: [{url: "https://img.example/1.webp"}, {mediaId: "media_00000000000000000000000001", width: 1}]
            NOT_FOUND input.media.1.mediaId                   | media: [{url: "https://img.example/1.webp"}, {mediaId: "media_00000000000000000000000001"}]
            TAKEN input.translations.1.slug                   | translations: [{locale: "am", name: "Buna"}, {locale: "fr", name: "Café", slug: "sac"}]
            TAKEN input.translations.1.locale                 | translations: [{locale: "am", name: "Buna"}, {locale: "am", name: "Bunna"}]
            INVALID input.translations.1.name                 | translations: [{locale: "am", name: "Buna"}, {locale: "fr", name: " "}]
            NOT_FOUND input.categoryIds.0                     | categoryIds: ["category_00000000000000000000000001"]
            NOT_FOUND input.labelIds.0                        | labelIds: ["label_00000000000000000000000001"]
            """)
    void of_a_product(String refusal, String input) {
        String set = merchant.coffeeSet();
        String bag = merchant.bag(set, "bag");
        merchant.does("productUpdate(id: \"" + bag
                        + "\", input: {translations: [{locale: \"fr\", name: \"Sac\", slug: \"sac\"}]}) { product { id } "
                        + ERRORS + "}")
                .id("product");

        assertThat(merchant.does(
                                "productCreate(input: {kind: CONFIGURABLE, name: \"Sidamo\", attributeSetId: \"%s\", %s}) { product { id } %s}"
                                        .formatted(set, input, ERRORS))
                        .refusals())
                .containsExactly(refusal);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            TAKEN input.variants.1.sku          | {id: "%1$s", weightGrams: "1"}, {id: "%2$s", sku: "CUP"}
            TAKEN input.variants.1.id           | {id: "%1$s", weightGrams: "1"}, {id: "%1$s", sku: "OTHER"}
            NOT_FOUND input.variants.1.id       | {id: "%1$s"}, {id: "variant_00000000000000000000000001"}
            OUT_OF_RANGE input.variants.1.cost  | {id: "%1$s"}, {id: "%2$s", cost: {amount: "-1", currency: "ETB"}}
            VERSION_CONFLICT input.variants.1.ifVersion | {id: "%1$s"}, {id: "%2$s", ifVersion: 7}
            """)
    void of_a_change_of_variants(String refusal, String variants) {
        String bag = merchant.bag(merchant.coffeeSet(), "bag");
        merchant.does("productCreate(input: {name: \"Cup\", variants: [{sku: \"CUP\"}]}) { product { id } " + ERRORS
                        + "}")
                .id("product");
        var nodes = merchant.asks("product(id: \"" + bag + "\") { variants(first: 5) { nodes { id } } }")
                .at("/product/variants/nodes");

        assertThat(merchant.does("productVariantUpdate(productId: \"%s\", input: {variants: [%s]}) { product { id } %s}"
                                .formatted(
                                        bag,
                                        variants.formatted(
                                                nodes.at("/0/id").asString(),
                                                nodes.at("/1/id").asString()),
                                        ERRORS))
                        .refusals())
                .containsExactly(refusal);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            OUT_OF_RANGE input.items.1.quantity | {variantId: "%1$s"}, {variantId: "%2$s", quantity: 0}
            OUT_OF_RANGE input.items.0.quantity | {variantId: "%1$s", quantity: 2147483647}, {variantId: "%2$s"}
            TAKEN input.items.1.variantId       | {variantId: "%1$s"}, {variantId: "%1$s", quantity: 2}
            NOT_FOUND input.items.1.variantId   | {variantId: "%1$s"}, {variantId: "variant_00000000000000000000000001"}
            """)
    void of_a_bundle(String refusal, String items) {
        String bag = merchant.bag(merchant.coffeeSet(), "bag");
        String box = merchant.does(
                        "productCreate(input: {kind: BUNDLE, name: \"Box\", variants: [{sku: \"BOX\"}]}) { product { id } "
                                + ERRORS + "}")
                .id("product");
        var nodes = merchant.asks("product(id: \"" + bag + "\") { variants(first: 5) { nodes { id } } }")
                .at("/product/variants/nodes");

        assertThat(merchant.does("productBundleItemsSet(productId: \"%s\", input: {items: [%s]}) { product { id } %s}"
                                .formatted(
                                        box,
                                        items.formatted(
                                                nodes.at("/0/id").asString(),
                                                nodes.at("/1/id").asString()),
                                        ERRORS))
                        .refusals())
                .containsExactly(refusal);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            INVALID input.downloads.1.url  | {name: "Guide", url: "https://files.example/1.pdf"}, {name: "Map", url: "nowhere"}
            INVALID input.downloads.1.name | {name: "Guide", url: "https://files.example/1.pdf"}, {name: "", url: "https://files.example/2.pdf"}
            OUT_OF_RANGE input.downloads.1 | {name: "Guide", url: "https://files.example/1.pdf"}, {name: "Map", url: "https://files.example/2.pdf", maxDownloads: 0}
            """)
    void of_downloads(String refusal, String downloads) {
        String guide = merchant.does(
                        "productCreate(input: {kind: DOWNLOADABLE, name: \"Guide\", variants: [{sku: \"GUIDE\"}]}) { product { id } "
                                + ERRORS + "}")
                .id("product");

        assertThat(merchant.does("productDownloadsSet(productId: \"%s\", input: {downloads: [%s]}) { product { id } %s}"
                                .formatted(guide, downloads, ERRORS))
                        .refusals())
                .containsExactly(refusal);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            TAKEN input.contents.1.locale         | contents: [{locale: "en", name: "A"}, {locale: "en", name: "B"}]
            INVALID input.contents.1.name         | contents: [{locale: "en", name: "A"}, {locale: "fr", name: ""}]
            NOT_FOUND input.prices.1.variantId    | prices: [{variantId: "%1$s", price: {amount: "1", currency: "ETB"}}, {variantId: "variant_00000000000000000000000001", price: {amount: "1", currency: "ETB"}}]
            OUT_OF_RANGE input.prices.0.compareAtPrice | prices: [{variantId: "%1$s", price: {amount: "1", currency: "ETB"}, compareAtPrice: "9000000000000000.01"}]
            INVALID input.prices.1.price          | prices: [{variantId: "%1$s", price: {amount: "1", currency: "ETB"}}, {variantId: "%1$s", price: {amount: "1.001", currency: "USD"}}]
            """)
    void of_a_store_override(String refusal, String input) {
        String bag = merchant.bag(merchant.coffeeSet(), "bag");
        String variant = merchant.asks("product(id: \"" + bag + "\") { variants(first: 5) { nodes { id } } }")
                .at("/product/variants/nodes/0/id")
                .asString();

        assertThat(merchant.does(
                                "productStoreOverrideSet(productId: \"%s\", storeId: \"%s\", ifVersion: 1, input: {%s}) { product { id } %s}"
                                        .formatted(bag, merchant.storeId(), input.formatted(variant), ERRORS))
                        .refusals())
                .containsExactly(refusal);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            TAKEN input.options.1.code    | attributeCreate(input: {code: "grind", type: SELECT, options: [{code: "fine"}, {code: "fine"}]}) { attribute { id }
            INVALID input.options.1.code  | attributeCreate(input: {code: "grind", type: SELECT, options: [{code: "fine"}, {code: "FINE"}]}) { attribute { id }
            INVALID input.options.1.colour | attributeCreate(input: {code: "hue", type: COLOUR, options: [{code: "red", colour: "#ff0000"}, {code: "blue"}]}) { attribute { id }
            TAKEN input.groups.1.code     | attributeSetCreate(input: {code: "tea", groups: [{code: "taste", attributes: []}, {code: "taste", attributes: []}]}) { attributeSet { id }
            INVALID input.groups.1.code   | attributeSetCreate(input: {code: "tea", groups: [{code: "taste", attributes: []}, {code: "Looks", attributes: []}]}) { attributeSet { id }
            NOT_FOUND input.groups.0.attributes.1.attributeId | attributeSetCreate(input: {code: "tea", groups: [{code: "taste", attributes: [{attributeId: "%1$s"}, {attributeId: "attribute_00000000000000000000000001"}]}]}) { attributeSet { id }
            TAKEN input.attributes.1.attributeId | attributeSetCreate(input: {code: "tea", attributes: [{attributeId: "%1$s"}, {attributeId: "%1$s"}]}) { attributeSet { id }
            INVALID input.attributes.1.axis | attributeSetCreate(input: {code: "tea", attributes: [{attributeId: "%1$s"}, {attributeId: "%2$s", axis: true}]}) { attributeSet { id }
            """)
    void of_attributes_and_their_sets(String refusal, String mutation) {
        String body = merchant.attribute("body", "SELECT", "");
        String height = merchant.attribute("height", "INTEGER", "");

        assertThat(merchant.does(mutation.formatted(body, height) + " " + ERRORS + "}")
                        .refusals())
                .containsExactly(refusal);
    }
}
