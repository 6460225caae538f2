package io.merkato.catalog;

import static io.merkato.jooq.catalog.Tables.PRODUCT;
import static io.merkato.jooq.catalog.Tables.PRODUCT_STORE_CONTENT;
import static io.merkato.jooq.catalog.Tables.PRODUCT_TRANSLATION;
import static org.jooq.impl.DSL.any;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.lateral;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.val;

import io.merkato.tenancy.TenantContext;
import java.util.List;
import java.util.Locale;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.SelectField;
import org.jooq.Table;
import org.jooq.impl.SQLDataType;

/** How a product is read: its words in the first language that has them, the store's own before the tenant's. One per statement. */
final class ProductSelect {

    /** Of a product, all that is read. */
    static final List<Field<?>> COLUMNS = List.of(
            PRODUCT.ID,
            PRODUCT.KIND,
            PRODUCT.STATUS,
            PRODUCT.ATTRIBUTE_SET_ID,
            PRODUCT.BRAND_ID,
            PRODUCT.LOCALE,
            PRODUCT.NAME,
            PRODUCT.SLUG,
            PRODUCT.DESCRIPTION,
            PRODUCT.SEO_TITLE,
            PRODUCT.SEO_DESCRIPTION,
            PRODUCT.POSITION,
            PRODUCT.AVAILABLE,
            PRODUCT.EXTERNAL_ID,
            PRODUCT.VERSION,
            PRODUCT.CREATED_AT,
            PRODUCT.UPDATED_AT,
            PRODUCT.PUBLISHED_AT,
            PRODUCT.DELETED_AT);

    private static final String WORDS = "words";
    private static final String OVERRIDE = "override";

    private final io.merkato.jooq.catalog.tables.Product product;
    private final Field<String[]> languages;
    private final Table<?> words;
    private final Table<?> override;
    private final Field<Locale> locale;
    private final Field<String> name;
    private final Field<String> slug;
    private final Field<String> description;
    private final Field<String> seoTitle;
    private final Field<String> seoDescription;

    ProductSelect(TenantContext tenant, Sight sight) {
        this(tenant, sight, PRODUCT);
    }

    /** @param product what has its {@link #COLUMNS} */
    ProductSelect(TenantContext tenant, Sight sight, io.merkato.jooq.catalog.tables.Product product) {
        this.product = product;
        this.languages = val(sight.languages(), SQLDataType.CLOB.array());
        this.words = lateral(select(
                        PRODUCT_TRANSLATION.LOCALE,
                        PRODUCT_TRANSLATION.NAME,
                        PRODUCT_TRANSLATION.SLUG,
                        PRODUCT_TRANSLATION.DESCRIPTION,
                        PRODUCT_TRANSLATION.SEO_TITLE,
                        PRODUCT_TRANSLATION.SEO_DESCRIPTION)
                .from(PRODUCT_TRANSLATION)
                .where(tenant.owns(PRODUCT_TRANSLATION))
                .and(PRODUCT_TRANSLATION.PRODUCT_ID.eq(product.ID))
                .and(rankOrLast(product.LOCALE)
                        .gt(inline(1))) // nothing comes before the first: then it is not looked for
                .and(among(PRODUCT_TRANSLATION.LOCALE))
                .orderBy(rank(PRODUCT_TRANSLATION.LOCALE))
                .limit(inline(1))
                .asTable(WORDS));
        this.override = lateral(select(
                        PRODUCT_STORE_CONTENT.LOCALE,
                        PRODUCT_STORE_CONTENT.NAME,
                        PRODUCT_STORE_CONTENT.DESCRIPTION,
                        PRODUCT_STORE_CONTENT.SEO_TITLE,
                        PRODUCT_STORE_CONTENT.SEO_DESCRIPTION)
                .from(PRODUCT_STORE_CONTENT)
                .where(tenant.owns(PRODUCT_STORE_CONTENT))
                .and(PRODUCT_STORE_CONTENT.STORE_ID.eq(sight.store()))
                .and(PRODUCT_STORE_CONTENT.PRODUCT_ID.eq(product.ID))
                .and(among(PRODUCT_STORE_CONTENT.LOCALE))
                .orderBy(rank(PRODUCT_STORE_CONTENT.LOCALE))
                .limit(inline(1))
                .asTable(OVERRIDE));
        this.locale = coalesce(of(words, PRODUCT_TRANSLATION.LOCALE), product.LOCALE);
        this.name =
                coalesce(of(override, PRODUCT_STORE_CONTENT.NAME), of(words, PRODUCT_TRANSLATION.NAME), product.NAME);
        this.slug = coalesce(of(words, PRODUCT_TRANSLATION.SLUG), product.SLUG);
        this.description = coalesce(
                of(override, PRODUCT_STORE_CONTENT.DESCRIPTION),
                of(words, PRODUCT_TRANSLATION.DESCRIPTION),
                product.DESCRIPTION);
        this.seoTitle = coalesce(
                of(override, PRODUCT_STORE_CONTENT.SEO_TITLE),
                of(words, PRODUCT_TRANSLATION.SEO_TITLE),
                product.SEO_TITLE);
        this.seoDescription = coalesce(
                of(override, PRODUCT_STORE_CONTENT.SEO_DESCRIPTION),
                of(words, PRODUCT_TRANSLATION.SEO_DESCRIPTION),
                product.SEO_DESCRIPTION);
    }

