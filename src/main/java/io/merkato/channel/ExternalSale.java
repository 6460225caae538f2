package io.merkato.channel;

import io.merkato.api.EmailAddress;
import io.merkato.api.PostalAddress;
import io.merkato.api.Uuid7;
import io.merkato.catalog.SaleItem;
import io.merkato.customer.Customer;
import io.merkato.money.Money;
import io.merkato.ordering.LineAmounts;
import io.merkato.ordering.NamedText;
import io.merkato.ordering.NewOrder;
import io.merkato.ordering.Order;
import io.merkato.ordering.OrderLine;
import io.merkato.ordering.PastOrder;
import io.merkato.ordering.Totals;
import io.merkato.pricing.PriceSource;
import io.merkato.store.SalesChannel;
import io.merkato.store.Store;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An order of a source whose figures are right, as far as they can be told without looking anything up.
 *
 * @param place its place in the input, from the arguments down
 */
record ExternalSale(
        List<String> place,
        String externalId,
        @Nullable String number,
        Instant placedAt,
        Buyer buyer,
        @Nullable PostalAddress shippingAddress,
        @Nullable PostalAddress billingAddress,
        @Nullable String shippingMethod,
        @Nullable String note,
        LineAmounts shipping,
        OrderLine.@Nullable Tax shippingTax,
        List<Line> lines,
        Money total,
        PastOrder.@Nullable Payment payment,
        @Nullable Instant sentAt,
        PastOrder.@Nullable Cancellation cancellation) {

    record Buyer(
            @Nullable EmailAddress email,
            @Nullable String phone,
            @Nullable String givenName,
            @Nullable String familyName,
            @Nullable String company) {}

    record Line(
            String sku,
            @Nullable String name,
            long quantity,
            Money unitPrice,
            OrderLine.@Nullable Tax tax,
            LineAmounts amounts) {}

    /** @throws ArithmeticException where they do not fit 64 bits */
    Totals totals() {
        return Totals.of(total.currency(), lines.stream().map(Line::amounts).toList(), shipping);
    }

    /**
     * The order that it becomes.
     *
     * @param goods by the source's SKU; every one of the lines'
     */
    PastOrder order(
            Order.Id id,
            ExternalSource source,
            Store store,
            Customer.@Nullable Id customer,
            Map<String, SaleItem> goods) {
        var order = new NewOrder(
                id,
                store.id(),
                SalesChannel.EXTERNAL,
                new Order.Source(source.code(), externalId),
                customer,
                buyer.email() == null ? null : buyer.email().text(),
                buyer.phone(),
                store.locale(),
                source.currency(),
                source.pricesIncludeTax(),
                shippingAddress,
                billingAddress,
                null,
                shippingMethod,
                note,
                shipping,
                shippingTax,
                lines.stream()
                        .map(line -> line(line, Objects.requireNonNull(goods.get(line.sku()))))
                        .toList(),
                placedAt);
        return new PastOrder(
                order,
                ExternalOrderDigests.ofAll(ExternalOrderDigests.of(this, id)),
                payment == null || total.minorUnits() == 0 ? List.of() : List.of(payment),
                sentAt,
                null,
                cancellation,
                null);
    }

    private static NewOrder.Line line(Line line, SaleItem item) {
        return new NewOrder.Line(
                new OrderLine.Id(Uuid7.next()),
                item.variant(),
                item.product(),
                item.sku(),
                line.name() == null ? item.name() : line.name(),
                NamedText.of(item.options()),
                List.of(),
                line.quantity(),
                line.unitPrice(),
                line.unitPrice(),
                PriceSource.MANUAL,
                null,
                line.tax(),
                line.amounts(),
                item.requiresShipping(),
                item.pieces());
    }

    /** Its place, and further down. */
    String[] at(String... further) {
        return ExternalOrderReading.below(place, further);
    }
}
