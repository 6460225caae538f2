package io.merkato.catalog;

import io.merkato.api.TypeId;
import io.merkato.money.Money;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The article that is really put into the cart, as one store prices it in one currency.
 *
 * @param price its own, before what may change it for who asks; null where it has none, and then it cannot be bought
 * @param pricedByStore whether the price is that of the store alone
 * @param priceMayDiffer whether something of the tenant may offer it at another price than its own
 * @param offered whether its content lets it be bought: it has a price, and its product is active
 * @param available whether it is offered and there is some
 */
public record ProductVariant(
        Id id,
        Product.Id productId,
        String sku,
        @Nullable String barcode,
        @Nullable Long weightGrams,
        int position,
        @Nullable Money price,
        @Nullable Money compareAtPrice,
        boolean pricedByStore,
        boolean priceMayDiffer,
        boolean offered,
        boolean available,
        @Nullable String externalId,
        int version,
        Instant createdAt,
        Instant updatedAt,
        @Nullable Instant deletedAt) {

    /** As it is where its product is not active. */
    ProductVariant notOffered() {
        return new ProductVariant(
                id,
                productId,
                sku,
                barcode,
                weightGrams,
                position,
                price,
                compareAtPrice,
                pricedByStore,
                priceMayDiffer,
                false,
                false,
                externalId,
                version,
                createdAt,
                updatedAt,
                deletedAt);
    }

    /** The id's: loaders look variants up by it at every field. */
    @Override
    public int hashCode() {
        return id.hashCode();
    }

    public record Id(UUID value) implements TypeId {
        @Override
        public String prefix() {
            return "variant";
        }

        @Override
        public String toString() {
            return text();
        }
    }
}
