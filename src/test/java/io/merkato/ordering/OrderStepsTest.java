package io.merkato.ordering;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.Client;
import io.merkato.InvariantsHold;
import io.merkato.Merchants;
import io.merkato.MerkatoTest;
import io.merkato.TenantRows;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/**
 * What each mutation does to an order in each status of its three axes. Where it is refused the refusal names the argument, and says
 * where the order stands if that is why; and no row of the tenant has changed.
 */
@MerkatoTest
@ExtendWith(InvariantsHold.class)
class OrderStepsTest {

    private static final Map<String, String> STEPS = Map.ofEntries(
            entry("cancel", "orderCancel(id: $ID, input: {refundMethod: CASH}) $KEY"),
            entry(
                    "pay 20",
                    "orderPaymentRecord(id: $ID, input: {amount: {amount: \"20\", currency: \"ETB\"}, method: CASH}) $KEY"),
            entry(
                    "pay rest",
                    "orderPaymentRecord(id: $ID, input: {amount: {amount: \"$OWED\", currency: \"ETB\"}, method: CASH}) $KEY"),
            entry(
                    "refund 10",
                    "orderRefundRecord(id: $ID, input: {amount: {amount: \"10\", currency: \"ETB\"}, method: CASH}) $KEY"),
            entry(
                    "refund rest",
                    "orderRefundRecord(id: $ID, input: {amount: {amount: \"$HELD\", currency: \"ETB\"}, method: CASH}) $KEY"),
            entry("send 1", "orderFulfil(id: $ID, input: {lines: [{lineId: $LINE, quantity: 1}]}) $KEY"),
            entry("send rest", "orderFulfil(id: $ID) $KEY"),
            entry("back 1", "orderReturnCreate(id: $ID, input: {lines: [{lineId: $LINE, quantity: 1}]}) $KEY"),
            entry("back rest", "orderReturnCreate(id: $ID) $KEY"),
            entry(
                    "edit to 1",
                    "orderEdit(id: $ID, ifVersion: $VERSION, input: {lines: [{lineId: $LINE, quantity: 1}]}) $KEY"),
            entry(
                    "edit to 3",
                    "orderEdit(id: $ID, ifVersion: $VERSION, input: {lines: [{lineId: $LINE, quantity: 3}]}) $KEY"));

