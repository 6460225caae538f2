package io.merkato.catalog;

import static io.merkato.api.Permission.CATALOG_WRITE;
import static io.merkato.jooq.catalog.Tables.VARIANT;
import static io.merkato.jooq.catalog.Tables.VARIANT_PRICE;

import io.merkato.api.Given;
import io.merkato.api.MutationPayload;
import io.merkato.api.Sql;
import io.merkato.api.UserError;
import io.merkato.api.VersionConflict;
import io.merkato.api.Viewer;
import io.merkato.money.MinorUnits;
import io.merkato.store.StoreView;
import io.merkato.tenancy.TenantContext;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

/** Sets what a variant costs; the version keeps two people from overwriting each other's price. */
@Controller
class ProductVariantPriceSet {

    record Input(
            @Nullable List<PriceInput> prices, @Nullable List<Currency> removeCurrencies) {}

    record Payload(@Nullable ProductVariant variant, List<UserError> userErrors) implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, errors);
        }
    }

    /** For the audit log, by currency. */
    private record Prices(Map<String, Price> prices) {}

    private record Price(MinorUnits amount, @Nullable MinorUnits compareAt) {}

    private final VariantRepository variants;

    ProductVariantPriceSet(VariantRepository variants) {
        this.variants = variants;
    }

    @MutationMapping
    Payload productVariantPriceSet(
            @Argument ProductVariant.Id id,
            @Argument Input input,
            @Argument int ifVersion,
            @ContextValue TenantContext tenant,
            @ContextValue StoreView storeView,
            @ContextValue Viewer viewer) {
        var sight = new Sight(storeView, true);
        return tenant.mutate(viewer.may(CATALOG_WRITE), Payload::refused, tx -> {
            int version = tx.sql()
                    .select(VARIANT.VERSION)
                    .from(VARIANT)
                    .where(tx.owns(VARIANT))
                    .and(VARIANT.ID.eq(id))
                    .and(VARIANT.DELETED_AT.isNull())
                    .forUpdate()
                    .fetchOptional(VARIANT.VERSION)
                    .orElseThrow(() -> Given.nothing("id"));
            VersionConflict.check(ifVersion, version);
            Prices before = prices(tx, id);
            if (input.removeCurrencies() != null) {
                tx.sql()
                        .deleteFrom(VARIANT_PRICE)
                        .where(tx.owns(VARIANT_PRICE))
                        .and(VARIANT_PRICE.VARIANT_ID.eq(id))
                        .and(Sql.isAny(VARIANT_PRICE.CURRENCY, input.removeCurrencies()))
                        .execute();
            }
            PriceInput.write(tx, PriceInput.of(id, input.prices(), "input", "prices"));
            if (tx.changes(id, before, prices(tx, id))) {
                tx.sql()
                        .update(VARIANT)
                        .set(VARIANT.VERSION, VARIANT.VERSION.plus(1))
                        .set(VARIANT.UPDATED_AT, Instant.now())
                        .where(tx.owns(VARIANT))
                        .and(VARIANT.ID.eq(id))
                        .execute();
            }
            return new Payload(variants.find(tx, sight, id).orElseThrow(() -> Given.nothing("id")), List.of());
        });
    }

    private static Prices prices(TenantContext tx, ProductVariant.Id id) {
        return new Prices(tx.sql()
                .select(VARIANT_PRICE.CURRENCY, VARIANT_PRICE.AMOUNT, VARIANT_PRICE.COMPARE_AT)
                .from(VARIANT_PRICE)
                .where(tx.owns(VARIANT_PRICE))
                .and(VARIANT_PRICE.VARIANT_ID.eq(id))
                .fetchMap(row -> row.value1().getCurrencyCode(), row -> new Price(row.value2(), row.value3())));
    }
}
