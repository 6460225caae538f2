package io.merkato.catalog;

import static io.merkato.jooq.catalog.Tables.ATTRIBUTE;
import static io.merkato.jooq.catalog.Tables.ATTRIBUTE_GROUP;
import static io.merkato.jooq.catalog.Tables.ATTRIBUTE_OPTION;
import static io.merkato.jooq.catalog.Tables.ATTRIBUTE_SET;
import static io.merkato.jooq.catalog.Tables.ATTRIBUTE_SET_ATTRIBUTE;
import static io.merkato.jooq.catalog.Tables.ATTRIBUTE_VALUE;
import static io.merkato.jooq.catalog.Tables.BRAND;
import static io.merkato.jooq.catalog.Tables.CATEGORY;
import static io.merkato.jooq.catalog.Tables.LABEL;
import static io.merkato.jooq.catalog.Tables.MEDIA;
import static io.merkato.jooq.catalog.Tables.PRODUCT;
import static io.merkato.jooq.catalog.Tables.PRODUCT_CATEGORY;
import static io.merkato.jooq.catalog.Tables.PRODUCT_LABEL;
import static io.merkato.jooq.catalog.Tables.PRODUCT_MEDIA;
import static io.merkato.jooq.catalog.Tables.PRODUCT_STORE;
import static io.merkato.jooq.catalog.Tables.PRODUCT_TRANSLATION;
import static io.merkato.jooq.catalog.Tables.REVIEW;
import static io.merkato.jooq.catalog.Tables.VARIANT;
import static io.merkato.jooq.catalog.Tables.VARIANT_PRICE;

import io.merkato.api.LocalisedText;
import io.merkato.api.Permission;
import io.merkato.api.Uuid7;
import io.merkato.api.Viewer;
import io.merkato.money.MinorUnits;
import io.merkato.store.StoreView;
import io.merkato.tenancy.TenantContext;
import java.time.Instant;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A tenant's shelf with numbered coffees: number n is roasted light, medium or dark by n mod 3, grown at 1000 + 10 n
 * metres, organic when n is even, of the brand Tomoca when n is even and else Moyee, in the category ethiopian below
 * coffee when n is even and else in coffee itself, labelled NEW when n mod 5 is 0, and sold in three sizes for 100 + n,
 * twice and four times as many birr.
 */
final class CoffeeShop {

    private static final Currency BIRR = Currency.getInstance("ETB");
    private static final List<String> ROASTS = List.of("light", "medium", "dark");
    private static final List<String> SIZES = List.of("250g", "500g", "1kg");

    private final TenantContext tx;
    private final Map<String, AttributeOption.Id> options = new HashMap<>();
    private final Attribute.Id roast;
    private final Attribute.Id altitude;
    private final Attribute.Id organic;
    private final Attribute.Id size;
    private final AttributeSet.Id set = new AttributeSet.Id(Uuid7.next());
    private final Map<Boolean, Brand.Id> brands;
    private final Category.Id coffee;
    private final Category.Id ethiopian;
    private final Label.Id fresh = new Label.Id(Uuid7.next());
    private final Media.Id picture = new Media.Id(Uuid7.next());

    private CoffeeShop(TenantContext tx) {
        this.tx = tx;
        this.roast = attribute("roast", AttributeType.SELECT, "Roast", "Torréfaction");
        this.altitude = attribute("altitude", AttributeType.INTEGER, "Altitude", "Altitude");
        this.organic = attribute("organic", AttributeType.BOOLEAN, "Organic", "Bio");
        this.size = attribute("size", AttributeType.SELECT, "Size", "Taille");
        ROASTS.forEach(code -> option(roast, code, ROASTS.indexOf(code)));
        SIZES.forEach(code -> option(size, code, SIZES.indexOf(code)));
        attributeSet();
        this.brands = Map.of(true, brand("Tomoca"), false, brand("Moyee"));
        this.coffee = category("coffee", null);
        this.ethiopian = category("ethiopian", coffee);
        tx.sql()
                .insertInto(LABEL, LABEL.TENANT_ID, LABEL.ID, LABEL.CODE, LABEL.NAMES)
                .values(tx.id(), fresh, "NEW", LocalisedText.of(Locale.ENGLISH, "New"))
                .execute();
        tx.sql()
                .insertInto(MEDIA, MEDIA.TENANT_ID, MEDIA.ID, MEDIA.URL, MEDIA.ALT)
                .values(tx.id(), picture, "/bag.png", LocalisedText.of(Locale.ENGLISH, "A bag"))
                .execute();
    }

