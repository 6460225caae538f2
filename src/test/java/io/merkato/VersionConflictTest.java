package io.merkato;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLInputObjectType;
import graphql.schema.GraphQLSchema;
import graphql.schema.GraphQLTypeUtil;
import io.merkato.identity.BuiltInRole;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.springframework.graphql.execution.GraphQlSource;
import tools.jackson.databind.JsonNode;

/** Asks every mutation that takes a version with one that is out of date: each answers which version there is now. */
@MerkatoTest
class VersionConflictTest {

    private static final int STALE = 99;

    private final GraphQLSchema schema;
    private final Merchants merchants;

    VersionConflictTest(GraphQlSource source, Merchants merchants) {
        this.schema = source.schema();
        this.merchants = merchants;
    }

    @TestFactory
    Stream<DynamicTest> a_stale_version_is_answered_with_the_current_one() {
        var merchant = merchants.open();
        Client owner = merchants.staff(merchant, BuiltInRole.OWNER);
        Map<String, String> ids = things(owner, merchants.hire(merchant, BuiltInRole.CATALOGUE));
        return requireNonNull(schema.getMutationType()).getFieldDefinitions().stream()
                .filter(mutation -> versionPath(mutation) != null)
                .map(mutation -> dynamicTest(mutation.getName(), () -> answersCurrent(owner, mutation, ids)));
    }

    private static void answersCurrent(Client owner, GraphQLFieldDefinition mutation, Map<String, String> ids) {
        List<String> path = requireNonNull(versionPath(mutation));
        var call = new SampleCall("Mutation", mutation, path, requireNonNull(ids.get("product")));
        Map<String, Object> arguments = named(call.arguments(), mutation.getName(), ids);

        JsonNode answer = owner.run(
                        call.document().replace("userErrors {", "userErrors { ... on VersionConflict { current }"),
                        arguments)
                .at("/data/" + mutation.getName() + "/userErrors/0");

        assertThat(answer.get("__typename").asString()).isEqualTo("VersionConflict");
        assertThat(answer.get("code").asString()).isEqualTo("VERSION_CONFLICT");
        assertThat(answer.get("current").asInt()).isEqualTo(1);
        assertThat(answer.get("path").get(answer.get("path").size() - 1).asString())
                .isEqualTo("ifVersion");
    }

    /** Down to where the mutation takes a version; null where it takes none. */
    private static @Nullable List<String> versionPath(GraphQLFieldDefinition mutation) {
        if (mutation.getArgument("ifVersion") != null) {
            return List.of("ifVersion");
        }
        return mutation.getArgument("input") != null
                        && GraphQLTypeUtil.unwrapAll(
                                        mutation.getArgument("input").getType())
                                instanceof GraphQLInputObjectType input
                ? versionPath(input, List.of("input"))
                : null;
    }

    private static @Nullable List<String> versionPath(GraphQLInputObjectType input, List<String> path) {
        for (var field : input.getFieldDefinitions()) {
            var longer = new ArrayList<>(path);
            longer.add(field.getName());
            if (field.getName().equals("ifVersion")) {
                return longer;
            }
            if (GraphQLTypeUtil.unwrapAll(field.getType()) instanceof GraphQLInputObjectType nested
                    && longer.size() < 4) {
                List<String> found = versionPath(nested, longer);
                if (found != null) {
                    return found;
                }
            }
        }
        return null;
    }

    /** The arguments with the ids of things that are there, and the version that is not. */
    private static Map<String, Object> named(Map<String, Object> arguments, String mutation, Map<String, String> ids) {
        var named = new LinkedHashMap<String, Object>();
        arguments.forEach((name, value) -> named.put(name, named(name, value, mutation, ids)));
        return named;
    }

    private static Object named(String name, Object value, String thing, Map<String, String> ids) {
        return switch (value) {
            case Map<?, ?> object -> {
                var named = new LinkedHashMap<String, Object>();
                object.forEach((key, member) -> named.put(
                        key.toString(), named(key.toString(), requireNonNull(member), "productVariantOfInput", ids)));
                yield named;
            }
            case List<?> list ->
                list.stream().map(item -> named(name, item, thing, ids)).toList();
            default ->
                switch (name) {
                    case "ifVersion" -> STALE;
                    case "id" -> id(thing, ids);
                    case "productId" -> id("product", ids);
                    case "variantId" -> id("productVariant", ids);
                    case "locationId" -> id("location", ids);
                    case "storeId" -> id("store", ids);
                    case "customerId" -> id("customer", ids);
                    default -> value;
                };
        };
    }

    /** Of the thing that the mutation's name begins with: a mutation of another needs one made below. */
    private static String id(String mutation, Map<String, String> ids) {
        return ids.entrySet().stream()
                .filter(each -> mutation.startsWith(each.getKey()))
                .max(Map.Entry.comparingByKey(java.util.Comparator.comparingInt(String::length)))
                .orElseThrow(() -> new AssertionError("Make something that " + mutation + " is about"))
                .getValue();
    }

