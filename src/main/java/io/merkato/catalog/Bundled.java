package io.merkato.catalog;

import static io.merkato.api.UserErrorCode.IN_USE;
import static io.merkato.jooq.catalog.Tables.PRODUCT;
import static io.merkato.jooq.catalog.Tables.PRODUCT_BUNDLE_ITEM;
import static io.merkato.jooq.catalog.Tables.VARIANT;

import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.api.Sql;
import io.merkato.tenancy.TenantContext;
import java.util.List;
import org.jooq.Condition;

/** Keeps what a bundle contains: who deletes variants locks them first, and who puts them into a bundle shares that lock. */
final class Bundled {

    private Bundled() {}

    /** Locks the variants; @throws Refused where a bundle that is not deleted itself contains one */
    static void refuse(TenantContext tx, Condition variants, String argument) {
        List<ProductVariant.Id> ids = tx.sql()
                .select(VARIANT.ID)
                .from(VARIANT)
                .where(tx.owns(VARIANT))
                .and(variants)
                .and(VARIANT.DELETED_AT.isNull())
                .orderBy(VARIANT.ID)
                .forUpdate()
                .fetch(VARIANT.ID);
        int bundles = tx.sql()
                .selectDistinct(PRODUCT.ID)
                .from(PRODUCT_BUNDLE_ITEM)
                .join(PRODUCT)
                .on(tx.owns(PRODUCT).and(PRODUCT.ID.eq(PRODUCT_BUNDLE_ITEM.PRODUCT_ID)))
                .where(tx.owns(PRODUCT_BUNDLE_ITEM))
                .and(Sql.isAny(PRODUCT_BUNDLE_ITEM.VARIANT_ID, ids))
                .and(PRODUCT.DELETED_AT.isNull())
                .fetch()
                .size();
        if (bundles > 0) {
            throw new Refused(Refusal.of(IN_USE, "It is part of " + bundles + " bundles.", argument));
        }
    }
}
