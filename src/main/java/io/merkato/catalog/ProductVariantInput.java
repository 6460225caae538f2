package io.merkato.catalog;

import io.merkato.api.Given;
import io.merkato.money.MoneyInput;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A variant to be. */
record ProductVariantInput(
        String sku,
        @Nullable String barcode,
        @Nullable Long weightGrams,
        @Nullable Integer position,
        @Nullable Boolean available,
        @Nullable MoneyInput cost,
        @Nullable String externalId,
        @Nullable List<PriceInput> prices,
        @Nullable List<AttributeValueInput> attributes) {

    VariantRow row(ProductVariant.Id id, int last, String... path) {
        return new VariantRow(
                id,
                sku.strip(),
                barcode,
                weightGrams,
                Given.or(position, last),
                Given.or(available, true),
                cost == null ? null : cost.money(path),
                externalId,
                1);
    }
}
