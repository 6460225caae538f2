package io.merkato.pricing;

import io.merkato.api.TypeId;
import io.merkato.catalog.ProductVariant;
import io.merkato.money.Money;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a flash sale sells.
 *
 * @param quantity how many at this price
 * @param sold how many of them are gone
 */
public record FlashSaleItem(
        Id id,
        FlashSale.Id saleId,
        ProductVariant.Id variantId,
        Money price,
        @Nullable Money compareAtPrice,
        long quantity,
        long sold) {

    public record Id(UUID value) implements TypeId {
        @Override
        public String prefix() {
            return "flash_sale_item";
        }

        @Override
        public String toString() {
            return text();
        }
    }

    long remaining() {
        return quantity - sold;
    }
}
