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
import io.merkato.store.StoreView;
import io.merkato.tenancy.TenantContext;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
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
            tx.sql()
                    .select(VARIANT.ID)
                    .from(VARIANT)
                    .where(tx.owns(VARIANT))
                    .and(VARIANT.ID.eq(id))
                    .forUpdate()
                    .execute();
            ProductVariant before = variants.find(tx, sight, id).orElseThrow(() -> Given.nothing("id"));
            VersionConflict.check(ifVersion, before.version());
            tx.sql()
                    .update(VARIANT)
                    .set(VARIANT.VERSION, VARIANT.VERSION.plus(1))
                    .set(VARIANT.UPDATED_AT, Instant.now())
                    .where(tx.owns(VARIANT))
                    .and(VARIANT.ID.eq(id))
                    .execute();
            if (input.removeCurrencies() != null) {
                tx.sql()
                        .deleteFrom(VARIANT_PRICE)
                        .where(tx.owns(VARIANT_PRICE))
                        .and(VARIANT_PRICE.VARIANT_ID.eq(id))
                        .and(Sql.isAny(VARIANT_PRICE.CURRENCY, input.removeCurrencies()))
                        .execute();
            }
            PriceInput.write(tx, PriceInput.of(id, input.prices(), "input", "prices"));
            ProductVariant after = variants.find(tx, sight, id).orElseThrow();
            tx.changed(id, before, after);
            return new Payload(after, List.of());
        });
    }
}