    SelectField<?>[] fields() {
        return new SelectField<?>[] {
            product.ID,
            product.KIND,
            product.STATUS,
            product.ATTRIBUTE_SET_ID,
            product.BRAND_ID,
            locale,
            name,
            slug,
            description,
            seoTitle,
            seoDescription,
            product.POSITION,
            product.AVAILABLE,
            product.EXTERNAL_ID,
            product.VERSION,
            product.CREATED_AT,
            product.UPDATED_AT,
            product.PUBLISHED_AT,
            product.DELETED_AT
        };
    }

    /** What the fields are read from, once products are there; they are bound to the tenant by the caller. */
    Table<?> joinedTo(Table<?> products) {
        return products.leftJoin(words)
                .on(rank(of(words, PRODUCT_TRANSLATION.LOCALE)).lt(rankOrLast(product.LOCALE)))
                .leftJoin(override)
                .on(rank(of(override, PRODUCT_STORE_CONTENT.LOCALE)).le(rankOrLast(locale)));
    }

    Product read(Record row) {
        return new Product(
                row.get(product.ID),
                row.get(product.KIND),
                row.get(product.STATUS),
                row.get(product.ATTRIBUTE_SET_ID),
                row.get(product.BRAND_ID),
                row.get(locale),
                row.get(name),
                row.get(slug),
                row.get(description),
                row.get(seoTitle),
                row.get(seoDescription),
                row.get(product.POSITION),
                row.get(product.AVAILABLE),
                row.get(product.EXTERNAL_ID),
                row.get(product.VERSION),
                row.get(product.CREATED_AT),
                row.get(product.UPDATED_AT),
                row.get(product.PUBLISHED_AT),
                row.get(product.DELETED_AT));
    }

    /** Whether the language is one of those looked for. */
    Condition among(Field<Locale> column) {
        return column.coerce(String.class).eq(any(languages));
    }

    /** The language's place among those looked for; null where it is none of them. */
    private Field<Integer> rank(Field<Locale> column) {
        return field("array_position({0}, {1})", SQLDataType.INTEGER, languages, column);
    }

    Field<Integer> rankOrLast(Field<Locale> column) {
        return coalesce(rank(column), inline(Integer.MAX_VALUE));
    }

    private static <T> Field<T> of(Table<?> table, Field<T> column) {
        Field<T> field = table.field(column);
        if (field == null) {
            throw new IllegalArgumentException(table + " has no " + column);
        }
        return field;
    }
}
