package io.merkato.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.Client;
import io.merkato.Merchants;
import io.merkato.api.Actor;
import io.merkato.api.Permission;
import io.merkato.api.TypeId;
import io.merkato.api.Uuid7;
import io.merkato.api.Viewer;
import io.merkato.catalog.ProductVariant;
import io.merkato.identity.BuiltInRole;
import io.merkato.tenancy.TenantContext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A tenant of a test's own with one place, the shop, where things lie. */
final class Storeroom {

    static final Actor BUYER = new Actor(Actor.Kind.SYSTEM, null, "buyer");

    /** Fewer than the server has: on a slow machine others would give up waiting for one. */
    record Order(UUID value) implements TypeId {
        @Override
        public String prefix() {
            return "order";
        }
    }

    record Cart(UUID value) implements TypeId {
        @Override
        public String prefix() {
            return "cart";
        }
    }

    final TenantContext tenant;
    final Merchants.Merchant merchant;
    final Client owner;
    final String shop;
    private final Stock stock;

    Storeroom(Stock stock, Merchants merchants, InventoryMode mode) {
        this.stock = stock;
        this.merchant = merchants.open();
        this.tenant = merchant.tenant();
        this.owner = merchants.signedIn(merchant.slug(), merchants.hire(merchant, BuiltInRole.OWNER));
        policy(mode.name());
        this.shop = location("shop", 0);
    }

    static TypeId order() {
        return new Order(Uuid7.next());
    }

    static TypeId cart() {
        return new Cart(Uuid7.next());
    }

    List<OutOfStock> hold(TypeId holder, Map<ProductVariant.Id, Long> goods) {
        return transact(tx -> stock.hold(tx, holder, goods, null, BUYER));
    }

    void hold(TypeId holder, Map<ProductVariant.Id, Long> goods, Instant until) {
        List<OutOfStock> missing = transact(tx -> stock.hold(tx, holder, goods, until, BUYER));
        assertThat(missing).isEmpty();
    }

    List<OutOfStock> ship(TypeId order, Map<ProductVariant.Id, Long> goods) {
        return transact(tx -> stock.ship(tx, order, goods, BUYER));
    }

    List<OutOfStock> shipFrom(String location, TypeId order, Map<ProductVariant.Id, Long> goods) {
        return transact(tx -> stock.ship(tx, order, goods, place(location), BUYER));
    }

    void restock(TypeId order, Map<ProductVariant.Id, Long> goods, @Nullable String location) {
        transact(tx -> {
            stock.restock(tx, order, goods, location == null ? null : place(location), BUYER);
            return goods;
        });
    }

    static Location.Id place(String id) {
        return new Location.Id(TypeId.parse("location", id));
    }

    <T> T transact(Function<TenantContext, T> work) {
        return tenant.transact(Viewer.system("test").may(Permission.ORDERS_WRITE), work);
    }

    /** Of a product of its own, on sale. */
    ProductVariant.Id variant(String sku) {
        return variant(sku, "SIMPLE", Map.of());
    }

    ProductVariant.Id bundle(String sku, Map<ProductVariant.Id, Integer> parts) {
        return variant(sku, "BUNDLE", parts);
    }

    private ProductVariant.Id variant(String sku, String kind, Map<ProductVariant.Id, Integer> parts) {
        JsonNode product = owner.data("""
                        mutation ($sku: String!, $kind: ProductKind!) {
                          productCreate(input: {name: $sku, kind: $kind, variants: [{sku: $sku, prices: [{price: {amount: "10", currency: "ETB"}}]}]}) {
                            product { id variants(first: 1) { nodes { id } } } userErrors { message path } } }
                        """, Map.of("sku", sku, "kind", kind)).at("/productCreate/product");
        if (!parts.isEmpty()) {
            partsOf(product.at("/id").asString(), parts);
        }
        owner.data(
                "mutation ($id: ID!) { productPublish(id: $id) { userErrors { code } } }",
                Map.of("id", product.at("/id").asString()));
        return new ProductVariant.Id(
                TypeId.parse("variant", product.at("/variants/nodes/0/id").asString()));
    }

    /** The bundle contains these from now on. */
    void parts(ProductVariant.Id bundle, Map<ProductVariant.Id, Integer> parts) {
        partsOf(
                owner.data(
                                "query ($id: ID!) { node(id: $id) { ... on ProductVariant { product { id } } } }",
                                Map.of("id", bundle.text()))
                        .at("/node/product/id")
                        .asString(),
                parts);
    }

    private void partsOf(String product, Map<ProductVariant.Id, Integer> parts) {
        JsonNode answer = owner.data(
                "mutation ($id: ID!, $items: [ProductBundleItemInput!]!) { productBundleItemsSet(productId: $id, input: {items: $items}) { userErrors { message } } }",
                Map.of("id", product, "items", items(parts)));
        assertThat(answer.at("/productBundleItemsSet/userErrors").toString()).isEqualTo("[]");
    }

    private static List<Map<String, Object>> items(Map<ProductVariant.Id, Integer> parts) {
        return parts.entrySet().stream()
                .map(part -> Map.<String, Object>of("variantId", part.getKey().text(), "quantity", part.getValue()))
                .toList();
    }

