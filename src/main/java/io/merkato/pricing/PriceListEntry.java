package io.merkato.pricing;

import io.merkato.api.TypeId;
import io.merkato.catalog.ProductVariant;
import io.merkato.money.Money;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What one of a variant costs by a price list.
 *
 * @param minQuantity from how many on
 */
public record PriceListEntry(
        Id id,
        PriceList.Id listId,
        ProductVariant.Id variantId,
        long minQuantity,
        Money price,
        @Nullable Money compareAtPrice) {

    public record Id(UUID value) implements TypeId {
        @Override
        public String prefix() {
            return "price_list_entry";
        }

        @Override
        public String toString() {
            return text();
        }
    }
}