    /** What leads to a status from a new order of two guides for 200.00; then what each step does: the statuses after it, or the refusal. */
    private static final String EXPECTED = """
            new: OPEN PENDING UNFULFILLED
                cancel: CANCELLED VOIDED UNFULFILLED
                pay 20: OPEN PARTIALLY_PAID UNFULFILLED
                pay rest: OPEN PAID UNFULFILLED
                refund 10: OUT_OF_RANGE input.amount
                refund rest: OUT_OF_RANGE input.amount
                send 1: OPEN PENDING PARTIALLY_FULFILLED
                send rest: OPEN PENDING FULFILLED
                back 1: OUT_OF_RANGE input.lines.0.quantity
                back rest: CONFLICT input.lines
                edit to 1: OPEN PENDING UNFULFILLED
                edit to 3: OPEN PENDING UNFULFILLED
            pay 20: OPEN PARTIALLY_PAID UNFULFILLED
                cancel: CANCELLED REFUNDED UNFULFILLED
                pay 20: OPEN PARTIALLY_PAID UNFULFILLED
                pay rest: OPEN PAID UNFULFILLED
                refund 10: OPEN PARTIALLY_REFUNDED UNFULFILLED
                refund rest: OPEN REFUNDED UNFULFILLED
                send 1: OPEN PARTIALLY_PAID PARTIALLY_FULFILLED
                send rest: OPEN PARTIALLY_PAID FULFILLED
                back 1: OUT_OF_RANGE input.lines.0.quantity
                back rest: CONFLICT input.lines
                edit to 1: OPEN PARTIALLY_PAID UNFULFILLED
                edit to 3: OPEN PARTIALLY_PAID UNFULFILLED
            pay rest: OPEN PAID UNFULFILLED
                cancel: CANCELLED REFUNDED UNFULFILLED
                pay 20: OUT_OF_RANGE input.amount
                pay rest: OUT_OF_RANGE input.amount
                refund 10: OPEN PARTIALLY_REFUNDED UNFULFILLED
                refund rest: OPEN REFUNDED UNFULFILLED
                send 1: OPEN PAID PARTIALLY_FULFILLED
                send rest: COMPLETED PAID FULFILLED
                back 1: OUT_OF_RANGE input.lines.0.quantity
                back rest: CONFLICT input.lines
                edit to 1: OPEN PAID UNFULFILLED
                edit to 3: OPEN PARTIALLY_PAID UNFULFILLED
            pay rest, refund 10: OPEN PARTIALLY_REFUNDED UNFULFILLED
                cancel: CANCELLED REFUNDED UNFULFILLED
                pay 20: OUT_OF_RANGE input.amount
                pay rest: OPEN PARTIALLY_REFUNDED UNFULFILLED
                refund 10: OPEN PARTIALLY_REFUNDED UNFULFILLED
                refund rest: OPEN REFUNDED UNFULFILLED
                send 1: OPEN PARTIALLY_REFUNDED PARTIALLY_FULFILLED
                send rest: OPEN PARTIALLY_REFUNDED FULFILLED
                back 1: OUT_OF_RANGE input.lines.0.quantity
                back rest: CONFLICT input.lines
                edit to 1: OPEN PARTIALLY_REFUNDED UNFULFILLED
                edit to 3: OPEN PARTIALLY_REFUNDED UNFULFILLED
            pay rest, refund rest: OPEN REFUNDED UNFULFILLED
                cancel: CANCELLED REFUNDED UNFULFILLED
                pay 20: OPEN PARTIALLY_REFUNDED UNFULFILLED
                pay rest: OPEN PARTIALLY_REFUNDED UNFULFILLED
                refund 10: OUT_OF_RANGE input.amount
                refund rest: OUT_OF_RANGE input.amount
                send 1: OPEN REFUNDED PARTIALLY_FULFILLED
                send rest: OPEN REFUNDED FULFILLED
                back 1: OUT_OF_RANGE input.lines.0.quantity
                back rest: CONFLICT input.lines
                edit to 1: OPEN REFUNDED UNFULFILLED
                edit to 3: OPEN REFUNDED UNFULFILLED
            cancel: CANCELLED VOIDED UNFULFILLED
                cancel: CONFLICT id in CANCELLED VOIDED UNFULFILLED
                pay 20: CONFLICT id in CANCELLED VOIDED UNFULFILLED
                pay rest: CONFLICT id in CANCELLED VOIDED UNFULFILLED
                refund 10: OUT_OF_RANGE input.amount
                refund rest: OUT_OF_RANGE input.amount
                send 1: CONFLICT id in CANCELLED VOIDED UNFULFILLED
                send rest: CONFLICT id in CANCELLED VOIDED UNFULFILLED
                back 1: OUT_OF_RANGE input.lines.0.quantity
                back rest: CONFLICT input.lines
                edit to 1: CONFLICT id in CANCELLED VOIDED UNFULFILLED
                edit to 3: CONFLICT id in CANCELLED VOIDED UNFULFILLED
            pay rest, cancel: CANCELLED REFUNDED UNFULFILLED
                cancel: CONFLICT id in CANCELLED REFUNDED UNFULFILLED
                pay 20: CONFLICT id in CANCELLED REFUNDED UNFULFILLED
                pay rest: CONFLICT id in CANCELLED REFUNDED UNFULFILLED
                refund 10: OUT_OF_RANGE input.amount
                refund rest: OUT_OF_RANGE input.amount
                send 1: CONFLICT id in CANCELLED REFUNDED UNFULFILLED
                send rest: CONFLICT id in CANCELLED REFUNDED UNFULFILLED
                back 1: OUT_OF_RANGE input.lines.0.quantity
                back rest: CONFLICT input.lines
                edit to 1: CONFLICT id in CANCELLED REFUNDED UNFULFILLED
                edit to 3: CONFLICT id in CANCELLED REFUNDED UNFULFILLED
            send 1: OPEN PENDING PARTIALLY_FULFILLED
                cancel: CONFLICT id in OPEN PENDING PARTIALLY_FULFILLED
                pay 20: OPEN PARTIALLY_PAID PARTIALLY_FULFILLED
                pay rest: OPEN PAID PARTIALLY_FULFILLED
                refund 10: OUT_OF_RANGE input.amount
                refund rest: OUT_OF_RANGE input.amount
                send 1: OPEN PENDING FULFILLED
                send rest: OPEN PENDING FULFILLED
                back 1: OPEN PENDING PARTIALLY_RETURNED
                back rest: OPEN PENDING PARTIALLY_RETURNED
                edit to 1: OPEN PENDING FULFILLED
                edit to 3: OPEN PENDING PARTIALLY_FULFILLED
            send rest: OPEN PENDING FULFILLED
                cancel: CONFLICT id in OPEN PENDING FULFILLED
                pay 20: OPEN PARTIALLY_PAID FULFILLED
                pay rest: COMPLETED PAID FULFILLED
                refund 10: OUT_OF_RANGE input.amount
                refund rest: OUT_OF_RANGE input.amount
                send 1: OUT_OF_RANGE input.lines.0.quantity
                send rest: CONFLICT input.lines
                back 1: OPEN PENDING PARTIALLY_RETURNED
                back rest: COMPLETED PAID RETURNED
                edit to 1: OUT_OF_RANGE input.lines.0.quantity
                edit to 3: OPEN PENDING PARTIALLY_FULFILLED
            send 1, back 1: OPEN PENDING PARTIALLY_RETURNED
                cancel: CONFLICT id in OPEN PENDING PARTIALLY_RETURNED
                pay 20: OPEN PARTIALLY_PAID PARTIALLY_RETURNED
                pay rest: OPEN PAID PARTIALLY_RETURNED
                refund 10: OUT_OF_RANGE input.amount
                refund rest: OUT_OF_RANGE input.amount
                send 1: OPEN PENDING PARTIALLY_RETURNED
                send rest: OPEN PENDING PARTIALLY_RETURNED
                back 1: OUT_OF_RANGE input.lines.0.quantity
                back rest: CONFLICT input.lines
                edit to 1: COMPLETED PAID RETURNED
                edit to 3: OPEN PENDING PARTIALLY_RETURNED
            send rest, back 1: OPEN PENDING PARTIALLY_RETURNED
                cancel: CONFLICT id in OPEN PENDING PARTIALLY_RETURNED
                pay 20: OPEN PARTIALLY_PAID PARTIALLY_RETURNED
                pay rest: COMPLETED PAID PARTIALLY_RETURNED
                refund 10: OUT_OF_RANGE input.amount
                refund rest: OUT_OF_RANGE input.amount
                send 1: OUT_OF_RANGE input.lines.0.quantity
                send rest: CONFLICT input.lines
                back 1: COMPLETED PAID RETURNED
                back rest: COMPLETED PAID RETURNED
                edit to 1: OUT_OF_RANGE input.lines.0.quantity
                edit to 3: OPEN PENDING PARTIALLY_RETURNED
            send rest, back rest: COMPLETED PAID RETURNED
                cancel: CONFLICT id in COMPLETED PAID RETURNED
                pay 20: OUT_OF_RANGE input.amount
                pay rest: OUT_OF_RANGE input.amount
                refund 10: OUT_OF_RANGE input.amount
                refund rest: OUT_OF_RANGE input.amount
                send 1: CONFLICT id in COMPLETED PAID RETURNED
                send rest: CONFLICT id in COMPLETED PAID RETURNED
                back 1: OUT_OF_RANGE input.lines.0.quantity
                back rest: CONFLICT input.lines
                edit to 1: CONFLICT id in COMPLETED PAID RETURNED
                edit to 3: CONFLICT id in COMPLETED PAID RETURNED
            pay rest, send rest: COMPLETED PAID FULFILLED
                cancel: CONFLICT id in COMPLETED PAID FULFILLED
                pay 20: OUT_OF_RANGE input.amount
                pay rest: OUT_OF_RANGE input.amount
                refund 10: COMPLETED PARTIALLY_REFUNDED FULFILLED
                refund rest: COMPLETED REFUNDED FULFILLED
                send 1: CONFLICT id in COMPLETED PAID FULFILLED
                send rest: CONFLICT id in COMPLETED PAID FULFILLED
                back 1: COMPLETED PAID PARTIALLY_RETURNED
                back rest: COMPLETED PAID RETURNED
                edit to 1: CONFLICT id in COMPLETED PAID FULFILLED
                edit to 3: CONFLICT id in COMPLETED PAID FULFILLED
            pay rest, edit to 3: OPEN PARTIALLY_PAID UNFULFILLED
                cancel: CANCELLED REFUNDED UNFULFILLED
                pay 20: OPEN PARTIALLY_PAID UNFULFILLED
                pay rest: OPEN PAID UNFULFILLED
                refund 10: OPEN PARTIALLY_REFUNDED UNFULFILLED
                refund rest: OPEN REFUNDED UNFULFILLED
                send 1: OPEN PARTIALLY_PAID PARTIALLY_FULFILLED
                send rest: OPEN PARTIALLY_PAID FULFILLED
                back 1: OUT_OF_RANGE input.lines.0.quantity
                back rest: CONFLICT input.lines
                edit to 1: OPEN PAID UNFULFILLED
                edit to 3: INVALID input
            pay rest, edit to 1: OPEN PAID UNFULFILLED
                cancel: CANCELLED REFUNDED UNFULFILLED
                pay 20: OUT_OF_RANGE input.amount
                pay rest: OUT_OF_RANGE input.amount
                refund 10: OPEN PARTIALLY_REFUNDED UNFULFILLED
                refund rest: OPEN REFUNDED UNFULFILLED
                send 1: COMPLETED PAID FULFILLED
                send rest: COMPLETED PAID FULFILLED
                back 1: OUT_OF_RANGE input.lines.0.quantity
                back rest: CONFLICT input.lines
                edit to 1: INVALID input
                edit to 3: OPEN PARTIALLY_PAID UNFULFILLED
            pay rest, send 1, edit to 1: COMPLETED PAID FULFILLED
                cancel: CONFLICT id in COMPLETED PAID FULFILLED
                pay 20: OUT_OF_RANGE input.amount
                pay rest: OUT_OF_RANGE input.amount
                refund 10: COMPLETED PARTIALLY_REFUNDED FULFILLED
                refund rest: COMPLETED REFUNDED FULFILLED
                send 1: CONFLICT id in COMPLETED PAID FULFILLED
                send rest: CONFLICT id in COMPLETED PAID FULFILLED
                back 1: COMPLETED PAID RETURNED
                back rest: COMPLETED PAID RETURNED
                edit to 1: CONFLICT id in COMPLETED PAID FULFILLED
                edit to 3: CONFLICT id in COMPLETED PAID FULFILLED
            send rest, edit to 3: OPEN PENDING PARTIALLY_FULFILLED
                cancel: CONFLICT id in OPEN PENDING PARTIALLY_FULFILLED
                pay 20: OPEN PARTIALLY_PAID PARTIALLY_FULFILLED
                pay rest: OPEN PAID PARTIALLY_FULFILLED
                refund 10: OUT_OF_RANGE input.amount
                refund rest: OUT_OF_RANGE input.amount
                send 1: OPEN PENDING FULFILLED
                send rest: OPEN PENDING FULFILLED
                back 1: OPEN PENDING PARTIALLY_RETURNED
                back rest: OPEN PENDING PARTIALLY_RETURNED
                edit to 1: OUT_OF_RANGE input.lines.0.quantity
                edit to 3: INVALID input
            """;

