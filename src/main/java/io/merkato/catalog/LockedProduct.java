package io.merkato.catalog;

import static io.merkato.api.UserErrorCode.NOT_ALLOWED;
import static io.merkato.jooq.catalog.Tables.PRODUCT;

import io.merkato.api.Given;
import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.tenancy.TenantContext;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A product that a mutation is about to change, locked until it ends. */
record LockedProduct(
        Product.Id id,
        ProductKind kind,
        ProductStatus status,
        AttributeSet.@Nullable Id attributeSetId,
        Locale locale,
        String name,
        int version,
        @Nullable Instant deletedAt) {

    static LockedProduct of(TenantContext tx, Product.Id id, String... path) {
        return tx.sql()
                .select(
                        PRODUCT.ID,
                        PRODUCT.KIND,
                        PRODUCT.STATUS,
                        PRODUCT.ATTRIBUTE_SET_ID,
                        PRODUCT.LOCALE,
                        PRODUCT.NAME,
                        PRODUCT.VERSION,
                        PRODUCT.DELETED_AT)
                .from(PRODUCT)
                .where(tx.owns(PRODUCT))
                .and(PRODUCT.ID.eq(id))
                .forNoKeyUpdate()
                .fetchOptional(org.jooq.Records.mapping(LockedProduct::new))
                .orElseThrow(() -> Given.nothing(path));
    }

    /** @throws Refused unless it is of this kind */
    void mustBe(ProductKind wanted, String... path) {
        if (kind != wanted) {
            throw new Refused(Refusal.of(NOT_ALLOWED, "Only a product of kind " + wanted + " has these.", path));
        }
    }
}
