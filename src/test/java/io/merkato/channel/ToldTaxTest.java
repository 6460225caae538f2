package io.merkato.channel;

import static io.merkato.channel.Marketplace.but;
import static io.merkato.channel.Marketplace.id;
import static io.merkato.channel.Marketplace.line;
import static io.merkato.channel.Marketplace.order;
import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.Client;
import io.merkato.InvariantsHold;
import io.merkato.Merchants;
import io.merkato.MerkatoTest;
import io.merkato.ordering.OrderShop;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** Tax of which a marketplace told how much it is, and not its rate, through edits of the order. */
@MerkatoTest
@ExtendWith(InvariantsHold.class)
class ToldTaxTest {

    private final Marketplace market;

    ToldTaxTest(Merchants merchants, Client client) {
        this.market = new Marketplace(new OrderShop(merchants, client));
    }

    private static Map<String, Object> duty(String amount) {
        return Map.of("name", "Duty", "amount", amount);
    }

    /** Tax of each line, then tax and total of the order. */
    private String figures(String order) {
        JsonNode read = market.owner
                .data("{ order(id: \"" + order
                        + "\") { lines { tax { amount } } totals { tax { amount } total { amount } } } }")
                .get("order");
        return read.at("/lines/0/tax/amount").asString() + " and "
                + read.at("/lines/1/tax/amount").asString() + ", "
                + read.at("/totals/tax/amount").asString() + " of "
                + read.at("/totals/total/amount").asString();
    }

    private String edited(String order, String input) {
        JsonNode read = market.owner
                .data("{ order(id: \"" + order + "\") { version lines { id } } }")
                .get("order");
        market.shop.does("orderEdit(id: \"" + order + "\", ifVersion: " + read.get("version") + ", input: {"
                + input.replace("$LINE", read.at("/lines/0/id").asString()) + "}) " + OrderShop.key() + " { %s }");
        return figures(order);
    }

    private String lineOf(String order, int pieces) {
        return edited(order, "lines: [{lineId: \"$LINE\", quantity: " + pieces + "}]");
    }

    private String shippedFor(String order, String price) {
        return edited(order, "shippingPrice: {amount: \"" + price + "\", currency: \"ETB\"}");
    }

    @Test
    void what_is_edited_to_nothing_or_to_less_and_back_again_has_the_tax_that_was_told() {
        market.shop.variant("DUTY-CUP", "80", 10);
        market.shop.variant("DUTY-JUG", "80", 10);
        String order = market.imports(but(
                        order(
                                id(),
                                List.of(
                                        but(line("DUTY-CUP", 3), "tax", duty("0.47")),
                                        but(line("DUTY-JUG", 1), "tax", duty("2.50"))),
                                "460.47"),
                        "shipping",
                        Map.of("method", "Bazaar post", "price", "50", "tax", duty("7.50"))))
                .getFirst()
                .get("orderId")
                .asString();
        assertThat(figures(order)).isEqualTo("0.47 and 2.50, 10.47 of 460.47");

        assertThat(lineOf(order, 1)).isEqualTo("0.16 and 2.50, 10.16 of 260.16");
        assertThat(lineOf(order, 3)).isEqualTo("0.47 and 2.50, 10.47 of 460.47");
        assertThat(lineOf(order, 0)).isEqualTo("0.00 and 2.50, 10.00 of 160.00");
        assertThat(shippedFor(order, "0")).isEqualTo("0.00 and 2.50, 2.50 of 102.50");
        assertThat(lineOf(order, 2)).isEqualTo("0.31 and 2.50, 2.81 of 302.81");
        assertThat(shippedFor(order, "100")).isEqualTo("0.31 and 2.50, 17.81 of 417.81");
        assertThat(shippedFor(order, "50")).isEqualTo("0.31 and 2.50, 10.31 of 360.31");
        assertThat(lineOf(order, 3)).isEqualTo("0.47 and 2.50, 10.47 of 460.47");
    }

    private String shipped(Map<String, Object> tax, String total) {
        return market.imports(but(
                        order(id(), List.of(line("POST-CUP", 1), line("POST-JUG", 1)), total),
                        "shipping",
                        Map.of("price", "50", "tax", tax)))
                .getFirst()
                .get("orderId")
                .asString();
    }

    @Test
    void shipping_by_no_method_that_is_edited_to_nothing_and_back_again_has_the_tax_that_was_told() {
        market.shop.variant("POST-CUP", "80", 10);
        market.shop.variant("POST-JUG", "80", 10);
        String told = shipped(duty("4.20"), "284.20");
        assertThat(figures(told)).isEqualTo("15.00 and 15.00, 34.20 of 284.20");
        assertThat(shippedFor(told, "0")).isEqualTo("15.00 and 15.00, 30.00 of 230.00");
        assertThat(shippedFor(told, "50")).isEqualTo("15.00 and 15.00, 34.20 of 284.20");

        String rated = shipped(Map.of("name", "Duty", "percent", "10"), "285.00");
        assertThat(figures(rated)).isEqualTo("15.00 and 15.00, 35.00 of 285.00");
        assertThat(shippedFor(rated, "0")).isEqualTo("15.00 and 15.00, 30.00 of 230.00");
        assertThat(shippedFor(rated, "50")).isEqualTo("15.00 and 15.00, 35.00 of 285.00");
    }
}
