package io.merkato.ordering;

import static io.merkato.ordering.OrderEditing.FIGURES;
import static io.merkato.ordering.OrderEditing.add;
import static io.merkato.ordering.OrderEditing.birr;
import static io.merkato.ordering.OrderEditing.edits;
import static io.merkato.ordering.OrderEditing.figures;
import static io.merkato.ordering.OrderEditing.line;
import static io.merkato.ordering.OrderEditing.money;
import static io.merkato.ordering.OrderEditing.named;
import static io.merkato.ordering.OrderEditing.preview;
import static io.merkato.ordering.OrderEditing.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.Client;
import io.merkato.InvariantsHold;
import io.merkato.Merchants;
import io.merkato.MerkatoTest;
import io.merkato.TestDatabase;
import io.merkato.api.TypeId;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** Staff change what an open order is of: what it comes to, what it holds, and what is owed then. */
@MerkatoTest
@ExtendWith(InvariantsHold.class)
class OrderEditTest {

    private final OrderShop shop;

    OrderEditTest(Merchants merchants, Client client) {
        this.shop = new OrderShop(merchants, client);
    }

    @Test
    void what_coupons_take_off_shrinks_with_its_line_to_the_cent_and_does_not_grow() {
        String cup = shop.variant("CUP", "99.90", 20);
        String jug = shop.variant("JUG", "0.33", 20);
        shop.does(
                "couponCreate(input: {code: \"TENTH\", discount: {percent: \"10\"}, combinable: true}) { coupon { id } %s }");
        shop.does("couponCreate(input: {code: \"SEVEN\", discount: {amount: " + birr("7")
                + "}, combinable: true}) { coupon { id } %s }");
        var goods = new LinkedHashMap<String, Integer>();
        goods.put(cup, 3);
        goods.put(jug, 3);
        OrderShop.Basket basket = shop.basket(goods);
        OrderShop.does(
                basket.guest(),
                "cartUpdate(id: \"" + basket.cart()
                        + "\", input: {couponCodes: [\"tenth\", \"seven\"]}) { cart { id } %s }");
        OrderShop.Placed order = basket.order();
        String discounts =
                "lines { discounts { code amount { amount } } total { amount } } totals { total { amount } }";
        assertThat(order.read(discounts).toString())
                .isEqualTo(
                        "{\"lines\":[{\"discounts\":[{\"code\":\"SEVEN\",\"amount\":{\"amount\":\"6.98\"}},{\"code\":\"TENTH\",\"amount\":{\"amount\":\"29.97\"}}],\"total\":{\"amount\":\"262.75\"}},"
                                + "{\"discounts\":[{\"code\":\"SEVEN\",\"amount\":{\"amount\":\"0.02\"}},{\"code\":\"TENTH\",\"amount\":{\"amount\":\"0.10\"}}],\"total\":{\"amount\":\"0.87\"}}],\"totals\":{\"total\":{\"amount\":\"313.62\"}}}");

        // 36.95 / 3 = 12.32, of which 9.99 and 2.33; 0.12 * 2 / 3 = 0.08, of which 0.07 and 0.01
        assertThat(edits(order, "lines: [" + named(order, 0, "quantity: 1") + named(order, 1, "quantity: 2") + "]")
                        .get("userErrors"))
                .isEmpty();
        String shrunk =
                "{\"lines\":[{\"discounts\":[{\"code\":\"SEVEN\",\"amount\":{\"amount\":\"2.33\"}},{\"code\":\"TENTH\",\"amount\":{\"amount\":\"9.99\"}}],\"total\":{\"amount\":\"87.58\"}},"
                        + "{\"discounts\":[{\"code\":\"SEVEN\",\"amount\":{\"amount\":\"0.01\"}},{\"code\":\"TENTH\",\"amount\":{\"amount\":\"0.07\"}}],\"total\":{\"amount\":\"0.58\"}}],\"totals\":{\"total\":{\"amount\":\"138.16\"}}}";
        assertThat(order.read(discounts).toString()).isEqualTo(shrunk);
        assertThat(edits(order, line(order, 0, "quantity: 2")).get("userErrors"))
                .isEmpty();
        assertThat(order.read(discounts).at("/lines/0").toString())
                .isEqualTo(
                        "{\"discounts\":[{\"code\":\"SEVEN\",\"amount\":{\"amount\":\"2.33\"}},{\"code\":\"TENTH\",\"amount\":{\"amount\":\"9.99\"}}],\"total\":{\"amount\":\"187.48\"}}");
        assertThat(shop.owner
                        .data("{ couponRedemptions(first: 5) { nodes { amount { amount } } } }")
                        .at("/couponRedemptions/nodes")
                        .valueStream()
                        .map(used -> used.at("/amount/amount").asString()))
                .containsExactlyInAnyOrder("10.06", "2.34");
    }

