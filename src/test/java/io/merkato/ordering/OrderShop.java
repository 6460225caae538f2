package io.merkato.ordering;

import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.Client;
import io.merkato.Merchants;
import io.merkato.api.Uuid7;
import io.merkato.identity.BuiltInRole;
import io.merkato.tenancy.TenantContext;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * A shop of a test's own in Addis Ababa that sells in birr: prices without 15 % VAT, delivery for 50.00 within Ethiopia, stock promised to
 * orders; and its owner at the desk.
 */
public final class OrderShop {

    public static final String ERRORS =
            "userErrors { code path message ... on OutOfStock { variant { sku } wanted available } ... on TotalChanged { total { amount } }"
                    + " ... on CartNotReady { problem { code couponRefusal } } ... on CartClosed { cart: status orderId }"
                    + " ... on OrderStatusConflict { status paymentStatus fulfilmentStatus } }";
    public static final String ORDER =
            "order { id number status paymentStatus fulfilmentStatus version balance { amount } paid { amount } refunded { amount } returned { amount }"
                    + " totals { subtotal { amount } shipping { amount } discount { amount } tax { amount } total { amount } }"
                    + " lines { id quantity fulfilledQuantity returnedQuantity total { amount } } history { axis event to } }";

    public final Merchants.Merchant merchant;
    public final TenantContext tenant;
    public final Client owner;
    public final Client visitor;
    public final String location;
    public final String shippingMethod;

    public OrderShop(Merchants merchants, Client client) {
        this.merchant = merchants.open();
        this.tenant = merchant.tenant();
        this.owner = merchants.staff(merchant, BuiltInRole.OWNER);
        this.visitor = client.in(merchant.slug());
        stockMode("RESERVE_ON_ORDER");
        this.location = does("locationCreate(input: {code: \"shop\", name: \"Shop\"}) { location { id } %s }")
                .at("/location/id")
                .asString();
        String zone =
                does("taxZoneCreate(input: {name: \"Ethiopia\", places: [{country: \"ET\"}]}) { taxZone { id } %s }")
                        .at("/taxZone/id")
                        .asString();
        String standard =
                does("taxClassCreate(input: {code: \"standard\", name: \"Standard\", isDefault: true}) { taxClass { id } %s }")
                        .at("/taxClass/id")
                        .asString();
        does("taxRateSet(input: {zoneId: \"" + zone + "\", taxClassId: \"" + standard
                + "\", name: \"VAT\", percent: \"15\", startsAt: \"2020-01-01T00:00:00Z\"}) { taxRate { id } %s }");
        String delivery =
                does("shippingZoneCreate(input: {name: \"Ethiopia\", places: [{country: \"ET\"}]}) { shippingZone { id } %s }")
                        .at("/shippingZone/id")
                        .asString();
        this.shippingMethod =
                does("shippingMethodCreate(input: {code: \"courier\", names: [{locale: \"en\", text: \"Courier\"}], currency: \"ETB\", kind: FLAT, zoneId: \""
                                + delivery + "\", rates: [{price: \"50\"}]}) { shippingMethod { id } %s }")
                        .at("/shippingMethod/id")
                        .asString();
    }

    public void stockMode(String mode) {
        does("inventoryPolicyUpdate(input: {mode: " + mode + "}) { %s }");
    }

    /** Runs a mutation of the owner's that must go through; {@code %s} in it stands for the errors. */
    public JsonNode does(String mutation) {
        return does(owner, mutation);
    }

    public static JsonNode does(Client who, String mutation) {
        JsonNode payload = tries(who, mutation);
        assertThat(payload.get("userErrors")).as(mutation).isEmpty();
        return payload;
    }

    public static JsonNode tries(Client who, String mutation) {
        return who.data("mutation { " + mutation.replace("%s", ERRORS) + " }")
                .iterator()
                .next();
    }

