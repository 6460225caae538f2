package io.merkato.ordering;

import io.merkato.catalog.SaleItem;
import io.merkato.money.Money;
import io.merkato.pricing.FlashSaleItem;
import io.merkato.pricing.PriceDecision;
import io.merkato.pricing.PriceSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A line of a cart with its figures as of now.
 *
 * @param item null where the variant is not for sale any more
 * @param price null where there is none
 */
public record QuotedLine(
        CartLine line,
        @Nullable SaleItem item,
        @Nullable PriceDecision price,
        OrderLine.@Nullable Tax taxRate,
        LineAmounts amounts) {

    public CartLine.Id id() {
        return line.id();
    }

    public long quantity() {
        return line.quantity();
    }

    public List<NamedText> properties() {
        return line.properties();
    }

    public @Nullable Money listPrice() {
        return price == null ? null : price.list();
    }

    /** What staff set, or what was decided. */
    public @Nullable Money unitPrice() {
        return line.priceOverride() != null ? line.priceOverride() : price == null ? null : price.unit();
    }

    public @Nullable PriceSource priceSource() {
        return line.priceOverride() != null ? PriceSource.MANUAL : price == null ? null : price.source();
    }

    /** The sale that it takes pieces of; null where its price is not of one. */
    public FlashSaleItem.@Nullable Id flashSaleItemId() {
        return line.priceOverride() != null || price == null ? null : price.flashSaleItem();
    }

    public @Nullable Money priceOverride() {
        return line.priceOverride();
    }

    public Money subtotal() {
        return amounts.subtotal();
    }

    public List<Discount> discounts() {
        return amounts.discounts();
    }

    public Money discount() {
        return amounts.discount();
    }

    public Money tax() {
        return amounts.tax();
    }

    public Money total() {
        return amounts.total();
    }
}
