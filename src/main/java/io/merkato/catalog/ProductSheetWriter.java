package io.merkato.catalog;

import static io.merkato.jooq.catalog.Tables.PRODUCT;
import static io.merkato.jooq.catalog.Tables.PRODUCT_CATEGORY;
import static io.merkato.jooq.catalog.Tables.PRODUCT_LABEL;
import static io.merkato.jooq.catalog.Tables.VARIANT;
import static io.merkato.jooq.catalog.Tables.VARIANT_PRICE;
import static org.jooq.impl.DSL.any;
import static org.jooq.impl.DSL.currentOffsetDateTime;

import io.merkato.catalog.ProductSheet.Variant;
import io.merkato.tenancy.Rows;
import io.merkato.tenancy.TenantContext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** Writes products, variants, prices, categories and labels: each kind of thing in one statement, however many there are. */
final class ProductSheetWriter {

    /** A product on its way into the tables, its names resolved. */
    record Resolved(
            Product.Id id,
            @Nullable StoredSheet before,
            ProductSheet sheet,
            AttributeSet.Id set,
            Brand.@Nullable Id brand,
            Category.@Nullable Id category,
            List<Label.Id> labels,
            List<ResolvedVariant> variants) {

        boolean isNew() {
            return before == null;
        }
    }

    record ResolvedVariant(
            Product.Id product,
            ProductVariant.Id id,
            ProductKind kind,
            int position,
            @Nullable Variant before,
            Variant variant) {}

    private record InCategory(Product.Id product, Category.Id category) {}

    private record Labelled(Product.Id product, Label.Id label) {}

    private final TenantContext tx;
    private final SheetScope scope;

    ProductSheetWriter(TenantContext tx, SheetScope scope) {
        this.tx = tx;
        this.scope = scope;
    }

    void products(Collection<Resolved> products) {
        Rows<Resolved> fresh = rows(products.stream().filter(Resolved::isNew).toList());
        if (!fresh.isEmpty()) {
            fresh.with(PRODUCT.SLUG, product -> product.sheet.handle())
                    .with(PRODUCT.LOCALE, product -> scope.locale())
                    .insertInto(tx, PRODUCT)
                    .execute();
        }
        Rows<Resolved> changed =
                rows(products.stream().filter(product -> !product.isNew()).toList());
        if (!changed.isEmpty()) {
            tx.sql()
                    .update(PRODUCT)
                    .set(PRODUCT.KIND, changed.get(PRODUCT.KIND))
                    .set(PRODUCT.STATUS, changed.get(PRODUCT.STATUS))
                    .set(PRODUCT.ATTRIBUTE_SET_ID, changed.get(PRODUCT.ATTRIBUTE_SET_ID))
                    .set(PRODUCT.BRAND_ID, changed.get(PRODUCT.BRAND_ID))
                    .set(PRODUCT.NAME, changed.get(PRODUCT.NAME))
                    .set(PRODUCT.DESCRIPTION, changed.get(PRODUCT.DESCRIPTION))
                    .set(PRODUCT.SEO_TITLE, changed.get(PRODUCT.SEO_TITLE))
                    .set(PRODUCT.SEO_DESCRIPTION, changed.get(PRODUCT.SEO_DESCRIPTION))
                    .set(PRODUCT.PUBLISHED_AT, DSL.coalesce(PRODUCT.PUBLISHED_AT, changed.get(PRODUCT.PUBLISHED_AT)))
                    .set(PRODUCT.VERSION, PRODUCT.VERSION.plus(1))
                    .set(PRODUCT.UPDATED_AT, currentOffsetDateTime().coerce(PRODUCT.UPDATED_AT))
                    .from(changed.table())
                    .where(tx.owns(PRODUCT))
                    .and(PRODUCT.ID.eq(changed.get(PRODUCT.ID)))
                    .execute();
        }
    }

    private static Rows<Resolved> rows(List<Resolved> products) {
        Instant now = Instant.now();
        return Rows.of(products)
                .with(PRODUCT.ID, Resolved::id)
                .with(PRODUCT.KIND, product -> product.sheet.kind())
                .with(PRODUCT.STATUS, product -> product.sheet.status())
                .with(PRODUCT.ATTRIBUTE_SET_ID, Resolved::set)
                .with(PRODUCT.BRAND_ID, Resolved::brand)
                .with(PRODUCT.NAME, product -> product.sheet.title())
                .with(PRODUCT.DESCRIPTION, product -> product.sheet.description())
                .with(PRODUCT.SEO_TITLE, product -> product.sheet.seoTitle())
                .with(PRODUCT.SEO_DESCRIPTION, product -> product.sheet.seoDescription())
                .with(PRODUCT.PUBLISHED_AT, product -> product.sheet.status() == ProductStatus.ACTIVE ? now : null);
    }