    private final OrderShop shop;
    private final String guide;
    private final Client guest;

    OrderStepsTest(Merchants merchants, Client client) {
        this.shop = new OrderShop(merchants, client);
        this.guide = guide(shop);
        this.guest = shop.visitor.with(
                "Merkato-Guest",
                OrderShop.does(shop.visitor, "guestStart { guestToken %s }")
                        .get("guestToken")
                        .asString());
    }

    private String cart() {
        return "cartCreate(input: {email: \"hana@example.com\", lines: [{variantId: \"" + guide
                + "\", quantity: 2}]}) { cart { id } %s }";
    }

    /** Nothing to send on the way, so that a cart with it needs no address. */
    private static String guide(OrderShop shop) {
        JsonNode product = shop.does(
                        "productCreate(input: {kind: VIRTUAL, name: \"Guide\", variants: [{sku: \"GUIDE\", prices: [{price: {amount: \"100\", currency: \"ETB\"}}]}]}) { product { id variants(first: 1) { nodes { id } } } %s }")
                .get("product");
        shop.does("productPublish(id: \"" + product.get("id").asString() + "\") { %s }");
        return product.at("/variants/nodes/0/id").asString();
    }

    @Test
    void each_step_in_each_status_goes_on_or_is_refused_and_writes_nothing() {
        var found = new StringBuilder();
        for (var status : expected().entrySet()) {
            Map<String, String> outcomes = new LinkedHashMap<>();
            JsonNode order = ordered(status.getKey());
            found.append(status.getKey()).append(": ").append(statuses(order)).append('\n');
            String rows = TenantRows.fingerprint(shop.merchant.slug());
            for (var step : status.getValue().entrySet()) {
                if (refusal(step.getValue())) {
                    outcomes.put(step.getKey(), outcome(take(order, step.getKey())));
                }
            }
            assertThat(TenantRows.fingerprint(shop.merchant.slug()))
                    .as(status.getKey() + " " + outcomes)
                    .isEqualTo(rows);
            for (var step : status.getValue().entrySet()) {
                if (!refusal(step.getValue())) {
                    outcomes.put(step.getKey(), outcome(take(order, step.getKey())));
                    order = ordered(status.getKey());
                }
            }
            status.getValue()
                    .keySet()
                    .forEach(step -> found.append("    ")
                            .append(step)
                            .append(": ")
                            .append(outcomes.get(step))
                            .append('\n'));
        }
        assertThat(found).hasToString(EXPECTED);
    }

