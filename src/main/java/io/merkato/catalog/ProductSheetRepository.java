package io.merkato.catalog;

import static io.merkato.jooq.catalog.Tables.ATTRIBUTE;
import static io.merkato.jooq.catalog.Tables.ATTRIBUTE_OPTION;
import static io.merkato.jooq.catalog.Tables.ATTRIBUTE_SET_ATTRIBUTE;
import static io.merkato.jooq.catalog.Tables.ATTRIBUTE_VALUE;
import static io.merkato.jooq.catalog.Tables.BRAND;
import static io.merkato.jooq.catalog.Tables.CATEGORY;
import static io.merkato.jooq.catalog.Tables.CATEGORY_CLOSURE;
import static io.merkato.jooq.catalog.Tables.LABEL;
import static io.merkato.jooq.catalog.Tables.MEDIA;
import static io.merkato.jooq.catalog.Tables.PRODUCT;
import static io.merkato.jooq.catalog.Tables.PRODUCT_CATEGORY;
import static io.merkato.jooq.catalog.Tables.PRODUCT_LABEL;
import static io.merkato.jooq.catalog.Tables.PRODUCT_MEDIA;
import static io.merkato.jooq.catalog.Tables.VARIANT;
import static io.merkato.jooq.catalog.Tables.VARIANT_PRICE;
import static org.jooq.Records.mapping;
import static org.jooq.impl.DSL.any;
import static org.jooq.impl.DSL.exists;
import static org.jooq.impl.DSL.selectOne;

import io.merkato.api.LocalisedText;
import io.merkato.money.MinorUnits;
import io.merkato.tenancy.TenantContext;
import java.util.Collection;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jooq.Condition;
import org.jooq.Result;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Repository;

/** Reads what a {@link ProductSheet} is made of, for many products at once: one statement per kind of thing. */
@Repository
class ProductSheetRepository {

    static final io.merkato.jooq.catalog.tables.Product REFERRED_PRODUCT = PRODUCT.as("referred_product");
    static final io.merkato.jooq.catalog.tables.Category REFERRED_CATEGORY = CATEGORY.as("referred_category");

    record ProductRow(
            Product.Id id,
            Locale locale,
            AttributeSet.@Nullable Id attributeSet,
            String slug,
            String name,
            @Nullable String description,
            ProductKind kind,
            ProductStatus status,
            Brand.@Nullable Id brandId,
            @Nullable String brand,
            @Nullable String seoTitle,
            @Nullable String seoDescription) {}

    record VariantRow(
            Product.Id product,
            ProductVariant.Id id,
            String sku,
            @Nullable Long grams,
            @Nullable String barcode,
            @Nullable MinorUnits price,
            @Nullable MinorUnits compareAt,
            @Nullable MinorUnits cost,
            @Nullable Currency costCurrency) {}

    record ImageRow(
            Product.Id product, ProductVariant.@Nullable Id variant, String url, LocalisedText alt, boolean shared) {}

    record CategoryRow(Product.Id product, Category.Id category, LocalisedText name) {}

    record LabelRow(Product.Id product, String code) {}

    record AxisRow(AttributeSet.Id set, Attribute.Id attribute, String code, LocalisedText labels) {}

    /** In the order in which the database locks products that it looks after. */
    void lock(TenantContext tx, Collection<String> slugs) {
        tx.sql()
                .select(PRODUCT.ID)
                .from(PRODUCT)
                .where(tx.owns(PRODUCT))
                .and(PRODUCT.SLUG.eq(any(slugs.toArray(String[]::new))))
                .and(PRODUCT.DELETED_AT.isNull())
                .orderBy(PRODUCT.ID)
                .forNoKeyUpdate()
                .execute();
    }

    List<ProductRow> products(TenantContext tenant, Collection<String> slugs) {
        return products(tenant, PRODUCT.SLUG.eq(any(slugs.toArray(String[]::new))), slugs.size());
    }

    /** In the order of their handles, compared by code points, so that it is the same in every database. */
    List<ProductRow> page(TenantContext tenant, String after, int most) {
        return products(tenant, PRODUCT.SLUG.collate("C").gt(after), most);
    }