    void variants(Collection<ResolvedVariant> variants) {
        Rows<ResolvedVariant> fresh = variantRows(
                variants.stream().filter(variant -> variant.before == null).toList());
        if (!fresh.isEmpty()) {
            fresh.with(VARIANT.KIND, ResolvedVariant::kind)
                    .with(VARIANT.COST_AMOUNT, variant -> variant.variant.cost())
                    .with(VARIANT.COST_CURRENCY, this::costCurrency)
                    .insertInto(tx, VARIANT)
                    .execute();
        }
        List<ResolvedVariant> known =
                variants.stream().filter(variant -> variant.before != null).toList();
        Rows<ResolvedVariant> changed = variantRows(known);
        if (!changed.isEmpty()) {
            tx.sql()
                    .update(VARIANT)
                    .set(VARIANT.SKU, changed.get(VARIANT.SKU))
                    .set(VARIANT.BARCODE, changed.get(VARIANT.BARCODE))
                    .set(VARIANT.WEIGHT_GRAMS, changed.get(VARIANT.WEIGHT_GRAMS))
                    .set(VARIANT.POSITION, changed.get(VARIANT.POSITION))
                    .set(VARIANT.VERSION, VARIANT.VERSION.plus(1))
                    .set(VARIANT.UPDATED_AT, currentOffsetDateTime().coerce(VARIANT.UPDATED_AT))
                    .from(changed.table())
                    .where(tx.owns(VARIANT))
                    .and(VARIANT.ID.eq(changed.get(VARIANT.ID)))
                    .execute();
        }
        costs(known.stream()
                .filter(variant ->
                        variant.before != null && !Objects.equals(variant.before.cost(), variant.variant.cost()))
                .toList());
    }

    /** Apart, because a sheet does not see what a variant costs in another currency, and shall not wipe it out. */
    private void costs(List<ResolvedVariant> variants) {
        if (variants.isEmpty()) {
            return;
        }
        Rows<ResolvedVariant> costs = Rows.of(variants)
                .with(VARIANT.ID, ResolvedVariant::id)
                .with(VARIANT.COST_AMOUNT, variant -> variant.variant.cost())
                .with(VARIANT.COST_CURRENCY, this::costCurrency);
        tx.sql()
                .update(VARIANT)
                .set(VARIANT.COST_AMOUNT, costs.get(VARIANT.COST_AMOUNT))
                .set(VARIANT.COST_CURRENCY, costs.get(VARIANT.COST_CURRENCY))
                .from(costs.table())
                .where(tx.owns(VARIANT))
                .and(VARIANT.ID.eq(costs.get(VARIANT.ID)))
                .execute();
    }

    private @Nullable Currency costCurrency(ResolvedVariant variant) {
        return variant.variant.cost() == null ? null : scope.currency();
    }

    private static Rows<ResolvedVariant> variantRows(List<ResolvedVariant> variants) {
        return Rows.of(variants)
                .with(VARIANT.ID, ResolvedVariant::id)
                .with(VARIANT.PRODUCT_ID, ResolvedVariant::product)
                .with(VARIANT.SKU, variant -> variant.variant.sku())
                .with(VARIANT.BARCODE, variant -> variant.variant.barcode())
                .with(VARIANT.WEIGHT_GRAMS, variant -> variant.variant.grams())
                .with(VARIANT.POSITION, ResolvedVariant::position);
    }

