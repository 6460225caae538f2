package io.merkato.ordering;

import io.merkato.api.PostalAddress;
import io.merkato.catalog.Product;
import io.merkato.catalog.ProductVariant;
import io.merkato.customer.Customer;
import io.merkato.money.Money;
import io.merkato.pricing.FlashSaleItem;
import io.merkato.pricing.PriceSource;
import io.merkato.store.SalesChannel;
import io.merkato.store.Store;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An order to be placed, with every figure decided. */
public record NewOrder(
        Order.Id id,
        Store.Id storeId,
        SalesChannel channel,
        Order.@Nullable Source source,
        Customer.@Nullable Id customerId,
        @Nullable String email,
        @Nullable String phone,
        Locale locale,
        Currency currency,
        boolean pricesIncludeTax,
        @Nullable PostalAddress shippingAddress,
        @Nullable PostalAddress billingAddress,
        @Nullable PostalAddress pickupAddress,
        @Nullable String shippingMethod,
        @Nullable String note,
        LineAmounts shipping,
        OrderLine.@Nullable Tax shippingTax,
        List<Line> lines,
        Instant placedAt) {

    /**
     * @param unitPrice decided; {@code amounts} is of all pieces
     * @param stock pieces of stock that one piece takes: of the variant itself, or of a bundle's components; empty where nothing is kept
     */
    public record Line(
            OrderLine.Id id,
            ProductVariant.@Nullable Id variantId,
            Product.@Nullable Id productId,
            @Nullable String sku,
            String name,
            List<NamedText> options,
            List<NamedText> properties,
            long quantity,
            Money listPrice,
            Money unitPrice,
            PriceSource priceSource,
            FlashSaleItem.@Nullable Id flashSaleItemId,
            OrderLine.@Nullable Tax tax,
            LineAmounts amounts,
            boolean requiresShipping,
            Map<ProductVariant.Id, Long> stock) {

        /** The same at another quantity or price. */
        Line with(
                long newQuantity,
                Money newUnitPrice,
                PriceSource newSource,
                FlashSaleItem.@Nullable Id newSale,
                LineAmounts newAmounts) {
            return new Line(
                    id,
                    variantId,
                    productId,
                    sku,
                    name,
                    options,
                    properties,
                    newQuantity,
                    listPrice,
                    newUnitPrice,
                    newSource,
                    newSale,
                    tax,
                    newAmounts,
                    requiresShipping,
                    stock);
        }
    }

    public Totals totals() {
        return Totals.of(currency, lines.stream().map(Line::amounts).toList(), shipping);
    }
}