    @Test
    void further_lines_are_priced_and_taxed_as_of_now_and_those_there_as_they_were() {
        String cup = shop.variant("CUP", "115", 20);
        String jug = shop.variant("JUG", "230", 20);
        OrderShop.Placed order = shop.basket(cup, 2).order();
        String rate = shop.owner
                .data("{ taxZones(first: 1) { nodes { id } } taxClasses(first: 1) { nodes { id } } }")
                .toString();
        String zone = rate.replaceAll(".*(tax_zone_[0-9a-z]+).*", "$1");
        String taxClass = rate.replaceAll(".*(tax_class_[0-9a-z]+).*", "$1");
        shop.does("taxRateSet(input: {zoneId: \"" + zone + "\", taxClassId: \"" + taxClass
                + "\", name: \"VAT\", percent: \"25\", startsAt: \"2020-01-02T00:00:00Z\"}) { taxRate { id } %s }");

        JsonNode edited = edits(order, line(order, 0, "quantity: 3") + ", " + add(jug, 1, "") + ", note: \"By phone\"");

        assertThat(edited.get("userErrors")).isEmpty();
        assertThat(edited.at("/order/totals").toString())
                .isEqualTo(
                        "{\"subtotal\":{\"amount\":\"575.00\"},\"shipping\":{\"amount\":\"50.00\"},\"discount\":{\"amount\":\"0.00\"},\"tax\":{\"amount\":\"97.52\"},\"total\":{\"amount\":\"625.00\"}}");
        assertThat(order.read("lines { name unitPrice { amount } priceSource taxRate { percent } tax { amount } }")
                        .toString())
                .isEqualTo(
                        "{\"lines\":[{\"name\":\"CUP\",\"unitPrice\":{\"amount\":\"115.00\"},\"priceSource\":\"BASE\",\"taxRate\":{\"percent\":\"15\"},\"tax\":{\"amount\":\"45.00\"}},"
                                + "{\"name\":\"JUG\",\"unitPrice\":{\"amount\":\"230.00\"},\"priceSource\":\"BASE\",\"taxRate\":{\"percent\":\"25\"},\"tax\":{\"amount\":\"46.00\"}}]}");
        assertThat(shop.stock(cup)).isEqualTo("20 on hand, 3 reserved");
        assertThat(shop.stock(jug)).isEqualTo("20 on hand, 1 reserved");
        JsonNode revision = order.read(
                        "revisions { actor note difference { amount } before { total { amount } } lines { line { name } before "
                                + FIGURES + " after " + FIGURES + " } }")
                .at("/revisions/0");
        assertThat(revision.get("note").asString() + " "
                        + revision.at("/difference/amount").asString() + " "
                        + revision.at("/before/total/amount").asString())
                .isEqualTo("By phone 345.00 280.00");
        assertThat(revision.get("actor").asString()).isNotBlank();
        assertThat(figures(revision.at("/lines/0/before")) + " -> " + figures(revision.at("/lines/0/after")))
                .isEqualTo("2 x 115.00 - 0.00 = 230.00 -> 3 x 115.00 - 0.00 = 345.00");
        assertThat(revision.at("/lines/1/before").isNull()).isTrue();
        assertThat(figures(revision.at("/lines/1/after"))).isEqualTo("1 x 230.00 - 0.00 = 230.00");
    }