    /** Coffees 0 to n − 1 on sale, and beside them one draft, one hidden in the store and one deleted. */
    static void stock(TenantContext tenant, StoreView view, int n) {
        tenant.transact(Viewer.system("test").may(Permission.CATALOG_WRITE), tx -> {
            var shop = new CoffeeShop(tx);
            for (int i = 0; i < n; i++) {
                shop.product("Coffee %04d".formatted(i), "coffee-" + i, i, ProductStatus.ACTIVE);
            }
            shop.product("Draft", "draft", 0, ProductStatus.DRAFT);
            Product.Id hidden = shop.product("Hidden", "hidden", 0, ProductStatus.ACTIVE);
            tx.sql()
                    .insertInto(
                            PRODUCT_STORE,
                            PRODUCT_STORE.TENANT_ID,
                            PRODUCT_STORE.STORE_ID,
                            PRODUCT_STORE.PRODUCT_ID,
                            PRODUCT_STORE.VISIBLE)
                    .values(tx.id(), view.store().id(), hidden, false)
                    .execute();
            Product.Id deleted = shop.product("Deleted", "deleted", 0, ProductStatus.ACTIVE);
            tx.sql()
                    .update(PRODUCT)
                    .set(PRODUCT.DELETED_AT, Instant.now())
                    .where(tx.owns(PRODUCT), PRODUCT.ID.eq(deleted))
                    .execute();
            return n;
        });
    }

    private Attribute.Id attribute(String code, AttributeType type, String english, String french) {
        var id = new Attribute.Id(Uuid7.next());
        tx.sql()
                .insertInto(
                        ATTRIBUTE,
                        ATTRIBUTE.TENANT_ID,
                        ATTRIBUTE.ID,
                        ATTRIBUTE.CODE,
                        ATTRIBUTE.TYPE,
                        ATTRIBUTE.LABELS,
                        ATTRIBUTE.FILTERABLE,
                        ATTRIBUTE.SORTABLE)
                .values(
                        tx.id(),
                        id,
                        code,
                        type,
                        new LocalisedText(Map.of("en", english, "fr", french)),
                        true,
                        type == AttributeType.INTEGER)
                .execute();
        return id;
    }

    private void option(Attribute.Id attribute, String code, int position) {
        var id = new AttributeOption.Id(Uuid7.next());
        options.put(code, id);
        tx.sql()
                .insertInto(
                        ATTRIBUTE_OPTION,
                        ATTRIBUTE_OPTION.TENANT_ID,
                        ATTRIBUTE_OPTION.ID,
                        ATTRIBUTE_OPTION.ATTRIBUTE_ID,
                        ATTRIBUTE_OPTION.TYPE,
                        ATTRIBUTE_OPTION.CODE,
                        ATTRIBUTE_OPTION.LABELS,
                        ATTRIBUTE_OPTION.POSITION)
                .values(
                        tx.id(),
                        id,
                        attribute,
                        AttributeType.SELECT,
                        code,
                        LocalisedText.of(Locale.ENGLISH, code.toUpperCase(Locale.ROOT)),
                        position)
                .execute();
    }

    private void attributeSet() {
        tx.sql()
                .insertInto(ATTRIBUTE_SET, ATTRIBUTE_SET.TENANT_ID, ATTRIBUTE_SET.ID, ATTRIBUTE_SET.CODE)
                .values(tx.id(), set, "coffee")
                .execute();
        var group = new AttributeGroup.Id(Uuid7.next());
        tx.sql()
                .insertInto(
                        ATTRIBUTE_GROUP,
                        ATTRIBUTE_GROUP.TENANT_ID,
                        ATTRIBUTE_GROUP.ID,
                        ATTRIBUTE_GROUP.ATTRIBUTE_SET_ID,
                        ATTRIBUTE_GROUP.CODE)
                .values(tx.id(), group, set, "taste")
                .execute();
        assign(roast, AttributeType.SELECT, group, 0, AttributeLevel.PRODUCT);
        assign(altitude, AttributeType.INTEGER, null, 1, AttributeLevel.PRODUCT);
        assign(organic, AttributeType.BOOLEAN, null, 2, AttributeLevel.PRODUCT);
        assign(size, AttributeType.SELECT, null, 3, AttributeLevel.VARIANT);
    }

