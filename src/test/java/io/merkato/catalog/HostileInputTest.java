package io.merkato.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.MerkatoTest;
import io.merkato.store.StoreViews;
import io.merkato.tenancy.NewTenants;
import io.merkato.tenancy.TenantContexts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.springframework.graphql.ExecutionGraphQlService;
import tools.jackson.databind.JsonNode;

/** Whatever a field of a new product holds, the answer names the field or what it is a part of, and what is no value of its type at least the variable: it is a refusal or BAD_USER_INPUT, never our fault. */
@MerkatoTest
class HostileInputTest {

    private static final List<String> TEXTS = List.of("a\0b", "\ud800", "x\udc00y", noise(10_000_000));
    private static final List<String> TEXT_FIELDS = List.of(
            "name",
            "slug",
            "description",
            "seoTitle",
            "seoDescription",
            "externalId",
            "translations.name",
            "translations.slug",
            "translations.description",
            "translations.seoTitle",
            "attributes.code",
            "attributes.value.text",
            "variants.sku",
            "variants.barcode",
            "variants.externalId",
            "media.url",
            "media.mimeType",
            "media.alts.text");
    private static final List<Object> NUMBERS =
            List.of("1000000000000000000", "-1", "0.001", "99999999999999999999999999999999999999", "1e9", "NaN", "");
    private static final List<String> NUMBER_FIELDS =
            List.of("variants.prices.price.amount", "variants.cost.amount", "variants.prices.compareAtPrice");
    private static final List<Object> COUNTS = List.of(-1, Integer.MAX_VALUE, 2_147_483_648L, "x", 1.5);
    private static final List<String> COUNT_FIELDS = List.of("media.width", "media.height", "variants.weightGrams");
    private static final List<Object> DECIMALS = List.of("1000000000000", "-1000000000000", "0.0000001", "1e400");

    private final Merchant merchant;

    HostileInputTest(ExecutionGraphQlService graphql, NewTenants tenants, StoreViews views, TenantContexts contexts) {
        this.merchant = new Merchant(graphql, tenants, views, contexts);
    }

    @TestFactory
    Stream<DynamicTest> of_a_new_product() {
        String note = merchant.attribute("note", "TEXT", "");
        String depth = merchant.attribute("depth", "DECIMAL", "");
        String since = merchant.attribute("since", "DATE", "");
        String set = merchant.does(
                        "attributeSetCreate(input: {code: \"any\", attributes: [{attributeId: \"%s\"}, {attributeId: \"%s\"}, {attributeId: \"%s\"}]}) { attributeSet { id } %s}"
                                .formatted(note, depth, since, Merchant.ERRORS))
                .id("attributeSet");
        return Stream.of(
                        each(TEXT_FIELDS, TEXTS),
                        each(NUMBER_FIELDS, NUMBERS),
                        each(COUNT_FIELDS, COUNTS),
                        each(List.of("attributes.value.number"), DECIMALS),
                        each(
                                List.of("attributes.value.date"),
                                List.of("+999999999-12-31", "-0001-01-01", "2026-02-30")))
                .flatMap(cases -> cases)
                .map(hostile -> DynamicTest.dynamicTest(hostile.toString(), () -> refused(set, hostile)));
    }

    private record Hostile(String field, Object value) {

        /** What the field is a part of. */
        String around() {
            return field.substring(0, Math.max(0, field.lastIndexOf('.')));
        }

        @Override
        public String toString() {
            String text = value.toString();
            return field + " = " + (text.length() > 40 ? text.length() + " characters" : text.replace("\0", "NUL"));
        }
    }

    private static Stream<Hostile> each(List<String> fields, List<?> values) {
        return fields.stream().flatMap(field -> values.stream().map(value -> new Hostile(field, value)));
    }

    private void refused(String set, Hostile hostile) {
        var input = new HashMap<String, Object>(Map.of("name", "Cup", "attributeSetId", set));
        put(input, List.of(hostile.field.split("\\.")), hostile.value);

        JsonNode response = merchant.graphql()
                .run(
                        "mutation ($input: ProductCreateInput!) { productCreate(input: $input) { product { id } userErrors { code path } } }",
                        Map.of("input", input));

        if (response.has("errors")) {
            JsonNode fault = response.at("/errors/0");
            assertThat(response.at("/data/productCreate/product/id").isMissingNode())
                    .isTrue();
            if (fault.at("/extensions/classification").asString("").equals("ValidationError")) {
                assertThat(fault.get("message").asString()).startsWith("Variable 'input' has an invalid value: ");
            } else {
                assertThat(fault.at("/extensions/code").asString()).isEqualTo("BAD_USER_INPUT");
                assertThat(fault.get("message").asString().replace(".0.", "."))
                        .isEqualTo("input." + hostile.field + " has a NUL or half a surrogate pair in it.");
            }
        } else {
            assertThat(response.at("/data/productCreate/product").isNull()).isTrue();
            String path = response.at("/data/productCreate/userErrors/0/path")
                    .valueStream()
                    .map(JsonNode::asString)
                    .filter(step -> !step.equals("0"))
                    .collect(Collectors.joining("."));
            assertThat(path).isIn("input." + hostile.field, "input." + hostile.around());
        }
    }

    /** Puts the value where the path leads, with what is required beside it; lists have it as their only item. */
    private static void put(Map<String, Object> object, List<String> path, Object value) {
        String name = path.getFirst();
        if (path.size() == 1) {
            object.put(name, value);
            return;
        }
        var nested = new HashMap<String, Object>(
                switch (name) {
                    case "translations" -> Map.of("locale", "am", "name", "Buna");
                    case "attributes" ->
                        Map.of(
                                "code",
                                switch (path.getLast()) {
                                    case "number" -> "depth";
                                    case "date" -> "since";
                                    default -> "note";
                                });
                    case "variants" -> Map.of("sku", "CUP");
                    case "media" -> Map.of("url", "https://img.example/cup.webp");
                    case "alts" -> Map.of("locale", "en");
                    case "prices" -> Map.of("price", Map.of("amount", "1", "currency", "ETB"));
                    case "price", "cost" -> Map.of("currency", "ETB");
                    default -> Map.of();
                });
        put(nested, path.subList(1, path.size()), value);
        boolean list = List.of("translations", "attributes", "variants", "media", "alts", "prices")
                .contains(name);
        object.put(name, list ? new ArrayList<>(List.of(nested)) : nested);
    }

    /** Text that does not compress. */
    private static String noise(int length) {
        return new java.util.Random(7)
                .ints(length, 'a', 'z' + 1)
                .collect(StringBuilder::new, (text, letter) -> text.append((char) letter), StringBuilder::append)
                .toString();
    }
}
