package io.merkato;

import graphql.schema.GraphQLFieldDefinition;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Whose ids a place of a root field takes: told by a table, since an id of another kind is refused before the place is looked at. */
final class IdKind {

    private static final Set<String> ABOUT =
            Set.of("where", "and", "or", "not", "input", "eq", "oneOf", "match", "value", "id");

    /** Where the name at the end of the way is not the type's. */
    private static final Map<String, String> NAMED = Map.ofEntries(
            Map.entry("references", "product"),
            Map.entry("client", "client_application"),
            Map.entry("parent", "category"),
            Map.entry("group", "customer_group"),
            Map.entry("line", "order_line"),
            Map.entry("lines", "cart_line"),
            Map.entry("variants", "variant"),
            Map.entry("only", "store"),
            Map.entry("logo", "media"),
            Map.entry("image", "media"),
            Map.entry("from_location", "location"),
            Map.entry("to_location", "location"),
            Map.entry("shipping_address", "address"),
            Map.entry("operation", "payment_operation"),
            Map.entry("account", "payment_account"),
            Map.entry("programme", "loyalty_programme"),
            Map.entry("session", "pos_session"),
            Map.entry("source", "external_source"),
            Map.entry("transfer", "ledger_transfer"));

    /** Where the same name stands for several, or the field itself says what its {@code id} is of. */
    private static final Map<String, String> OF_FIELDS = Map.ofEntries(
            Map.entry("ledgerEntries account", "ledger_account"),
            Map.entry("taxRateSet zone", "tax_zone"),
            Map.entry("taxExemptionCreate zone", "tax_zone"),
            Map.entry("shippingMethods zone", "shipping_zone"),
            Map.entry("shippingMethodCreate zone", "shipping_zone"),
            Map.entry("shippingMethodUpdate zone", "shipping_zone"),
            Map.entry("cartLinesAdd", "cart"),
            Map.entry("cartLinesUpdate", "cart"),
            Map.entry("categories", "category"),
            Map.entry("orderReturnCreate", "order"));

    private IdKind() {}

    /** The type's prefix, one of {@code known}. */
    static String of(GraphQLFieldDefinition field, List<String> path, Set<String> known) {
        String name = path.stream()
                .filter(part -> !ABOUT.contains(part))
                .reduce((first, second) -> second)
                .map(part -> snake(part.replaceAll("Ids?$", "")))
                .orElse("");
        String ofField = OF_FIELDS.get((field.getName() + " " + name).strip());
        if (ofField != null) {
            return ofField;
        }
        if (!name.isEmpty()) {
            String prefix = NAMED.getOrDefault(name, name);
            if (known.contains(prefix)) {
                return prefix;
            }
            throw new AssertionError(
                    "nobody has said what kind of id this takes: " + field.getName() + " " + String.join(".", path));
        }
        String of = snake(field.getName()).replace("product_variant", "variant");
        return new TreeSet<>(known)
                .descendingSet().stream()
                        .filter(of::startsWith)
                        .findFirst()
                        .orElseThrow(
                                () -> new AssertionError("nobody has said whose id " + field.getName() + " takes"));
    }

    private static String snake(String name) {
        return name.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }
}