    private void assign(
            Attribute.Id attribute,
            AttributeType type,
            AttributeGroup.@Nullable Id group,
            int position,
            AttributeLevel level) {
        tx.sql()
                .insertInto(
                        ATTRIBUTE_SET_ATTRIBUTE,
                        ATTRIBUTE_SET_ATTRIBUTE.TENANT_ID,
                        ATTRIBUTE_SET_ATTRIBUTE.ATTRIBUTE_SET_ID,
                        ATTRIBUTE_SET_ATTRIBUTE.ATTRIBUTE_ID,
                        ATTRIBUTE_SET_ATTRIBUTE.TYPE,
                        ATTRIBUTE_SET_ATTRIBUTE.GROUP_ID,
                        ATTRIBUTE_SET_ATTRIBUTE.POSITION,
                        ATTRIBUTE_SET_ATTRIBUTE.LEVEL,
                        ATTRIBUTE_SET_ATTRIBUTE.AXIS)
                .values(tx.id(), set, attribute, type, group, position, level, level == AttributeLevel.VARIANT)
                .execute();
    }

    private Brand.Id brand(String name) {
        var id = new Brand.Id(Uuid7.next());
        tx.sql()
                .insertInto(BRAND, BRAND.TENANT_ID, BRAND.ID, BRAND.NAME, BRAND.SLUG)
                .values(tx.id(), id, name, name.toLowerCase(Locale.ROOT))
                .execute();
        return id;
    }

    private Category.Id category(String slug, Category.@Nullable Id parent) {
        var id = new Category.Id(Uuid7.next());
        tx.sql()
                .insertInto(
                        CATEGORY, CATEGORY.TENANT_ID, CATEGORY.ID, CATEGORY.PARENT_ID, CATEGORY.SLUG, CATEGORY.NAMES)
                .values(tx.id(), id, parent, slug, LocalisedText.of(Locale.ENGLISH, slug))
                .execute();
        return id;
    }

    private Product.Id product(String name, String slug, int n, ProductStatus status) {
        var id = new Product.Id(Uuid7.next());
        tx.sql()
                .insertInto(
                        PRODUCT,
                        PRODUCT.TENANT_ID,
                        PRODUCT.ID,
                        PRODUCT.KIND,
                        PRODUCT.STATUS,
                        PRODUCT.ATTRIBUTE_SET_ID,
                        PRODUCT.BRAND_ID,
                        PRODUCT.LOCALE,
                        PRODUCT.NAME,
                        PRODUCT.SLUG,
                        PRODUCT.CREATED_AT,
                        PRODUCT.PUBLISHED_AT)
                .values(
                        tx.id(),
                        id,
                        ProductKind.CONFIGURABLE,
                        status,
                        set,
                        brands.get(n % 2 == 0),
                        Locale.ENGLISH,
                        name,
                        slug,
                        Instant.parse("2026-01-01T00:00:00Z").plusSeconds(n),
                        Instant.parse("2026-01-01T00:00:00Z"))
                .execute();
        tx.sql()
                .insertInto(
                        PRODUCT_TRANSLATION,
                        PRODUCT_TRANSLATION.TENANT_ID,
                        PRODUCT_TRANSLATION.PRODUCT_ID,
                        PRODUCT_TRANSLATION.LOCALE,
                        PRODUCT_TRANSLATION.NAME)
                .values(tx.id(), id, Locale.of("am"), "ቡና " + n)
                .execute();
        tx.sql()
                .insertInto(
                        PRODUCT_CATEGORY,
                        PRODUCT_CATEGORY.TENANT_ID,
                        PRODUCT_CATEGORY.PRODUCT_ID,
                        PRODUCT_CATEGORY.CATEGORY_ID)
                .values(tx.id(), id, n % 2 == 0 ? ethiopian : coffee)
                .execute();
        if (n % 5 == 0) {
            tx.sql()
                    .insertInto(
                            PRODUCT_LABEL, PRODUCT_LABEL.TENANT_ID, PRODUCT_LABEL.PRODUCT_ID, PRODUCT_LABEL.LABEL_ID)
                    .values(tx.id(), id, fresh)
                    .execute();
        }
        tx.sql()
                .insertInto(PRODUCT_MEDIA, PRODUCT_MEDIA.TENANT_ID, PRODUCT_MEDIA.PRODUCT_ID, PRODUCT_MEDIA.MEDIA_ID)
                .values(tx.id(), id, picture)
                .execute();
        review(id);
        value(id, null, roast, AttributeType.SELECT, options.get(ROASTS.get(n % 3)), null, null);
        value(id, null, altitude, AttributeType.INTEGER, null, 1000L + 10L * n, null);
        value(id, null, organic, AttributeType.BOOLEAN, null, null, n % 2 == 0);
        for (int i = 0; i < SIZES.size(); i++) {
            variant(id, slug, i, (100L + n) * 100 << i);
        }
        return id;
    }

