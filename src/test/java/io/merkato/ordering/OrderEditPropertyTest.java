package io.merkato.ordering;

import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.Client;
import io.merkato.InvariantsHold;
import io.merkato.Merchants;
import io.merkato.MerkatoTest;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/**
 * Whatever edits staff make of an order, while it is paid, sent and comes back in parts: what the preview says is what the edit does, to the
 * minor unit, and everything sums up. Currencies with 0, 2 and 3 decimals, prices with tax and without, two coupons.
 */
@MerkatoTest
@ExtendWith(InvariantsHold.class)
class OrderEditPropertyTest {

    private static final int EDITS = 12;

    private final OrderShop shop;
    private final String store;

    OrderEditPropertyTest(Merchants merchants, Client client) {
        this.shop = new OrderShop(merchants, client);
        this.store = shop.owner
                .data("{ stores(first: 1) { nodes { id } } }")
                .at("/stores/nodes/0/id")
                .asString();
    }

    /** What an order of some currency is edited with. */
    private final class Edits {

        private final OrderShop.Placed order;
        private final List<String> variants;
        private final String currency;
        private final int decimals;
        private final Random random;

        Edits(OrderShop.Placed order, List<String> variants, String currency, int decimals, long seed) {
            this.order = order;
            this.variants = variants;
            this.currency = currency;
            this.decimals = decimals;
            this.random = new Random(seed);
        }

        private String money(int most) {
            return "{amount: \"" + BigDecimal.valueOf(random.nextInt(most), decimals) + "\", currency: \"" + currency
                    + "\"}";
        }

        String next(JsonNode now) {
            var input = new StringBuilder("lines: [");
            for (JsonNode line : now.get("lines")) {
                if (random.nextBoolean()) {
                    int fewest = line.get("fulfilledQuantity").asInt();
                    input.append("{lineId: \"")
                            .append(line.get("id").asString())
                            .append("\"");
                    if (random.nextInt(3) > 0) {
                        input.append(", quantity: ").append(fewest + random.nextInt(5));
                    }
                    if (random.nextInt(5) == 0) {
                        input.append(", unitPrice: ").append(money(30_000));
                    }
                    if (random.nextInt(4) == 0) {
                        input.append(", discount: ").append(money(5_000));
                    }
                    input.append("} ");
                }
            }
            input.append("]");
            if (random.nextInt(4) == 0) {
                input.append(", add: [{variantId: \"")
                        .append(variants.get(random.nextInt(variants.size())))
                        .append("\", quantity: ")
                        .append(1 + random.nextInt(4))
                        .append(random.nextBoolean() ? "" : ", discount: " + money(900))
                        .append("}]");
            }
            if (random.nextInt(4) == 0) {
                input.append(", shippingPrice: ").append(money(9_000));
            }
            return input.toString();
        }

        /** Money and goods go both ways in between. */
        void live(JsonNode now) {
            BigDecimal balance = OrderShop.amount(now, "/balance/amount");
            String refusals = switch (random.nextInt(4)) {
                case 0 ->
                    balance.signum() == 0
                            ? "[]"
                            : tries(
                                    balance.signum() > 0 ? "orderPaymentRecord" : "orderRefundRecord",
                                    "amount: {amount: \"" + balance.abs() + "\", currency: \"" + currency
                                            + "\"}, method: CASH");
                case 1 -> tries("orderFulfil", some(now, "quantity", "fulfilledQuantity"));
                case 2 -> tries("orderReturnCreate", some(now, "fulfilledQuantity", "returnedQuantity"));
                default -> "[]";
            };
            assertThat(refusals).isEqualTo("[]");
        }

        private String tries(String mutation, String input) {
            return input.isEmpty()
                    ? "[]"
                    : order.tries(mutation + "(id: $ID, input: {" + input + "}) " + OrderShop.key()
                                    + " { order { id } %s }")
                            .get("userErrors")
                            .toString();
        }

        /** One piece of a line of which some are left, but never the last that is to be sent: then the order would be completed. */
        private String some(JsonNode now, String of, String less) {
            List<JsonNode> left = new ArrayList<>();
            int pieces = 0;
            for (JsonNode line : now.get("lines")) {
                int more = line.get(of).asInt() - line.get(less).asInt();
                pieces += more;
                if (more > 0) {
                    left.add(line);
                }
            }
            return left.isEmpty() || of.equals("quantity") && pieces < 2
                    ? ""
                    : "lines: [{lineId: \""
                            + left.get(random.nextInt(left.size())).get("id").asString() + "\", quantity: 1}]";
        }
    }