    @Test
    void staff_set_prices_and_take_something_off() {
        String cup = shop.variant("CUP", "100", 20);
        OrderShop.Placed order = shop.basket(cup, 3).order();

        assertThat(edits(
                                order,
                                line(order, 0, "unitPrice: " + birr("90") + ", discount: " + birr("20"))
                                        + ", shippingPrice: " + birr("0"))
                        .get("userErrors"))
                .isEmpty();
        assertThat(order.read("lines { priceSource listPrice { amount } discounts { code amount { amount } } }")
                        .toString())
                .isEqualTo(
                        "{\"lines\":[{\"priceSource\":\"MANUAL\",\"listPrice\":{\"amount\":\"100.00\"},\"discounts\":[{\"code\":\"MANUAL\",\"amount\":{\"amount\":\"20.00\"}}]}]}");
        assertThat(money(order)).isEqualTo("250.00, balance 250.00");
        assertThat(edits(order, line(order, 0, "quantity: 1")).get("userErrors"))
                .isEmpty();
        assertThat(money(order)).isEqualTo("83.33, balance 83.33");
        assertThat(edits(order, line(order, 0, "discount: " + birr("0"))).get("userErrors"))
                .isEmpty();
        assertThat(money(order)).isEqualTo("90.00, balance 90.00");
    }

    @Test
    void what_is_owed_then_is_paid_and_what_is_too_much_goes_back() {
        String cup = shop.variant("CUP", "100", 20);
        OrderShop.Placed order = shop.basket(cup, 2).order();
        assertThat(order.pays("250").get("userErrors")).isEmpty();

        assertThat(edits(order, line(order, 0, "quantity: 3")).get("userErrors"))
                .isEmpty();
        assertThat(order.statuses() + ", " + money(order))
                .isEqualTo("OPEN PARTIALLY_PAID UNFULFILLED, 350.00, balance 100.00");
        assertThat(edits(order, line(order, 0, "quantity: 1")).get("userErrors"))
                .isEmpty();
        assertThat(order.statuses() + ", " + money(order)).isEqualTo("OPEN PAID UNFULFILLED, 150.00, balance -100.00");
        assertThat(order.refunds("100").get("userErrors")).isEmpty();
        assertThat(order.sends(Map.of()).get("userErrors")).isEmpty();

        assertThat(order.statuses() + ", " + money(order))
                .isEqualTo("COMPLETED PARTIALLY_REFUNDED FULFILLED, 150.00, balance 0.00");
        assertThat(refused(edits(order, line(order, 0, "quantity: 2")))).containsExactly("CONFLICT id");
    }

    @Test
    void what_was_sent_stays_and_the_rest_may_go() {
        String cup = shop.variant("CUP", "100", 20);
        OrderShop.Placed order = shop.basket(cup, 3).order();
        assertThat(order.pays("350").get("userErrors")).isEmpty();
        assertThat(order.sends(Map.of(0, 1)).get("userErrors")).isEmpty();

        assertThat(refused(edits(order, line(order, 0, "quantity: 0"))))
                .containsExactly("OUT_OF_RANGE input.lines.0.quantity");
        assertThat(edits(order, line(order, 0, "quantity: 1")).get("userErrors"))
                .isEmpty();

        assertThat(order.statuses() + ", " + money(order))
                .isEqualTo("COMPLETED PAID FULFILLED, 150.00, balance -200.00");
        assertThat(shop.stock(cup)).isEqualTo("19 on hand, 0 reserved");
    }