    private static String giftCard(Client owner) {
        return owner.data(
                        "mutation { giftCardsIssue(input: {cards: [{amount: {amount: \"5\", currency: \"ETB\"}}]}) @idempotent(key: \"card\") { issued { giftCard { id } } } }")
                .at("/giftCardsIssue/issued/0/giftCard/id")
                .asString();
    }

    private static Map<String, String> things(Client owner, String colleague) {
        String set = made(owner, "attributeSetCreate", "{code: \"plain\"}", "attributeSet");
        JsonNode product = owner.data("""
                        mutation { productCreate(input: {name: "Cup", attributeSetId: "%s", variants: [{sku: "CUP"}], media: [{url: "https://img.example/cup.webp"}]}) {
                          product { id media { id } variants(first: 1) { nodes { id } } } userErrors { message } } }""".formatted(set)).at("/productCreate/product");
        JsonNode attribute = owner.data("""
                        mutation { attributeCreate(input: {code: "glaze", type: SELECT, options: [{code: "matt"}]}) {
                          attribute { id options(first: 1) { nodes { id } } } userErrors { message } } }""").at("/attributeCreate/attribute");
        String jug = jug(owner);
        String customer = made(owner, "customerCreate", "{givenName: \"Almaz\"}", "customer");
        String loyaltyProgramme = made(owner, "loyaltyProgrammeCreate", "{name: \"Buna\", rates: []}", "programme");
        return Map.ofEntries(
                Map.entry(
                        "store", owner.data("{ store { id } }").at("/store/id").asString()),
                Map.entry("role", made(owner, "roleCreate", "{name: \"Packer\", permissions: [CATALOG_READ]}", "role")),
                Map.entry("member", member(owner, colleague)),
                Map.entry("brand", made(owner, "brandCreate", "{name: \"Tomoca\"}", "brand")),
                Map.entry("location", made(owner, "locationCreate", "{code: \"main\", name: \"Main\"}", "location")),
                Map.entry(
                        "webhook",
                        made(
                                owner,
                                "webhookCreate",
                                "{url: \"https://example.com/\", eventTypes: [PRODUCT_CREATED], enabled: false}",
                                "webhook")),
                Map.entry("externalSource", externalSource(owner)),
                Map.entry("posRegister", posRegister(owner)),
                Map.entry(
                        "paymentAccount",
                        made(
                                owner,
                                "paymentAccountCreate",
                                "{provider: \"cash\", name: \"Cash\", environment: TEST}",
                                "account")),
                Map.entry(
                        "clientApplication",
                        made(owner, "clientApplicationCreate", "{code: \"web\"}", "clientApplication")),
                Map.entry("label", made(owner, "labelCreate", "{code: \"NEW\"}", "label")),
                Map.entry(
                        "category",
                        made(owner, "categoryCreate", "{names: [{locale: \"en\", text: \"Cups\"}]}", "category")),
                Map.entry(
                        "priceList",
                        made(
                                owner,
                                "priceListCreate",
                                "{code: \"all\", name: \"All\", currency: \"ETB\"}",
                                "priceList")),
                Map.entry(
                        "flashSale",
                        made(
                                owner,
                                "flashSaleCreate",
                                "{name: \"Today\", startsAt: \"2026-01-01T00:00:00Z\", endsAt: \"2026-01-02T00:00:00Z\", items: []}",
                                "flashSale")),
                Map.entry(
                        "taxClass",
                        made(owner, "taxClassCreate", "{code: \"standard\", name: \"Standard\"}", "taxClass")),
                Map.entry("taxZone", made(owner, "taxZoneCreate", "{name: \"Here\", places: []}", "taxZone")),
                Map.entry("attribute", attribute.at("/id").asString()),
                Map.entry("attributeOption", attribute.at("/options/nodes/0/id").asString()),
                Map.entry("attributeSet", set),
                Map.entry(
                        "coupon",
                        made(owner, "couponCreate", "{code: \"TEN\", discount: {percent: \"10\"}}", "coupon")),
                Map.entry("giftCard", giftCard(owner)),
                Map.entry("loyaltyProgramme", loyaltyProgramme),
                Map.entry(
                        "loyaltyEarnRule",
                        made(
                                owner,
                                "loyaltyEarnRuleCreate",
                                "{programmeId: \"" + loyaltyProgramme + "\", name: \"Twice\", multiplier: \"2\"}",
                                "rule")),
                Map.entry("shippingZone", made(owner, "shippingZoneCreate", "{name: \"Here\"}", "shippingZone")),
                Map.entry(
                        "shippingMethod",
                        made(
                                owner,
                                "shippingMethodCreate",
                                "{code: \"counter\", kind: PICKUP, currency: \"ETB\", rates: [{price: \"0\"}], pickupAddress: {country: \"ET\"}}",
                                "shippingMethod")),
                Map.entry("product", product.at("/id").asString()),
                Map.entry("cart", draft(owner, jug)),
                Map.entry("order", order(owner, jug)),
                Map.entry("fulfilment", fulfilment(owner, order(owner, jug))),
                Map.entry("productVariant", product.at("/variants/nodes/0/id").asString()),
                Map.entry("media", product.at("/media/0/id").asString()),
                Map.entry("customer", customer),
                Map.entry(
                        "taxExemption",
                        made(
                                owner,
                                "taxExemptionCreate",
                                "{customerId: \"" + customer + "\", certificate: \"UN-77\"}",
                                "taxExemption")),
                Map.entry(
                        "customerAddress",
                        ofCustomer(
                                owner,
                                "customerAddressCreate",
                                customer,
                                "{postalAddress: {country: \"ET\"}}",
                                "address")),
                Map.entry(
                        "customerNote",
                        ofCustomer(owner, "customerNoteCreate", customer, "{body: \"Called\"}", "customerNote")),
                Map.entry(
                        "customerGroup",
                        made(owner, "customerGroupCreate", "{code: \"vip\", name: \"VIP\"}", "customerGroup")));
    }