    void prices(Collection<ResolvedVariant> variants) {
        List<ResolvedVariant> priced = variants.stream()
                .filter(variant -> variant.variant.price() != null)
                .filter(variant -> variant.before == null
                        || !Objects.equals(variant.before.price(), variant.variant.price())
                        || !Objects.equals(variant.before.compareAt(), variant.variant.compareAt()))
                .toList();
        if (!priced.isEmpty()) {
            Rows.of(priced)
                    .with(VARIANT_PRICE.VARIANT_ID, ResolvedVariant::id)
                    .with(VARIANT_PRICE.CURRENCY, variant -> scope.currency())
                    .with(VARIANT_PRICE.AMOUNT, variant -> variant.variant.price())
                    .with(VARIANT_PRICE.COMPARE_AT, variant -> variant.variant.compareAt())
                    .insertInto(tx, VARIANT_PRICE)
                    .onConflict(VARIANT_PRICE.TENANT_ID, VARIANT_PRICE.VARIANT_ID, VARIANT_PRICE.CURRENCY)
                    .doUpdate()
                    .set(VARIANT_PRICE.AMOUNT, DSL.excluded(VARIANT_PRICE.AMOUNT))
                    .set(VARIANT_PRICE.COMPARE_AT, DSL.excluded(VARIANT_PRICE.COMPARE_AT))
                    .execute();
        }
        ProductVariant.Id[] unpriced = variants.stream()
                .filter(variant ->
                        variant.variant.price() == null && variant.before != null && variant.before.price() != null)
                .map(ResolvedVariant::id)
                .toArray(ProductVariant.Id[]::new);
        if (unpriced.length > 0) {
            tx.sql()
                    .deleteFrom(VARIANT_PRICE)
                    .where(tx.owns(VARIANT_PRICE))
                    .and(VARIANT_PRICE.VARIANT_ID.eq(any(unpriced)))
                    .and(VARIANT_PRICE.CURRENCY.eq(scope.currency()))
                    .execute();
        }
    }

    /** The category that the sheet names takes the place of the one it named before; the product's others stay. */
    void categories(Collection<Resolved> products) {
        var left = new ArrayList<InCategory>();
        var entered = new ArrayList<InCategory>();
        for (Resolved product : products) {
            Category.Id before = product.before == null ? null : product.before.category();
            if (!Objects.equals(before, product.category)) {
                if (before != null) {
                    left.add(new InCategory(product.id, before));
                }
                if (product.category != null) {
                    entered.add(new InCategory(product.id, product.category));
                }
            }
        }
        if (!left.isEmpty()) {
            Rows<InCategory> rows = inCategories(left);
            tx.sql()
                    .deleteFrom(PRODUCT_CATEGORY)
                    .using(rows.table())
                    .where(tx.owns(PRODUCT_CATEGORY))
                    .and(PRODUCT_CATEGORY.PRODUCT_ID.eq(rows.get(PRODUCT_CATEGORY.PRODUCT_ID)))
                    .and(PRODUCT_CATEGORY.CATEGORY_ID.eq(rows.get(PRODUCT_CATEGORY.CATEGORY_ID)))
                    .execute();
        }
        if (!entered.isEmpty()) {
            inCategories(entered)
                    .with(PRODUCT_CATEGORY.POSITION, place -> -1)
                    .insertInto(tx, PRODUCT_CATEGORY)
                    .onConflict(PRODUCT_CATEGORY.TENANT_ID, PRODUCT_CATEGORY.PRODUCT_ID, PRODUCT_CATEGORY.CATEGORY_ID)
                    .doUpdate()
                    .set(PRODUCT_CATEGORY.POSITION, -1)
                    .execute();
        }
    }

    private static Rows<InCategory> inCategories(List<InCategory> places) {
        return Rows.of(places)
                .with(PRODUCT_CATEGORY.PRODUCT_ID, InCategory::product)
                .with(PRODUCT_CATEGORY.CATEGORY_ID, InCategory::category);
    }

    void labels(Collection<Resolved> products) {
        Product.Id[] changed = changed(products);
        if (changed.length > 0) {
            tx.sql()
                    .deleteFrom(PRODUCT_LABEL)
                    .where(tx.owns(PRODUCT_LABEL))
                    .and(PRODUCT_LABEL.PRODUCT_ID.eq(any(changed)))
                    .execute();
        }
        List<Labelled> labelled = products.stream()
                .flatMap(product -> product.labels.stream().map(label -> new Labelled(product.id, label)))
                .toList();
        if (!labelled.isEmpty()) {
            Rows.of(labelled)
                    .with(PRODUCT_LABEL.PRODUCT_ID, Labelled::product)
                    .with(PRODUCT_LABEL.LABEL_ID, Labelled::label)
                    .insertInto(tx, PRODUCT_LABEL)
                    .execute();
        }
    }

    static Product.Id[] changed(Collection<Resolved> products) {
        return products.stream()
                .filter(product -> !product.isNew())
                .map(Resolved::id)
                .toArray(Product.Id[]::new);
    }

    static Map<String, Variant> bySku(ProductSheet sheet) {
        var variants = new HashMap<String, Variant>();
        sheet.variants().forEach(variant -> variants.put(variant.sku(), variant));
        return variants;
    }
}