    @Test
    void a_sent_order_that_is_still_to_be_paid_takes_further_lines() {
        String cup = shop.variant("CUP", "100", 20);
        OrderShop.Placed order = shop.basket(cup, 1).order();
        assertThat(order.sends(Map.of()).get("userErrors")).isEmpty();

        assertThat(edits(order, add(cup, 2, "")).get("userErrors")).isEmpty();

        assertThat(order.statuses() + ", " + money(order))
                .isEqualTo("OPEN PENDING PARTIALLY_FULFILLED, 350.00, balance 350.00");
        assertThat(order.returns(Map.of(0, 1), "").get("userErrors")).isEmpty();
        assertThat(edits(order, line(order, 1, "quantity: 0")).get("userErrors"))
                .isEmpty();
        assertThat(order.statuses()).isEqualTo("OPEN PENDING RETURNED");
        assertThat(edits(order, add(cup, 1, ", unitPrice: " + birr("10"))).get("userErrors"))
                .isEmpty();
        assertThat(order.statuses() + ", " + money(order))
                .isEqualTo("OPEN PENDING PARTIALLY_RETURNED, 160.00, balance 60.00");
    }

    @Test
    void an_order_that_cost_nothing_waits_for_money_once_it_costs_something() {
        String cup = shop.variant("CUP", "100", 20);
        OrderShop.Placed order = shop.basket(cup, 1).order();

        assertThat(edits(order, line(order, 0, "unitPrice: " + birr("0")) + ", shippingPrice: " + birr("0"))
                        .get("userErrors"))
                .isEmpty();
        assertThat(order.statuses()).isEqualTo("OPEN PAID UNFULFILLED");
        assertThat(edits(order, "shippingPrice: " + birr("1")).get("userErrors"))
                .isEmpty();

        assertThat(order.statuses() + ", " + money(order)).isEqualTo("OPEN PENDING UNFULFILLED, 1.00, balance 1.00");
    }

    @Test
    void parts_of_a_line_that_was_edited_in_between_come_back_for_what_was_charged_in_all() {
        String cup = shop.variant("CUP", "33.33", 20);
        OrderShop.Placed order = shop.basket(cup, 3).order();
        assertThat(edits(order, line(order, 0, "discount: " + birr("0.02"))).get("userErrors"))
                .isEmpty();
        assertThat(order.sends(Map.of(0, 2)).get("userErrors")).isEmpty();
        assertThat(order.returns(Map.of(0, 1), "")
                        .at("/orderReturn/amount/amount")
                        .asString())
                .isEqualTo("33.32");

        assertThat(refused(edits(order, line(order, 0, "unitPrice: " + birr("10")))))
                .containsExactly("CONFLICT input.lines.0");
        assertThat(edits(order, line(order, 0, "quantity: 2, unitPrice: " + birr("20.01")))
                        .get("userErrors"))
                .isEmpty();

        assertThat(order.returns(Map.of(0, 1), "")
                        .at("/orderReturn/amount/amount")
                        .asString())
                .isEqualTo("6.69");
        assertThat(order.read().at("/lines/0/total/amount").asString()).isEqualTo("40.01");
    }

    @Test
    void the_same_discount_again_changes_nothing_whatever_coupons_the_line_has() {
        shop.does("couponCreate(input: {code: \"WELCOME10\", discount: {percent: \"10\"}}) { coupon { id } %s }");
        OrderShop.Basket basket = shop.basket(shop.variant("CUP", "100", 20), 1);
        OrderShop.does(
                basket.guest(),
                "cartUpdate(id: \"" + basket.cart() + "\", input: {couponCodes: [\"welcome10\"]}) { cart { id } %s }");
        OrderShop.Placed order = basket.order();
        String off = line(order, 0, "discount: " + birr("10"));
        assertThat(edits(order, off).get("userErrors")).isEmpty();

        assertThat(refused(edits(order, off))).containsExactly("INVALID input");

        assertThat(order.read("version lines { discounts { code amount { amount } } }")
                        .toString())
                .isEqualTo(
                        "{\"version\":2,\"lines\":[{\"discounts\":[{\"code\":\"MANUAL\",\"amount\":{\"amount\":\"10.00\"}},{\"code\":\"WELCOME10\",\"amount\":{\"amount\":\"10.00\"}}]}]}");
    }