    private static List<ProductRow> products(TenantContext tenant, Condition which, int most) {
        return tenant.sql()
                .select(
                        PRODUCT.ID,
                        PRODUCT.LOCALE,
                        PRODUCT.ATTRIBUTE_SET_ID,
                        PRODUCT.SLUG,
                        PRODUCT.NAME,
                        PRODUCT.DESCRIPTION,
                        PRODUCT.KIND,
                        PRODUCT.STATUS,
                        PRODUCT.BRAND_ID,
                        BRAND.NAME,
                        PRODUCT.SEO_TITLE,
                        PRODUCT.SEO_DESCRIPTION)
                .from(PRODUCT)
                .leftJoin(BRAND)
                .on(BRAND.TENANT_ID.eq(PRODUCT.TENANT_ID))
                .and(BRAND.ID.eq(PRODUCT.BRAND_ID))
                .where(tenant.owns(PRODUCT))
                .and(PRODUCT.DELETED_AT.isNull())
                .and(which)
                .orderBy(PRODUCT.SLUG.collate("C"))
                .limit(most)
                .fetch(mapping(ProductRow::new));
    }

    List<VariantRow> variants(TenantContext tenant, Collection<Product.Id> products, Currency currency) {
        return tenant.sql()
                .select(
                        VARIANT.PRODUCT_ID,
                        VARIANT.ID,
                        VARIANT.SKU,
                        VARIANT.WEIGHT_GRAMS,
                        VARIANT.BARCODE,
                        VARIANT_PRICE.AMOUNT,
                        VARIANT_PRICE.COMPARE_AT,
                        VARIANT.COST_AMOUNT,
                        VARIANT.COST_CURRENCY)
                .from(VARIANT)
                .leftJoin(VARIANT_PRICE)
                .on(VARIANT_PRICE.TENANT_ID.eq(VARIANT.TENANT_ID))
                .and(VARIANT_PRICE.VARIANT_ID.eq(VARIANT.ID))
                .and(VARIANT_PRICE.CURRENCY.eq(currency))
                .where(tenant.owns(VARIANT))
                .and(VARIANT.PRODUCT_ID.eq(any(ids(products))))
                .and(VARIANT.DELETED_AT.isNull())
                .orderBy(VARIANT.PRODUCT_ID, VARIANT.POSITION, VARIANT.ID)
                .fetch(mapping(VariantRow::new));
    }

    List<ImageRow> images(TenantContext tenant, Collection<Product.Id> products) {
        var other = PRODUCT_MEDIA.as("other");
        var elsewhere = selectOne()
                .from(other)
                .join(PRODUCT)
                .on(PRODUCT.TENANT_ID.eq(other.TENANT_ID))
                .and(PRODUCT.ID.eq(other.PRODUCT_ID))
                .and(PRODUCT.DELETED_AT.isNull())
                .where(other.TENANT_ID.eq(PRODUCT_MEDIA.TENANT_ID))
                .and(other.MEDIA_ID.eq(PRODUCT_MEDIA.MEDIA_ID))
                .and(other.PRODUCT_ID.ne(PRODUCT_MEDIA.PRODUCT_ID));
        return tenant.sql()
                .select(PRODUCT_MEDIA.PRODUCT_ID, PRODUCT_MEDIA.VARIANT_ID, MEDIA.URL, MEDIA.ALT, exists(elsewhere))
                .from(PRODUCT_MEDIA)
                .join(MEDIA)
                .on(MEDIA.TENANT_ID.eq(PRODUCT_MEDIA.TENANT_ID))
                .and(MEDIA.ID.eq(PRODUCT_MEDIA.MEDIA_ID))
                .where(tenant.owns(PRODUCT_MEDIA))
                .and(PRODUCT_MEDIA.PRODUCT_ID.eq(any(ids(products))))
                .and(MEDIA.KIND.eq(MediaKind.IMAGE))
                .orderBy(PRODUCT_MEDIA.PRODUCT_ID, PRODUCT_MEDIA.POSITION, PRODUCT_MEDIA.MEDIA_ID)
                .fetch(mapping(ImageRow::new));
    }

