package io.merkato.ordering;

import java.util.List;
import tools.jackson.databind.JsonNode;

/** Words for edits of orders. */
final class OrderEditing {

    static final String FIGURES =
            "{ quantity unitPrice { amount } discount { amount } tax { amount } total { amount } }";
    static final String TOTALS =
            "{ subtotal { amount } shipping { amount } discount { amount } tax { amount } total { amount } }";

    private OrderEditing() {}

    static String line(OrderShop.Placed order, int place, String more) {
        return "lines: [" + named(order, place, more) + "]";
    }

    static String named(OrderShop.Placed order, int place, String more) {
        return "{lineId: \"" + order.lines().get(place) + "\", " + more + "}";
    }

    static String add(String variant, int quantity, String more) {
        return "add: [{variantId: \"" + variant + "\", quantity: " + quantity + more + "}]";
    }

    static String birr(String amount) {
        return "{amount: \"" + amount + "\", currency: \"ETB\"}";
    }

    static JsonNode edits(OrderShop.Placed order, String input) {
        return edits(order, input, order.read("version").get("version").asInt());
    }

    static JsonNode edits(OrderShop.Placed order, String input, int version) {
        return order.tries("orderEdit(id: $ID, ifVersion: " + version + ", input: {" + input + "}) " + OrderShop.key()
                + " { " + OrderShop.ORDER + " revision { difference { amount } before " + TOTALS + " after " + TOTALS
                + " lines { line { id } before " + FIGURES + " after " + FIGURES + " } } %s }");
    }

    static JsonNode preview(OrderShop.Placed order, String input) {
        String problems = OrderShop.ERRORS.replace("userErrors {", "problems {");
        return order.shop()
                .owner
                .data("{ orderEditPreview(id: \"" + order.id() + "\", input: {" + input + "}) { totals " + TOTALS
                        + " difference { amount } balance { amount } lines { line { id } name before " + FIGURES
                        + " after " + FIGURES + " } " + problems + " } }")
                .get("orderEditPreview");
    }

    static String figures(JsonNode line) {
        return line.get("quantity").asInt() + " x "
                + line.at("/unitPrice/amount").asString() + " - "
                + line.at("/discount/amount").asString() + " = "
                + line.at("/total/amount").asString();
    }

    static List<String> refused(JsonNode payload) {
        return OrderShop.refusals(payload);
    }

    static String line(OrderShop.Placed order, int place, String more, String evenMore) {
        return line(order, place, more + ", " + evenMore);
    }

    static String money(OrderShop.Placed order) {
        JsonNode read = order.read();
        return read.at("/totals/total/amount").asString() + ", balance "
                + read.at("/balance/amount").asString();
    }
}