    @Test
    void each_fault_of_the_input_is_named() {
        String cup = shop.variant("CUP", "100", 20);
        String hidden = shop.does(
                        "productCreate(input: {name: \"Hidden\", variants: [{sku: \"HID\"}]}) { product { variants(first: 1) { nodes { id } } } %s }")
                .at("/product/variants/nodes/0/id")
                .asString();
        JsonNode free = shop.does(
                        "productCreate(input: {name: \"Free\", variants: [{sku: \"FREE\"}]}) { product { id variants(first: 1) { nodes { id } } } %s }")
                .get("product");
        shop.does("productPublish(id: \"" + free.get("id").asString() + "\") { %s }");
        String unpriced = free.at("/variants/nodes/0/id").asString();
        OrderShop.Placed order = shop.basket(cup, 1).order();
        String before = order.read().toString();
        String one = named(order, 0, "quantity: 2");
        Map<String, List<String>> faults = Map.ofEntries(
                Map.entry("", List.of("INVALID input")),
                Map.entry(line(order, 0, "quantity: 1"), List.of("INVALID input")),
                Map.entry(line(order, 0, "quantity: 0"), List.of("CONFLICT input.lines")),
                Map.entry(line(order, 0, "quantity: -1"), List.of("OUT_OF_RANGE input.lines.0.quantity")),
                Map.entry(line(order, 0, "quantity: 2147483647"), List.of("OUT_OF_RANGE input.lines.0.quantity")),
                Map.entry("lines: [" + one + one + "]", List.of("CONFLICT input.lines.1.lineId")),
                Map.entry("lines: [{lineId: \"" + order.id() + "\"}]", List.of("NOT_FOUND input.lines.0.lineId")),
                Map.entry(
                        line(order, 0, "unitPrice: {amount: \"1\", currency: \"USD\"}"),
                        List.of("INVALID input.lines.0.unitPrice.currency")),
                Map.entry(line(order, 0, "unitPrice: " + birr("-1")), List.of("OUT_OF_RANGE input.lines.0.unitPrice")),
                Map.entry(
                        line(order, 0, "unitPrice: " + birr("90000000000000000"), "quantity: 1000"),
                        List.of("OUT_OF_RANGE input.lines.0.unitPrice")),
                Map.entry(
                        line(order, 0, "unitPrice: " + birr("9000000000000"), "quantity: 2"),
                        List.of("OUT_OF_RANGE input")),
                Map.entry("shippingPrice: " + birr("10000000000000.01"), List.of("OUT_OF_RANGE input.shippingPrice")),
                Map.entry(
                        line(order, 0, "discount: " + birr("100.01")), List.of("OUT_OF_RANGE input.lines.0.discount")),
                Map.entry("shippingPrice: " + birr("0.001"), List.of("INVALID input.shippingPrice")),
                Map.entry(
                        "add: [{variantId: \"" + hidden + "\", quantity: 1}, {variantId: \"" + unpriced
                                + "\", quantity: 1}]",
                        List.of("NOT_FOUND input.add.0.variantId", "REQUIRED input.add.1.unitPrice")),
                Map.entry(add(cup, 0, ""), List.of("OUT_OF_RANGE input.add.0.quantity")),
                Map.entry(
                        add(cup, 1, ", properties: [{name: \" \", value: \"x\"}]"),
                        List.of("INVALID input.add.0.properties.0.name")),
                Map.entry(
                        add(cup, 1, ", properties: [{name: \"" + "x".repeat(51) + "\", value: \"x\"}]"),
                        List.of("TOO_LONG input.add.0.properties.0.name")),
                Map.entry("lines: [" + one + "], note: \"" + "x".repeat(1001) + "\"", List.of("TOO_LONG input.note")),
                Map.entry(
                        "lines: [" + one + "], expectedTotal: " + birr("1"), List.of("CONFLICT input.expectedTotal")));

        faults.forEach((input, expected) -> {
            assertThat(refused(edits(order, input))).as(input).isEqualTo(expected);
            assertThat(preview(order, input)
                            .get("problems")
                            .valueStream()
                            .map(problem -> problem.get("code").asString() + " "
                                    + String.join(
                                            ".",
                                            problem.get("path")
                                                    .valueStream()
                                                    .map(JsonNode::asString)
                                                    .toList())))
                    .as(input)
                    .containsExactlyElementsOf(expected);
        });
        assertThat(refused(edits(order, "lines: [" + one + "]", 99))).containsExactly("VERSION_CONFLICT ifVersion");
        assertThat(order.read().toString()).isEqualTo(before);
        assertThat(order.read("revisions { id }").get("revisions")).isEmpty();
    }

