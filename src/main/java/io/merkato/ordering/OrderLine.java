package io.merkato.ordering;

import io.merkato.api.TypeId;
import io.merkato.catalog.ProductVariant;
import io.merkato.money.Money;
import io.merkato.money.Rate;
import io.merkato.pricing.PriceSource;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One thing that was bought, as it was then.
 *
 * @param variantId null once the catalogue has forgotten it
 * @param properties what the customer wrote for it
 * @param discount of all pieces together
 * @param total after discounts, with tax
 * @param returnedAmount of total, what the pieces that came back were charged
 * @param returnedTax of tax, what of returnedAmount was booked as such
 */
public record OrderLine(
        Id id,
        Order.Id orderId,
        ProductVariant.@Nullable Id variantId,
        @Nullable String sku,
        String name,
        List<NamedText> options,
        List<NamedText> properties,
        long quantity,
        Money listPrice,
        Money unitPrice,
        PriceSource priceSource,
        Money discount,
        @Nullable Tax taxRate,
        Money tax,
        Money total,
        boolean requiresShipping,
        long fulfilledQuantity,
        long returnedQuantity,
        Money returnedAmount,
        Money returnedTax) {

    public record Id(UUID value) implements TypeId {
        @Override
        public String prefix() {
            return "order_line";
        }

        @Override
        public String toString() {
            return text();
        }
    }

    /** A tax by its name, and how high it is. */
    public record Tax(String name, Rate rate) {

        public java.math.BigDecimal percent() {
            return rate.percent();
        }
    }

    /** Pieces that are still to be sent. */
    long unfulfilled() {
        return quantity - fulfilledQuantity;
    }

    /** Pieces that may still come back. */
    long returnable() {
        return fulfilledQuantity - returnedQuantity;
    }

    /**
     * What so many more pieces that come back were charged: in proportion, and together with those before exactly the line's total once
     * all are back, though an edit may have changed it in between.
     */
    Money chargedFor(long pieces) {
        Money worth = total.share(returnedQuantity + pieces, quantity).minus(returnedAmount);
        return worth.minorUnits() < 0 ? Money.zero(total.currency()) : worth;
    }

    /**
     * What of {@link #chargedFor} is tax: together with those before as much as of the line, so that it is exactly the line's once all are back, though an edit
     * may have changed it in between. Below 0 where too much was booked for that.
     */
    Money taxChargedFor(long pieces) {
        return LineAmounts.taxOf(returnedAmount.plus(chargedFor(pieces)), tax, total)
                .minus(returnedTax);
    }

    public Money subtotal() {
        return unitPrice.times(quantity);
    }
}
