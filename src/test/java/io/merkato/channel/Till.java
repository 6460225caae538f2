package io.merkato.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.Client;
import io.merkato.ordering.OrderShop;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/** A till in a shop of a test's own, with a session that is open since an hour, 500.00 birr in its drawer; prices are with 15 % VAT. */
public final class Till {

    private static final String SYNC = """
            mutation ($session: ID!, $sales: [PosSaleInput!]!) {
              posOrdersSync(input: {sessionId: $session, sales: $sales}) {
                results {
                  reference outcome orderId order { number channel placedAt status paymentStatus fulfilmentStatus source { name } totals { tax { amount } total { amount } } posSale { late } }
                  shortfalls { variant { sku } sold there }
                  userErrors { code path message } }
                session { expectedCash { amount } difference { amount } }
                userErrors { code path } } }""";

    final OrderShop shop;
    final Client owner;
    public final String store;
    public final String register;
    public final String session;
    public final String openedAt;

    public Till(OrderShop shop) {
        this.shop = shop;
        owner = shop.owner;
        openedAt = java.time.Instant.now().minusSeconds(3600).toString();
        store = owner.data("{ stores(first: 1) { nodes { id } } }")
                .at("/stores/nodes/0/id")
                .asString();
        register = shop.does("posRegisterCreate(input: {storeId: \"" + store + "\", locationId: \"" + shop.location
                        + "\", code: \"front\", name: \"Front\"}) { register { id } %s }")
                .at("/register/id")
                .asString();
        session = opens().at("/session/id").asString();
    }

    JsonNode opens() {
        return OrderShop.tries(
                owner,
                "posSessionOpen(input: {registerId: \"" + register
                        + "\", openingFloat: {amount: \"500\", currency: \"ETB\"}, openedAt: \"" + openedAt + "\"}) "
                        + OrderShop.key() + " { session { id expectedCash { amount } } %s }");
    }

    JsonNode closes(String counted) {
        return OrderShop.tries(
                owner,
                "posSessionClose(id: \"" + session + "\", input: {countedCash: {amount: \"" + counted
                        + "\", currency: \"ETB\"}}) " + OrderShop.key()
                        + " { session { expectedCash { amount } countedCash { amount } difference { amount } } %s }");
    }

    JsonNode moves(String direction, String amount) {
        return OrderShop.tries(
                owner,
                "posCashMove(sessionId: \"" + session + "\", input: {direction: " + direction + ", amount: {amount: \""
                        + amount + "\", currency: \"ETB\"}, reason: \"Change\"}) " + OrderShop.key()
                        + " { cashMovement { kind amount { amount } } session { expectedCash { amount } } %s }");
    }

    public JsonNode refunds(String order, String amount) {
        return refunds(owner, order, amount);
    }

    JsonNode refunds(Client who, String order, String amount) {
        return OrderShop.tries(
                who,
                "posCashRefund(sessionId: \"" + session + "\", input: {orderId: \"" + order + "\", amount: {amount: \""
                        + amount + "\", currency: \"ETB\"}}) " + OrderShop.key()
                        + " { cashMovement { kind amount { amount } order { paymentStatus } } session { expectedCash { amount } } %s }");
    }

    /** So many for 115.00 each with 15 % VAT, paid in cash. */
    public Map<String, Object> sale(String variant, int pieces) {
        var sale = new LinkedHashMap<String, Object>();
        sale.put("reference", UUID.randomUUID().toString());
        sale.put("soldAt", openedAt);
        sale.put("lines", List.of(Map.of("variantId", variant, "quantity", pieces, "unitPrice", "115")));
        sale.put("payments", List.of(Map.of("method", "CASH", "amount", 115 * pieces + ".00")));
        return sale;
    }

    /** The same with this said otherwise. */
    static Map<String, Object> but(Map<String, Object> sale, String member, Object value) {
        var other = new LinkedHashMap<>(sale);
        other.put(member, value);
        return other;
    }

    JsonNode tries(Client who, List<Map<String, Object>> sales) {
        return who.data(SYNC, Map.of("session", session, "sales", sales)).get("posOrdersSync");
    }

    public JsonNode syncs(List<Map<String, Object>> sales) {
        JsonNode payload = tries(owner, sales);
        assertThat(payload.get("userErrors")).isEmpty();
        return payload;
    }

    /** What became of each, with the places of what is wrong below the sale. */
    static List<String> outcomes(JsonNode payload) {
        var outcomes = new ArrayList<String>();
        for (JsonNode result : payload.get("results")) {
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
                    .forEach(lacking -> text.append(' ')
                            .append(lacking.get("there"))
                            .append(" of ")
                            .append(lacking.get("sold"))
                            .append(' ')
                            .append(lacking.at("/variant/sku").asString()));
            outcomes.add(text.toString());
        }
        return outcomes;
    }
}