    @Test
    void what_comes_back_before_and_after_an_edit_gives_back_the_tax_that_the_order_has() {
        shop.does("storeUpdate(id: \""
                + shop.owner.data("{ store { id } }").at("/store/id").asString()
                + "\", input: {taxDisplay: NET}) { %s }");
        OrderShop.Placed order = shop.basket(shop.variant("BEAD", "0.10", 9), 2).order();
        assertThat(order.sends(Map.of()).get("userErrors")).isEmpty();
        assertThat(order.returns(Map.of(0, 1), "")
                        .at("/orderReturn/amount/amount")
                        .asString())
                .isEqualTo("0.12");
        assertThat(edits(order, line(order, 0, "unitPrice: " + birr("0.11"))).get("userErrors"))
                .isEmpty();
        assertThat(order.returns(Map.of(0, 1), "")
                        .at("/orderReturn/amount/amount")
                        .asString())
                .isEqualTo("0.13");
        assertThat(order.read("lines { tax { amount } total { amount } }").toString())
                .isEqualTo("{\"lines\":[{\"tax\":{\"amount\":\"0.03\"},\"total\":{\"amount\":\"0.25\"}}]}");
        assertThat(taxGivenBack(order)).containsExactly("0.01", "0.02");
    }

    @Test
    void of_a_return_from_before_its_tax_was_kept_as_much_was_tax_as_of_the_total() throws SQLException {
        OrderShop.Placed order = shop.basket(shop.variant("PIN", "1.00", 9), 2).order();
        assertThat(order.sends(Map.of()).get("userErrors")).isEmpty();
        assertThat(order.returns(Map.of(0, 1), "").get("userErrors")).isEmpty();
        try (Connection superuser = TestDatabase.superuser()) {
            superuser
                    .createStatement()
                    .execute("update ordering.order_line set returned_tax = null where order_id = '"
                            + TypeId.parse("order", order.id()) + "'");
        }

        assertThat(order.returns(Map.of(0, 1), "").get("userErrors")).isEmpty();

        assertThat(taxGivenBack(order)).containsExactly("0.13", "0.13");
    }

    /** By the ledger, the latest return first. */
    private List<String> taxGivenBack(OrderShop.Placed order) {
        return shop.owner
                .data("{ ledgerTransfers(first: 9, where: {subject: {eq: \"" + order.id()
                        + "\"}}) { nodes { kind entries { account { code } debit { money { amount } } } } } }")
                .at("/ledgerTransfers/nodes")
                .valueStream()
                .filter(transfer -> transfer.get("kind").asString().equals("ORDER_RETURNED"))
                .flatMap(transfer -> transfer.get("entries").valueStream())
                .filter(entry -> entry.at("/account/code").asString().equals("TAX_PAYABLE"))
                .map(entry -> entry.at("/debit/money/amount").asString())
                .toList();
    }
}
