package io.merkato.ordering;

import io.merkato.api.Uuid7;
import io.merkato.catalog.SaleItem;
import io.merkato.money.Money;
import io.merkato.shipping.ShippingQuote;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/** The order that a cart without blocking problems becomes. */
final class CartOrder {

    private CartOrder() {}

    static NewOrder of(CartQuote quote, Order.Id id, Instant now) {
        Cart cart = quote.cart();
        return new NewOrder(
                id,
                cart.storeId(),
                cart.channel(),
                null,
                cart.customerId(),
                cart.email(),
                cart.phone(),
                cart.locale(),
                cart.currency(),
                quote.pricesIncludeTax(),
                cart.shippingAddress(),
                cart.billingAddress(),
                quote.shippingQuote() == null ? null : quote.shippingQuote().pickupAddress(),
                quote.shippingQuote() == null ? null : name(quote),
                cart.note(),
                quote.shipping(),
                quote.shippingTax(),
                quote.lines().stream().map(CartOrder::line).toList(),
                now);
    }

    private static String name(CartQuote quote) {
        ShippingQuote chosen = Objects.requireNonNull(quote.shippingQuote());
        return chosen.names().inOr(List.of(quote.cart().locale()), chosen.code());
    }

    private static NewOrder.Line line(QuotedLine line) {
        SaleItem item = Objects.requireNonNull(line.item());
        Money unit = Objects.requireNonNull(line.unitPrice());
        return new NewOrder.Line(
                new OrderLine.Id(Uuid7.next()),
                item.variant(),
                item.product(),
                item.sku(),
                item.name(),
                NamedText.of(item.options()),
                line.properties(),
                line.quantity(),
                line.listPrice() == null ? unit : line.listPrice(),
                unit,
                Objects.requireNonNull(line.priceSource()),
                line.flashSaleItemId(),
                line.taxRate(),
                line.amounts(),
                item.requiresShipping(),
                item.pieces());
    }
}