    private static String posRegister(Client owner) {
        String store = owner.data("{ store { id } }").at("/store/id").asString();
        String location = made(owner, "locationCreate", "{code: \"till\", name: \"Till\"}", "location");
        return made(
                owner,
                "posRegisterCreate",
                "{code: \"front\", name: \"Front\", storeId: \"" + store + "\", locationId: \"" + location + "\"}",
                "register");
    }

    private static String externalSource(Client owner) {
        String store = owner.data("{ store { id } }").at("/store/id").asString();
        return made(
                owner,
                "externalSourceCreate",
                "{code: \"bazaar\", name: \"Bazaar\", kind: OTHER, storeId: \"" + store + "\"}",
                "externalSource");
    }

    private static String made(Client owner, String mutation, String input, String thing) {
        return owner.data("mutation { %s(input: %s) { %s { id } userErrors { message } } }"
                        .formatted(mutation, input, thing))
                .at("/" + mutation + "/" + thing + "/id")
                .asString();
    }

    private static String ofCustomer(Client owner, String mutation, String customer, String input, String thing) {
        return owner.data("mutation { %s(customerId: \"%s\", input: %s) { %s { id } userErrors { message } } }"
                        .formatted(mutation, customer, input, thing))
                .at("/" + mutation + "/" + thing + "/id")
                .asString();
    }

    /** Its variant. */
    private static String jug(Client owner) {
        JsonNode product = owner.data("""
                        mutation { productCreate(input: {name: "Jug", variants: [{sku: "JUG", prices: [{price: {amount: "90", currency: "ETB"}}]}]}) {
                          product { id variants(first: 1) { nodes { id } } } userErrors { message } } }""").at("/productCreate/product");
        owner.data("mutation { productPublish(id: \"%s\") { userErrors { message } } }"
                .formatted(product.at("/id").asString()));
        return product.at("/variants/nodes/0/id").asString();
    }

    private static String draft(Client owner, String variant) {
        return made(
                owner,
                "draftOrderCreate",
                "{storeId: \"%s\", lines: [{variantId: \"%s\"}]}"
                        .formatted(
                                owner.data("{ store { id } }").at("/store/id").asString(), variant),
                "cart");
    }

    private static String order(Client owner, String variant) {
        String cart = draft(owner, variant);
        String total = owner.data("{ cart(id: \"%s\") { totals { total { amount } } } }".formatted(cart))
                .at("/cart/totals/total/amount")
                .asString();
        return owner.data("""
                        mutation { orderPlace(input: {cartId: "%s", expectedTotal: {amount: "%s", currency: "ETB"}}) @idempotent(key: "%s") {
                          order { id } userErrors { message } } }""".formatted(cart, total, cart))
                .at("/orderPlace/order/id")
                .asString();
    }

    private static String fulfilment(Client owner, String order) {
        return owner.data("mutation { orderFulfil(id: \"%s\") @idempotent(key: \"f\") { fulfilment { id } } }"
                        .formatted(order))
                .at("/orderFulfil/fulfilment/id")
                .asString();
    }

    private static String member(Client owner, String email) {
        return owner.data("{ members(first: 10) { nodes { id email } } }")
                .at("/members/nodes")
                .valueStream()
                .filter(member -> member.at("/email").asString().equals(email))
                .findFirst()
                .orElseThrow()
                .get("id")
                .asString();
    }
}
