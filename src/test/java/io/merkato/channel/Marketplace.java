package io.merkato.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.Client;
import io.merkato.api.Uuid7;
import io.merkato.ordering.OrderShop;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What a shop of a test's own sells at a marketplace, in birr and without tax in its prices. */
public final class Marketplace {

    private static final String IMPORT = """
            mutation ($source: ID!, $orders: [ExternalOrderInput!]!) {
              externalOrdersImport(input: {sourceId: $source, orders: $orders}) {
                results {
                  externalId outcome orderId order { number status paymentStatus fulfilmentStatus version paid { amount } refunded { amount } totals { total { amount } } }
                  shortfalls { variant { sku } sold there }
                  userErrors { code path message } }
                userErrors { code path } } }""";

    final OrderShop shop;
    final Client owner;
    public final String source;

    public Marketplace(OrderShop shop) {
        this.shop = shop;
        owner = shop.owner;
        source = source("bazaar");
    }

    String source(String code) {
        String store = owner.data("{ stores(first: 1) { nodes { id } } }")
                .at("/stores/nodes/0/id")
                .asString();
        return shop.does("externalSourceCreate(input: {code: \"" + code
                        + "\", name: \"Bazaar\", kind: MARKETPLACE, pricesIncludeTax: false, storeId: \"" + store
                        + "\"}) { externalSource { id } %s }")
                .at("/externalSource/id")
                .asString();
    }

    /** An id that no other order has. */
    static String id() {
        return "B-" + Uuid7.next();
    }

    /** An order of pieces for 100.00 each and 15 % VAT, which comes to 115.00 a piece. */
    static Map<String, Object> order(String id, String sku, int pieces) {
        return order(id, List.of(line(sku, pieces)), 115 * pieces + ".00");
    }

    static Map<String, Object> order(String id, List<Map<String, Object>> lines, String total) {
        var order = new LinkedHashMap<String, Object>();
        order.put("externalId", id);
        order.put("number", "#7");
        order.put("placedAt", "2026-05-01T09:30:00Z");
        order.put("currency", "ETB");
        order.put("lines", lines);
        order.put("total", total);
        return order;
    }

    static Map<String, Object> line(String sku, int pieces) {
        var line = new LinkedHashMap<String, Object>();
        line.put("sku", sku);
        line.put("quantity", pieces);
        line.put("unitPrice", "100");
        line.put("tax", Map.of("name", "VAT", "percent", "15"));
        return line;
    }

    /** The same with this said otherwise, or not at all. */
    static Map<String, Object> but(Map<String, Object> order, @Nullable Object... said) {
        var other = new LinkedHashMap<>(order);
        for (int i = 0; i < said.length; i += 2) {
            Object value = said[i + 1];
            if (value == null) {
                other.remove(String.valueOf(said[i]));
            } else {
                other.put(String.valueOf(said[i]), value);
            }
        }
        return other;
    }

    static Map<String, Object> paid(Map<String, Object> order) {
        return but(order, "payment", Map.of("paidAt", "2026-05-01T09:31:00Z", "method", "CARD", "reference", "B-77"));
    }

    static Map<String, Object> sent(Map<String, Object> order) {
        return but(order, "sentAt", "2026-05-02T08:00:00Z");
    }

    static Map<String, Object> cancelled(Map<String, Object> order) {
        return but(order, "cancellation", Map.of("cancelledAt", "2026-05-02T10:00:00Z", "reason", "Too slow"));
    }

    @SafeVarargs
    final List<JsonNode> imports(Map<String, Object>... orders) {
        return imports(owner, List.of(orders));
    }

    List<JsonNode> imports(Client who, List<Map<String, Object>> orders) {
        JsonNode payload = tries(who, source, orders);
        assertThat(payload.get("userErrors")).isEmpty();
        return payload.get("results").valueStream().toList();
    }

    static JsonNode tries(Client who, String source, List<Map<String, Object>> orders) {
        return who.data(IMPORT, Map.of("source", source, "orders", orders)).get("externalOrdersImport");
    }

    /** What became of each, with the places of what is wrong below the order. */
    static List<String> outcomes(List<JsonNode> results) {
        var outcomes = new ArrayList<String>();
        for (JsonNode result : results) {
            var text = new StringBuilder(result.get("outcome").asString());
            result.get("userErrors").valueStream().forEach(error -> {
                List<String> path =
                        error.get("path").valueStream().map(JsonNode::asString).toList();
                text.append(' ')
                        .append(error.get("code").asString())
                        .append(' ')
                        .append(String.join(".", path.subList(3, path.size())));
            });
            result.get("shortfalls")
                    .valueStream()
                    .forEach(short_ -> text.append(' ')
                            .append(short_.get("there"))
                            .append(" of ")
                            .append(short_.get("sold"))
                            .append(' ')
                            .append(short_.at("/variant/sku").asString()));
            outcomes.add(text.toString());
        }
        return outcomes;
    }

    static String statuses(JsonNode result) {
        JsonNode order = result.get("order");
        return order.get("status").asString() + " " + order.get("paymentStatus").asString() + " "
                + order.get("fulfilmentStatus").asString() + ", "
                + order.at("/paid/amount").asString() + " paid, "
                + order.at("/refunded/amount").asString() + " refunded";
    }
}
