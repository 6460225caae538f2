package io.merkato.catalog;

import static io.merkato.jooq.catalog.Tables.VARIANT;

import io.merkato.money.MinorUnits;
import io.merkato.money.Money;
import java.util.Currency;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/** A variant as it is stored. */
record VariantRow(
        ProductVariant.Id id,
        String sku,
        @Nullable String barcode,
        @Nullable Long weightGrams,
        int position,
        boolean available,
        @Nullable Money cost,
        @Nullable String externalId,
        int version) {

    @Nullable
    MinorUnits costAmount() {
        return MinorUnits.of(cost);
    }

    @Nullable
    Currency costCurrency() {
        return cost == null ? null : cost.currency();
    }

    static VariantRow of(Record row) {
        MinorUnits cost = row.get(VARIANT.COST_AMOUNT);
        return new VariantRow(
                row.get(VARIANT.ID),
                row.get(VARIANT.SKU),
                row.get(VARIANT.BARCODE),
                row.get(VARIANT.WEIGHT_GRAMS),
                row.get(VARIANT.POSITION),
                row.get(VARIANT.OFFERED),
                cost == null ? null : cost.in(row.get(VARIANT.COST_CURRENCY)),
                row.get(VARIANT.EXTERNAL_ID),
                row.get(VARIANT.VERSION));
    }
}