    /** Each category of the products with its ancestors, from the root down; a product's own categories in their order. */
    List<CategoryRow> categories(TenantContext tenant, Collection<Product.Id> products) {
        var ancestor = CATEGORY.as("ancestor");
        return tenant.sql()
                .select(PRODUCT_CATEGORY.PRODUCT_ID, PRODUCT_CATEGORY.CATEGORY_ID, ancestor.NAMES)
                .from(PRODUCT_CATEGORY)
                .join(CATEGORY_CLOSURE)
                .on(CATEGORY_CLOSURE.TENANT_ID.eq(PRODUCT_CATEGORY.TENANT_ID))
                .and(CATEGORY_CLOSURE.DESCENDANT_ID.eq(PRODUCT_CATEGORY.CATEGORY_ID))
                .join(ancestor)
                .on(ancestor.TENANT_ID.eq(CATEGORY_CLOSURE.TENANT_ID))
                .and(ancestor.ID.eq(CATEGORY_CLOSURE.ANCESTOR_ID))
                .where(tenant.owns(PRODUCT_CATEGORY))
                .and(PRODUCT_CATEGORY.PRODUCT_ID.eq(any(ids(products))))
                .orderBy(
                        PRODUCT_CATEGORY.PRODUCT_ID,
                        PRODUCT_CATEGORY.POSITION,
                        PRODUCT_CATEGORY.CATEGORY_ID,
                        CATEGORY_CLOSURE.DEPTH.desc())
                .fetch(mapping(CategoryRow::new));
    }

    List<LabelRow> labels(TenantContext tenant, Collection<Product.Id> products) {
        return tenant.sql()
                .select(PRODUCT_LABEL.PRODUCT_ID, LABEL.CODE)
                .from(PRODUCT_LABEL)
                .join(LABEL)
                .on(LABEL.TENANT_ID.eq(PRODUCT_LABEL.TENANT_ID))
                .and(LABEL.ID.eq(PRODUCT_LABEL.LABEL_ID))
                .where(tenant.owns(PRODUCT_LABEL))
                .and(PRODUCT_LABEL.PRODUCT_ID.eq(any(ids(products))))
                .fetch(mapping(LabelRow::new));
    }

    /** The axes of these sets in their order. */
    List<AxisRow> axes(TenantContext tenant, Collection<AttributeSet.Id> sets) {
        return tenant.sql()
                .select(ATTRIBUTE_SET_ATTRIBUTE.ATTRIBUTE_SET_ID, ATTRIBUTE.ID, ATTRIBUTE.CODE, ATTRIBUTE.LABELS)
                .from(ATTRIBUTE_SET_ATTRIBUTE)
                .join(ATTRIBUTE)
                .on(ATTRIBUTE.TENANT_ID.eq(ATTRIBUTE_SET_ATTRIBUTE.TENANT_ID))
                .and(ATTRIBUTE.ID.eq(ATTRIBUTE_SET_ATTRIBUTE.ATTRIBUTE_ID))
                .where(tenant.owns(ATTRIBUTE_SET_ATTRIBUTE))
                .and(ATTRIBUTE_SET_ATTRIBUTE.ATTRIBUTE_SET_ID.eq(
                        any(sets.stream().distinct().toArray(AttributeSet.Id[]::new))))
                .and(ATTRIBUTE_SET_ATTRIBUTE.AXIS)
                .orderBy(ATTRIBUTE_SET_ATTRIBUTE.POSITION, ATTRIBUTE.CODE)
                .fetch(mapping(AxisRow::new));
    }

