package io.merkato.channel;

import io.merkato.api.TypeId;
import io.merkato.catalog.ProductVariant;
import java.util.UUID;

/** What a source calls a variant. */
public record ExternalSku(Id id, String sku, ProductVariant.Id variantId) {

    public record Id(UUID value) implements TypeId {
        @Override
        public String prefix() {
            return "external_sku";
        }

        @Override
        public String toString() {
            return text();
        }
    }
}