    /** @param edits of the twelve, those that are not refused */
    @ParameterizedTest
    @CsvSource({"XOF, 0, NET, 8", "ETB, 2, GROSS, 9", "KWD, 3, NET, 11", "XOF, 0, GROSS, 9", "KWD, 3, GROSS, 9"})
    void what_the_preview_says_is_what_the_edit_does(String currency, int decimals, String taxDisplay, int edits) {
        shop.does("storeUpdate(id: \"" + store + "\", input: {currencies: [\"ETB\", \"XOF\", \"KWD\"], taxDisplay: "
                + taxDisplay + "}) { store { id } %s }");
        shop.does(
                "couponCreate(input: {code: \"PART\", discount: {percent: \"7.5\"}, combinable: true}) { coupon { id } %s }");
        shop.does("couponCreate(input: {code: \"FIXED\", discount: {amount: {amount: \""
                + BigDecimal.valueOf(1_001, decimals) + "\", currency: \"" + currency
                + "\"}}, combinable: true}) { coupon { id } %s }");
        List<String> variants = IntStream.of(333, 1_999, 12_345)
                .mapToObj(price -> variant("V" + price, BigDecimal.valueOf(price, decimals), currency))
                .toList();
        OrderShop.Placed order = draft(variants, currency);
        var staff = new Edits(order, variants, currency, decimals, currency.hashCode() + taxDisplay.hashCode());
        int done = 0;
        for (int i = 0; i < EDITS && order.statuses().startsWith("OPEN"); i++) {
            JsonNode before = order.read();
            String input = staff.next(before);
            JsonNode preview = OrderEditing.preview(order, input);

            JsonNode edited = OrderEditing.edits(order, input);

            assertThat(edited.get("userErrors")).as(input).isEqualTo(preview.get("problems"));
            if (edited.get("userErrors").isEmpty()) {
                done++;
                same(input, before, preview, edited);
                staff.live(edited.get("order"));
            } else {
                assertThat(order.read()).as(input).isEqualTo(before);
            }
        }
        assertThat(done).isEqualTo(edits);
        assertThat(order.read("revisions { id }").get("revisions")).hasSize(done);
    }

    private static void same(String input, JsonNode before, JsonNode preview, JsonNode edited) {
        JsonNode after = edited.get("order");
        assertThat(after.get("totals")).as(input).isEqualTo(preview.get("totals"));
        assertThat(after.get("balance")).as(input).isEqualTo(preview.get("balance"));
        assertThat(edited.at("/revision/difference")).as(input).isEqualTo(preview.get("difference"));
        assertThat(edited.at("/revision/before")).as(input).isEqualTo(before.get("totals"));
        assertThat(edited.at("/revision/after")).as(input).isEqualTo(after.get("totals"));
        List<JsonNode> changed = preview.get("lines")
                .valueStream()
                .filter(line -> !line.get("before").equals(line.get("after")))
                .map(line -> line.get("after"))
                .toList();
        assertThat(edited.at("/revision/lines").valueStream().map(line -> line.get("after")))
                .as(input)
                .containsExactlyInAnyOrderElementsOf(changed);
        assertThat(after.get("lines")
                        .valueStream()
                        .map(line -> line.at("/total/amount").asString()))
                .as(input)
                .containsExactlyElementsOf(preview.get("lines")
                        .valueStream()
                        .map(line -> line.at("/after/total/amount").asString())
                        .toList());
    }

    private String variant(String sku, BigDecimal price, String currency) {
        JsonNode product = shop.does("productCreate(input: {name: \"" + sku + "\", variants: [{sku: \"" + sku
                        + "\", prices: [{price: {amount: \"" + price + "\", currency: \"" + currency
                        + "\"}}]}]}) { product { id variants(first: 1) { nodes { id } } } %s }")
                .get("product");
        shop.does("productPublish(id: \"" + product.get("id").asString() + "\") { %s }");
        String variant = product.at("/variants/nodes/0/id").asString();
        shop.receive(variant, 12);
        return variant;
    }

    private OrderShop.Placed draft(List<String> variants, String currency) {
        var lines = new StringBuilder();
        variants.forEach(
                variant -> lines.append("{variantId: \"").append(variant).append("\", quantity: 3} "));
        String cart = shop.does("draftOrderCreate(input: {storeId: \"" + store + "\", currency: \"" + currency
                        + "\", lines: [" + lines + "]}) { cart { id } %s }")
                .at("/cart/id")
                .asString();
        String total = shop.does(
                        "cartUpdate(id: \"" + cart
                                + "\", input: {couponCodes: [\"part\", \"fixed\"]}) { cart { totals { total { amount } } } %s }")
                .at("/cart/totals/total/amount")
                .asString();
        JsonNode placed =
                shop.does(new OrderShop.Basket(shop, shop.owner, cart).place(total, currency, OrderShop.key()));
        return new OrderShop.Placed(shop, shop.owner, placed.at("/order/id").asString());
    }
}