    /** Values of products and their variants, with the words that options and references are known by. */
    Result<?> values(TenantContext tenant, Collection<Product.Id> products) {
        return tenant.sql()
                .select(
                        ATTRIBUTE_VALUE.PRODUCT_ID,
                        ATTRIBUTE_VALUE.VARIANT_ID,
                        ATTRIBUTE_VALUE.ATTRIBUTE_ID,
                        ATTRIBUTE_VALUE.TYPE,
                        ATTRIBUTE_VALUE.LOCALE,
                        ATTRIBUTE_VALUE.TEXT_VALUE,
                        ATTRIBUTE_VALUE.INTEGER_VALUE,
                        ATTRIBUTE_VALUE.DECIMAL_VALUE,
                        ATTRIBUTE_VALUE.BOOLEAN_VALUE,
                        ATTRIBUTE_VALUE.DATE_VALUE,
                        ATTRIBUTE_VALUE.DATE_TIME_VALUE,
                        ATTRIBUTE.CODE,
                        ATTRIBUTE_OPTION.LABELS,
                        ATTRIBUTE_OPTION.CODE,
                        MEDIA.URL,
                        REFERRED_PRODUCT.SLUG,
                        REFERRED_CATEGORY.SLUG)
                .from(ATTRIBUTE_VALUE)
                .join(ATTRIBUTE)
                .on(ATTRIBUTE.TENANT_ID.eq(ATTRIBUTE_VALUE.TENANT_ID))
                .and(ATTRIBUTE.ID.eq(ATTRIBUTE_VALUE.ATTRIBUTE_ID))
                .leftJoin(ATTRIBUTE_OPTION)
                .on(ATTRIBUTE_OPTION.TENANT_ID.eq(ATTRIBUTE_VALUE.TENANT_ID))
                .and(ATTRIBUTE_OPTION.ID.eq(ATTRIBUTE_VALUE.OPTION_ID))
                .leftJoin(MEDIA)
                .on(MEDIA.TENANT_ID.eq(ATTRIBUTE_VALUE.TENANT_ID))
                .and(MEDIA.ID.eq(ATTRIBUTE_VALUE.MEDIA_ID))
                .leftJoin(REFERRED_PRODUCT)
                .on(REFERRED_PRODUCT.TENANT_ID.eq(ATTRIBUTE_VALUE.TENANT_ID))
                .and(REFERRED_PRODUCT.ID.eq(ATTRIBUTE_VALUE.REFERRED_PRODUCT_ID))
                .leftJoin(REFERRED_CATEGORY)
                .on(REFERRED_CATEGORY.TENANT_ID.eq(ATTRIBUTE_VALUE.TENANT_ID))
                .and(REFERRED_CATEGORY.ID.eq(ATTRIBUTE_VALUE.REFERRED_CATEGORY_ID))
                .where(tenant.owns(ATTRIBUTE_VALUE))
                .and(ATTRIBUTE_VALUE.PRODUCT_ID.eq(any(ids(products))))
                .orderBy(ATTRIBUTE_VALUE.PRODUCT_ID, ATTRIBUTE.CODE, ATTRIBUTE_VALUE.POSITION)
                .fetch();
    }

    /** The handle of the product that has each of these SKUs already. */
    Map<String, String> handlesBySku(TenantContext tenant, Collection<String> skus) {
        return tenant.sql()
                .select(VARIANT.SKU, PRODUCT.SLUG)
                .from(VARIANT)
                .join(PRODUCT)
                .on(PRODUCT.TENANT_ID.eq(VARIANT.TENANT_ID))
                .and(PRODUCT.ID.eq(VARIANT.PRODUCT_ID))
                .where(tenant.owns(VARIANT))
                .and(VARIANT.SKU.eq(any(skus.toArray(String[]::new))))
                .and(VARIANT.DELETED_AT.isNull())
                .fetchMap(VARIANT.SKU, PRODUCT.SLUG);
    }

    /** Codes of the attributes that some product, as a whole, has a value of. */
    Set<String> attributesInUse(TenantContext tenant) {
        return tenant.sql()
                .select(ATTRIBUTE.CODE)
                .from(ATTRIBUTE)
                .where(tenant.owns(ATTRIBUTE))
                .and(exists(selectOne()
                        .from(ATTRIBUTE_VALUE)
                        .where(ATTRIBUTE_VALUE.TENANT_ID.eq(ATTRIBUTE.TENANT_ID))
                        .and(ATTRIBUTE_VALUE.ATTRIBUTE_ID.eq(ATTRIBUTE.ID))
                        .and(ATTRIBUTE_VALUE.VARIANT_ID.isNull())))
                .fetchSet(ATTRIBUTE.CODE);
    }

    /** The most axes that a set has. */
    int mostAxes(TenantContext tenant) {
        var axes = tenant.sql()
                .select(DSL.count().as("axes"))
                .from(ATTRIBUTE_SET_ATTRIBUTE)
                .where(tenant.owns(ATTRIBUTE_SET_ATTRIBUTE))
                .and(ATTRIBUTE_SET_ATTRIBUTE.AXIS)
                .groupBy(ATTRIBUTE_SET_ATTRIBUTE.ATTRIBUTE_SET_ID)
                .fetch(0, Integer.class);
        return axes.stream().mapToInt(Integer::intValue).max().orElse(0);
    }

    private static Product.Id[] ids(Collection<Product.Id> products) {
        return products.toArray(Product.Id[]::new);
    }
}
