package io.merkato.catalog;

import static io.merkato.api.Permission.CATALOG_WRITE;
import static io.merkato.api.UserErrorCode.TOO_LONG;
import static io.merkato.jooq.catalog.Tables.PRODUCT_BUNDLE_ITEM;
import static io.merkato.jooq.catalog.Tables.VARIANT;

import io.merkato.api.Given;
import io.merkato.api.MutationPayload;
import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.api.Sql;
import io.merkato.api.UserError;
import io.merkato.api.Viewer;
import io.merkato.store.StoreView;
import io.merkato.tenancy.Rows;
import io.merkato.tenancy.TenantContext;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

/** Says what is in a bundle. */
@Controller
class ProductBundleItemsSet {

    private static final int MOST = 100;

    record Input(List<Item> items) {}

    record Item(ProductVariant.Id variantId, @Nullable Integer quantity) {}

    record Payload(@Nullable Product product, List<UserError> userErrors) implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, errors);
        }
    }

    private final ProductChanges changes;

    ProductBundleItemsSet(ProductChanges changes) {
        this.changes = changes;
    }

    @MutationMapping
    Payload productBundleItemsSet(
            @Argument Product.Id productId,
            @Argument Input input,
            @Argument @Nullable Integer ifVersion,
            @ContextValue TenantContext tenant,
            @ContextValue StoreView storeView,
            @ContextValue Viewer viewer) {
        return tenant.mutate(
                viewer.may(CATALOG_WRITE),
                Payload::refused,
                tx -> new Payload(
                        changes.change(tx, storeView, productId, "productId", ifVersion, bundle -> {
                            bundle.mustBe(ProductKind.BUNDLE, "productId");
                            write(tx, productId, input.items());
                        }),
                        List.of()));
    }

    private static void write(TenantContext tx, Product.Id bundle, List<Item> items) {
        if (items.size() > MOST) { // before the stock is reckoned anew for each, to find which one is too many
            throw new Refused(
                    Refusal.of(TOO_LONG, "A bundle has at most " + MOST + " components.", "input", "items", "" + MOST));
        }
        Map<ProductVariant.Id, ProductKind> kinds = kinds(tx, items);
        for (int i = 0; i < items.size(); i++) {
            if (!kinds.containsKey(items.get(i).variantId)) {
                throw Given.nothing("input", "items", "" + i, "variantId");
            }
        }
        tx.sql()
                .deleteFrom(PRODUCT_BUNDLE_ITEM)
                .where(tx.owns(PRODUCT_BUNDLE_ITEM))
                .and(PRODUCT_BUNDLE_ITEM.PRODUCT_ID.eq(bundle))
                .execute();
        if (!items.isEmpty()) {
            tx.write(
                    items,
                    item -> List.of("input", "items", "" + items.indexOf(item)),
                    some -> Rows.of(some)
                            .with(PRODUCT_BUNDLE_ITEM.PRODUCT_ID, item -> bundle)
                            .with(PRODUCT_BUNDLE_ITEM.VARIANT_ID, Item::variantId)
                            .with(PRODUCT_BUNDLE_ITEM.COMPONENT_KIND, item -> kinds.get(item.variantId))
                            .with(PRODUCT_BUNDLE_ITEM.QUANTITY, item -> Given.or(item.quantity, 1))
                            .with(PRODUCT_BUNDLE_ITEM.POSITION, items::indexOf)
                            .insertInto(tx, PRODUCT_BUNDLE_ITEM)
                            .execute());
        }
    }

    private static Map<ProductVariant.Id, ProductKind> kinds(TenantContext tx, List<Item> items) {
        return tx.sql()
                .select(VARIANT.ID, VARIANT.KIND)
                .from(VARIANT)
                .where(tx.owns(VARIANT))
                .and(VARIANT.DELETED_AT.isNull())
                .and(Sql.isAny(VARIANT.ID, items.stream().map(Item::variantId).toList()))
                .orderBy(VARIANT.ID)
                .forShare()
                .fetchMap(VARIANT.ID, VARIANT.KIND);
    }
}