    private static boolean refusal(String outcome) {
        return outcome.contains(" id") || outcome.contains(" input");
    }

    private static Map<String, Map<String, String>> expected() {
        var expected = new LinkedHashMap<String, Map<String, String>>();
        EXPECTED.lines().forEach(line -> {
            String name = line.substring(0, line.indexOf(':')).strip();
            if (line.startsWith(" ")) {
                expected.lastEntry().getValue().put(name, line.substring(line.indexOf(':') + 2));
            } else {
                expected.put(name, new LinkedHashMap<>());
            }
        });
        return expected;
    }

    /** A new order with which this was done. */
    private JsonNode ordered(String steps) {
        String cart = OrderShop.does(guest, cart()).at("/cart/id").asString();
        JsonNode order = OrderShop.does(guest, new OrderShop.Basket(shop, guest, cart).place("200.00"))
                .get("order");
        for (String step : steps.equals("new") ? List.<String>of() : List.of(steps.split(", "))) {
            JsonNode answer = take(order, step);
            assertThat(answer.get("userErrors")).isEmpty();
            order = answer.get("order");
        }
        return order;
    }

    private JsonNode take(JsonNode order, String step) {
        BigDecimal held = OrderShop.amount(order, "/paid/amount").subtract(OrderShop.amount(order, "/refunded/amount"));
        return OrderShop.tries(
                shop.owner,
                Objects.requireNonNull(STEPS.get(step))
                                .replace("$ID", '"' + order.get("id").asString() + '"')
                                .replace("$LINE", '"' + order.at("/lines/0/id").asString() + '"')
                                .replace(
                                        "$OWED",
                                        OrderShop.amount(order, "/balance/amount")
                                                .max(BigDecimal.ONE)
                                                .toString())
                                .replace("$VERSION", order.get("version").toString())
                                .replace("$HELD", held.max(BigDecimal.ONE).toString())
                                .replace("$KEY", OrderShop.key())
                        + " { " + OrderShop.ORDER + " %s }");
    }

    private static String outcome(JsonNode answer) {
        if (answer.get("userErrors").isEmpty()) {
            return statuses(answer.get("order"));
        }
        var refusals = new ArrayList<>(OrderShop.refusals(answer));
        if (answer.at("/userErrors/0").has("fulfilmentStatus")) {
            refusals.add(statuses(answer.at("/userErrors/0")));
        }
        return String.join(" in ", refusals);
    }

    private static String statuses(JsonNode order) {
        return order.get("status").asString() + " " + order.get("paymentStatus").asString() + " "
                + order.get("fulfilmentStatus").asString();
    }
}