    /** Code, path and more of each refusal. */
    public static List<String> refusals(JsonNode payload) {
        return payload.get("userErrors")
                .valueStream()
                .map(error -> error.get("code").asString() + " "
                        + String.join(
                                ".",
                                error.get("path")
                                        .valueStream()
                                        .map(JsonNode::asString)
                                        .toList()))
                .toList();
    }

    public static String key() {
        return "@idempotent(key: \"" + Uuid7.next() + "\")";
    }

    /** The variant of a product of its own, on sale at this price, so many of which are there. */
    public String variant(String sku, String price, int there) {
        JsonNode product = does("productCreate(input: {name: \"" + sku + "\", variants: [{sku: \"" + sku
                        + "\", weightGrams: 250, prices: [{price: {amount: \"" + price
                        + "\", currency: \"ETB\"}}]}]}) { product { id variants(first: 1) { nodes { id } } } %s }")
                .get("product");
        does("productPublish(id: \"" + product.get("id").asString() + "\") { %s }");
        String variant = product.at("/variants/nodes/0/id").asString();
        receive(variant, there);
        return variant;
    }

    /** The variant of a bundle that is so many of another one. */
    public String bundle(String sku, String part, int pieces) {
        JsonNode product = does("productCreate(input: {kind: BUNDLE, name: \"" + sku + "\", variants: [{sku: \"" + sku
                        + "\"}]}) { product { id variants(first: 1) { nodes { id } } } %s }")
                .get("product");
        does("productBundleItemsSet(productId: \"" + product.get("id").asString() + "\", input: {items: [{variantId: \""
                + part + "\", quantity: " + pieces + "}]}) { %s }");
        return product.at("/variants/nodes/0/id").asString();
    }

    /** The product of a variant, sold from now on. */
    void publish(String sku) {
        String product = owner.data(
                        "query ($sku: String!) { productVariantBySku(sku: $sku) { product { id } } }",
                        Map.of("sku", sku))
                .at("/productVariantBySku/product/id")
                .asString();
        does("productPublish(id: \"" + product + "\") { %s }");
    }

    public void receive(String variant, int pieces) {
        does("stockAdjust(input: {locationId: \"" + location + "\", reason: RECEIVED, lines: [{variantId: \"" + variant
                + "\", change: " + pieces + "}]}) " + key() + " { %s }");
    }

    /** On hand and promised. */
    public String stock(String variant) {
        JsonNode level = owner.data(
                        "query ($variant: ID!) { stockLevels(first: 1, where: {variant: {eq: $variant}}) { nodes { onHand reserved } } }",
                        Map.of("variant", variant))
                .at("/stockLevels/nodes/0");
        return level.get("onHand") + " on hand, " + level.get("reserved") + " reserved";
    }

    /** A guest with these in a cart, ready to be ordered. */
    public Basket basket(Map<String, Integer> goods) {
        return basket(visitor, goods, "ETB");
    }

    public Basket basket(String variant, int pieces) {
        return basket(Map.of(variant, pieces));
    }

    public Basket basket(Client who, String variant, int pieces) {
        return basket(who, Map.of(variant, pieces), "ETB");
    }

    public Basket basket(Client who, Map<String, Integer> goods, String currency) {
        var lines = new StringBuilder();
        goods.forEach(
                (variant, pieces) -> lines.append("{variantId: \"%s\", quantity: %d} ".formatted(variant, pieces)));
        JsonNode created = does(
                who,
                "cartCreate(input: {currency: \"" + currency + "\", email: \"hana@example.com\", lines: [" + lines
                        + "]}) { cart { id lines { id } } guestToken %s }");
        Client guest = created.get("guestToken").isNull()
                ? who
                : who.with("Merkato-Guest", created.get("guestToken").asString());
        String cart = created.at("/cart/id").asString();
        does(
                guest,
                "cartUpdate(id: \"" + cart
                        + "\", input: {shippingAddress: {country: \"ET\", city: \"Addis Ababa\", line1: \"Bole Road 1\"}, shippingMethodId: \""
                        + shippingMethod + "\"}) { cart { id } %s }");
        return new Basket(this, guest, cart);
    }