    private void review(Product.Id product) {
        tx.sql()
                .insertInto(
                        REVIEW,
                        REVIEW.TENANT_ID,
                        REVIEW.ID,
                        REVIEW.PRODUCT_ID,
                        REVIEW.AUTHOR_NAME,
                        REVIEW.RATING,
                        REVIEW.LOCALE,
                        REVIEW.STATUS,
                        REVIEW.MODERATED_AT)
                .values(
                        tx.id(),
                        new Review.Id(Uuid7.next()),
                        product,
                        "Almaz",
                        (short) 4,
                        Locale.ENGLISH,
                        ReviewStatus.APPROVED,
                        Instant.parse("2026-01-02T00:00:00Z"))
                .execute();
    }

    private void variant(Product.Id product, String slug, int n, long price) {
        var id = new ProductVariant.Id(Uuid7.next());
        tx.sql()
                .insertInto(
                        VARIANT,
                        VARIANT.TENANT_ID,
                        VARIANT.ID,
                        VARIANT.PRODUCT_ID,
                        VARIANT.KIND,
                        VARIANT.SKU,
                        VARIANT.POSITION)
                .values(tx.id(), id, product, ProductKind.CONFIGURABLE, slug + "-" + SIZES.get(n), n)
                .execute();
        value(product, id, size, AttributeType.SELECT, options.get(SIZES.get(n)), null, null);
        tx.sql()
                .insertInto(
                        VARIANT_PRICE,
                        VARIANT_PRICE.TENANT_ID,
                        VARIANT_PRICE.VARIANT_ID,
                        VARIANT_PRICE.CURRENCY,
                        VARIANT_PRICE.AMOUNT)
                .values(tx.id(), id, BIRR, new MinorUnits(price))
                .execute();
    }

    private void value(
            Product.Id product,
            ProductVariant.@Nullable Id variant,
            Attribute.Id attribute,
            AttributeType type,
            AttributeOption.@Nullable Id option,
            @Nullable Long integer,
            @Nullable Boolean flag) {
        tx.sql()
                .insertInto(
                        ATTRIBUTE_VALUE,
                        ATTRIBUTE_VALUE.TENANT_ID,
                        ATTRIBUTE_VALUE.PRODUCT_ID,
                        ATTRIBUTE_VALUE.VARIANT_ID,
                        ATTRIBUTE_VALUE.ATTRIBUTE_SET_ID,
                        ATTRIBUTE_VALUE.ATTRIBUTE_ID,
                        ATTRIBUTE_VALUE.TYPE,
                        ATTRIBUTE_VALUE.LEVEL,
                        ATTRIBUTE_VALUE.OPTION_ID,
                        ATTRIBUTE_VALUE.INTEGER_VALUE,
                        ATTRIBUTE_VALUE.BOOLEAN_VALUE)
                .values(
                        tx.id(),
                        product,
                        variant,
                        set,
                        attribute,
                        type,
                        variant == null ? AttributeLevel.PRODUCT : AttributeLevel.VARIANT,
                        option,
                        integer,
                        flag)
                .execute();
    }
}