    /** What moved for this holder, in order. */
    String movements(TypeId holder) {
        var moved = new ArrayList<String>();
        owner.data(
                        "query ($holder: String!) { stockMovements(last: 50, where: {reference: {eq: $holder}}) { nodes { onHandChange reservedChange reason } } }",
                        Map.of("holder", holder.text()))
                .at("/stockMovements/nodes")
                .forEach(each -> moved.addFirst((each.get("onHandChange").asInt() == 0
                                ? each.get("reservedChange").asInt()
                                : each.get("onHandChange").asInt())
                        + " " + each.get("reason").asString()));
        return moved.toString();
    }

    void policy(String mode) {
        owner.data("mutation { inventoryPolicyUpdate(input: {mode: " + mode + "}) { userErrors { code } } }");
    }

    String location(String code, int priority) {
        return owner.data(
                        "mutation ($code: String!, $priority: Int) { locationCreate(input: {code: $code, name: $code, priority: $priority}) { location { id } } }",
                        Map.of("code", code, "priority", priority))
                .at("/locationCreate/location/id")
                .asString();
    }

    void adjust(String key, String location, Map<ProductVariant.Id, Integer> changes) {
        assertThat(adjusted(key, location, changes)).isEqualTo("[]");
    }

    /** Why the delivery is refused. */
    String refusal(String location, Map<ProductVariant.Id, Integer> changes) {
        return adjusted(Uuid7.next().toString(), location, changes);
    }

    private String adjusted(String key, String location, Map<ProductVariant.Id, Integer> changes) {
        List<Map<String, Object>> lines = changes.entrySet().stream()
                .map(change ->
                        Map.<String, Object>of("variantId", change.getKey().text(), "change", change.getValue()))
                .toList();
        return owner.data(
                        "mutation ($key: String!, $input: StockAdjustInput!) { stockAdjust(input: $input) @idempotent(key: $key) { userErrors { code path } } }",
                        Map.of(
                                "key",
                                key,
                                "input",
                                Map.of("locationId", location, "reason", "RECEIVED", "lines", lines)))
                .at("/stockAdjust/userErrors")
                .toString();
    }

    /** Why the counting of what lies in the shop is refused. */
    String counted(ProductVariant.Id variant, int counted, int expected) {
        return owner.data(
                        "mutation ($key: String!, $input: StockCountInput!) { stockCount(input: $input) @idempotent(key: $key) { userErrors { code path } } }",
                        Map.of(
                                "key",
                                Uuid7.next().toString(),
                                "input",
                                Map.of(
                                        "locationId",
                                        shop,
                                        "lines",
                                        List.of(Map.of(
                                                "variantId",
                                                variant.text(),
                                                "counted",
                                                counted,
                                                "expected",
                                                expected)))))
                .at("/stockCount/userErrors")
                .toString();
    }

    /** Why bringing so many from the shop to another place is refused. */
    String moved(ProductVariant.Id variant, String to, int quantity) {
        return owner.data(
                        "mutation ($key: String!, $input: StockTransferInput!) { stockTransfer(input: $input) @idempotent(key: $key) { userErrors { code path } } }",
                        Map.of(
                                "key",
                                Uuid7.next().toString(),
                                "input",
                                Map.of(
                                        "fromLocationId",
                                        shop,
                                        "toLocationId",
                                        to,
                                        "lines",
                                        List.of(Map.of("variantId", variant.text(), "quantity", quantity)))))
                .at("/stockTransfer/userErrors")
                .toString();
    }

    void limits(ProductVariant.Id variant, String limits) {
        assertThat(limited(variant, limits)).isEqualTo("[]");
    }

    /** Why the limits of what lies in the shop are refused. */
    String limited(ProductVariant.Id variant, String limits) {
        return owner.data(
                        "mutation ($variant: ID!, $location: ID!) { stockLevelUpdate(input: {variantId: $variant, locationId: $location, "
                                + limits + "}) { userErrors { code path } } }",
                        Map.of("variant", variant.text(), "location", shop))
                .at("/stockLevelUpdate/userErrors")
                .toString();
    }

    private JsonNode nodes(ProductVariant.Id variant) {
        return owner.data(
                        "query ($variant: ID!) { stockLevels(first: 10, where: {variant: {eq: $variant}}) { nodes { onHand reserved available location { code } } } }",
                        Map.of("variant", variant.text()))
                .at("/stockLevels/nodes");
    }

    String level(ProductVariant.Id variant) {
        return nodes(variant).get(0).toString().replaceFirst(",\"location.*", "}");
    }

    long reserved(ProductVariant.Id variant) {
        return nodes(variant).get(0).get("reserved").asLong();
    }

    String levels(ProductVariant.Id variant) {
        var levels = new ArrayList<String>();
        nodes(variant)
                .forEach(level -> levels.add("%s of %s at %s"
                        .formatted(
                                level.get("reserved"),
                                level.get("onHand"),
                                level.at("/location/code").asString())));
        return levels.stream()
                .sorted(Comparator.comparing(text -> text.replaceFirst(".* at ", "")))
                .toList()
                .toString();
    }

    String shown(ProductVariant.Id variant) {
        return owner.data(
                        "query ($id: ID!) { node(id: $id) { ... on ProductVariant { available quantityAvailable } } }",
                        Map.of("id", variant.text()))
                .get("node")
                .toString();
    }

    void assertExplained() {
        assertThat(tenant.sql().fetchValues(Explained.unexplained(tenant))).isEmpty();
    }
}