    /** A cart of somebody's. */
    public record Basket(OrderShop shop, Client guest, String cart) {

        JsonNode read(String selection) {
            return guest.data("{ cart(id: \"" + cart + "\") { " + selection + " } }")
                    .get("cart");
        }

        String total() {
            return read("totals { total { amount } }")
                    .at("/totals/total/amount")
                    .asString();
        }

        String place(String total) {
            return place(total, "ETB", key());
        }

        public String place(String total, String currency, String key) {
            return "orderPlace(input: {cartId: \"" + cart + "\", expectedTotal: {amount: \"" + total
                    + "\", currency: \"" + currency + "\"}}) " + key + " { " + ORDER + " %s }";
        }

        /** Buys it for what it comes to. */
        public Placed order() {
            JsonNode order = does(guest, place(total())).get("order");
            return new Placed(shop, guest, order.get("id").asString());
        }

        JsonNode tries() {
            return OrderShop.tries(guest, place(total()));
        }
    }

    /** An order of somebody's. */
    public record Placed(OrderShop shop, Client guest, String id) {

        JsonNode read() {
            return shop.owner
                    .data("{ order(id: \"" + id + "\") { " + ORDER.substring(8, ORDER.length() - 1) + " } }")
                    .get("order");
        }

        public JsonNode read(String selection) {
            return shop.owner
                    .data("{ order(id: \"" + id + "\") { " + selection + " } }")
                    .get("order");
        }

        public List<String> lines() {
            return read().get("lines")
                    .valueStream()
                    .map(line -> line.get("id").asString())
                    .toList();
        }

        String statuses() {
            JsonNode order = read();
            return order.get("status").asString() + " "
                    + order.get("paymentStatus").asString() + " "
                    + order.get("fulfilmentStatus").asString();
        }

        /** A mutation of the owner's on it: {@code orderCancel(id: $ID, …) {…}}. */
        JsonNode tries(String mutation) {
            return OrderShop.tries(shop.owner, mutation.replace("$ID", "\"" + id + "\""));
        }

        JsonNode does(String mutation) {
            return OrderShop.does(shop.owner, mutation.replace("$ID", "\"" + id + "\""));
        }

        JsonNode pays(String amount) {
            return tries(payment("orderPaymentRecord", amount));
        }

        JsonNode refunds(String amount) {
            return tries(payment("orderRefundRecord", amount));
        }

        private static String payment(String mutation, String amount) {
            return mutation + "(id: $ID, input: {amount: {amount: \"" + amount
                    + "\", currency: \"ETB\"}, method: CASH}) " + key() + " { payment { id } " + ORDER + " %s }";
        }

        /** Quantities by the place of the line; all that is left where none are given. */
        JsonNode sends(Map<Integer, Integer> quantities) {
            return tries("orderFulfil(id: $ID, input: {" + lines(quantities, "") + "}) " + key()
                    + " { fulfilment { id } " + ORDER + " %s }");
        }

        JsonNode returns(Map<Integer, Integer> quantities, String more) {
            return tries("orderReturnCreate(id: $ID, input: {" + lines(quantities, more) + "}) " + key()
                    + " { orderReturn { id amount { amount } } " + ORDER + " %s }");
        }

        private String lines(Map<Integer, Integer> quantities, String more) {
            if (quantities.isEmpty()) {
                return "";
            }
            List<String> ids = lines();
            var given = new StringBuilder("lines: [");
            new LinkedHashMap<>(quantities)
                    .forEach((place, quantity) -> given.append("{lineId: \"")
                            .append(ids.get(place))
                            .append("\", quantity: ")
                            .append(quantity)
                            .append(more)
                            .append("} "));
            return given.append("]").toString();
        }
    }

    static BigDecimal amount(JsonNode node, String path) {
        return new BigDecimal(node.at(path).asString());
    }
}
