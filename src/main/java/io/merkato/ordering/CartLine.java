package io.merkato.ordering;

import io.merkato.api.TypeId;
import io.merkato.catalog.ProductVariant;
import io.merkato.money.Money;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Pieces of one variant in a cart.
 *
 * @param priceOverride what staff set for one piece, in a draft
 * @param seenPrice of one piece when the line was last set
 */
public record CartLine(
        Id id,
        Cart.Id cartId,
        ProductVariant.Id variantId,
        long quantity,
        List<NamedText> properties,
        @Nullable Money priceOverride,
        @Nullable Money seenPrice) {

    /** Whether the same was there before, as many pieces at least, at a price decided alike. */
    boolean isNoMoreThan(CartLine before) {
        return id.equals(before.id)
                && quantity <= before.quantity
                && Objects.equals(priceOverride, before.priceOverride);
    }

    CartLine seenAt(@Nullable Money price) {
        return new CartLine(id, cartId, variantId, quantity, properties, priceOverride, price);
    }

    public record Id(UUID value) implements TypeId {
        @Override
        public String prefix() {
            return "cart_line";
        }

        @Override
        public String toString() {
            return text();
        }
    }
}
