package io.merkato.catalog;

import static io.merkato.api.UserErrorCode.INVALID;
import static io.merkato.api.UserErrorCode.TAKEN;
import static io.merkato.api.UserErrorCode.TOO_LONG;
import static io.merkato.jooq.catalog.Tables.PRODUCT_TRANSLATION;
import static org.jooq.Records.mapping;

import io.merkato.api.Given;
import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.api.Sql;
import io.merkato.tenancy.Rows;
import io.merkato.tenancy.TenantContext;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.ArgumentValue;

/** A product's words in one more language; those left out stay as they are, and null takes them away. */
record ProductTranslationInput(
        Locale locale,
        String name,
        ArgumentValue<String> slug,
        ArgumentValue<String> description,
        ArgumentValue<String> seoTitle,
        ArgumentValue<String> seoDescription) {

    /** With each write of a product all its languages are made searchable anew. */
    private static final int MOST = 50;

    static void write(TenantContext tx, LockedProduct product, @Nullable List<ProductTranslationInput> translations) {
        if (translations == null || translations.isEmpty()) {
            return;
        }
        checkRoom(translations.size());
        var locales = new HashSet<Locale>();
        for (int i = 0; i < translations.size(); i++) {
            if (translations.get(i).locale.equals(product.locale())) {
                throw new Refused(Refusal.of(
                        INVALID,
                        "This is the product's own language: its name and texts are said without a translation.",
                        "input",
                        "translations",
                        "" + i,
                        "locale"));
            }
            if (!locales.add(translations.get(i).locale)) {
                throw new Refused(
                        Refusal.of(TAKEN, "The language is there already.", "input", "translations", "" + i, "locale"));
            }
        }
        Map<Locale, ProductTranslation> there = there(tx, product.id(), locales);
        List<ProductTranslation> wanted = translations.stream()
                .map(each -> each.applyTo(there.get(each.locale)))
                .toList();
        tx.write(
                wanted,
                each -> List.of("input", "translations", "" + wanted.indexOf(each)),
                some -> Rows.of(some)
                        .with(PRODUCT_TRANSLATION.PRODUCT_ID, each -> product.id())
                        .with(PRODUCT_TRANSLATION.LOCALE, ProductTranslation::locale)
                        .with(PRODUCT_TRANSLATION.NAME, ProductTranslation::name)
                        .with(PRODUCT_TRANSLATION.SLUG, ProductTranslation::slug)
                        .with(PRODUCT_TRANSLATION.DESCRIPTION, ProductTranslation::description)
                        .with(PRODUCT_TRANSLATION.SEO_TITLE, ProductTranslation::seoTitle)
                        .with(PRODUCT_TRANSLATION.SEO_DESCRIPTION, ProductTranslation::seoDescription)
                        .insertInto(tx, PRODUCT_TRANSLATION)
                        .onConflict(
                                PRODUCT_TRANSLATION.TENANT_ID,
                                PRODUCT_TRANSLATION.PRODUCT_ID,
                                PRODUCT_TRANSLATION.LOCALE)
                        .doUpdate()
                        .set(PRODUCT_TRANSLATION.NAME, DSL.excluded(PRODUCT_TRANSLATION.NAME))
                        .set(PRODUCT_TRANSLATION.SLUG, DSL.excluded(PRODUCT_TRANSLATION.SLUG))
                        .set(PRODUCT_TRANSLATION.DESCRIPTION, DSL.excluded(PRODUCT_TRANSLATION.DESCRIPTION))
                        .set(PRODUCT_TRANSLATION.SEO_TITLE, DSL.excluded(PRODUCT_TRANSLATION.SEO_TITLE))
                        .set(PRODUCT_TRANSLATION.SEO_DESCRIPTION, DSL.excluded(PRODUCT_TRANSLATION.SEO_DESCRIPTION))
                        .execute());
        checkRoom(tx.sql()
                .fetchCount(
                        PRODUCT_TRANSLATION,
                        tx.owns(PRODUCT_TRANSLATION).and(PRODUCT_TRANSLATION.PRODUCT_ID.eq(product.id()))));
    }

    private static Map<Locale, ProductTranslation> there(
            TenantContext tx, Product.Id product, Collection<Locale> locales) {
        return tx.sql()
                .select(
                        PRODUCT_TRANSLATION.LOCALE,
                        PRODUCT_TRANSLATION.NAME,
                        PRODUCT_TRANSLATION.SLUG,
                        PRODUCT_TRANSLATION.DESCRIPTION,
                        PRODUCT_TRANSLATION.SEO_TITLE,
                        PRODUCT_TRANSLATION.SEO_DESCRIPTION)
                .from(PRODUCT_TRANSLATION)
                .where(tx.owns(PRODUCT_TRANSLATION))
                .and(PRODUCT_TRANSLATION.PRODUCT_ID.eq(product))
                .and(Sql.isAny(PRODUCT_TRANSLATION.LOCALE, locales))
                .fetchMap(PRODUCT_TRANSLATION.LOCALE, mapping(ProductTranslation::new));
    }

    private ProductTranslation applyTo(@Nullable ProductTranslation there) {
        ProductTranslation before =
                there == null ? new ProductTranslation(locale, name, null, null, null, null) : there;
        String html = description.value();
        return new ProductTranslation(
                locale,
                name.strip(),
                slug.value() == null ? Given.or(slug, before.slug()) : Slug.given(slug.value()),
                html == null ? Given.or(description, before.description()) : SafeHtml.of(html),
                Given.or(seoTitle, before.seoTitle()),
                Given.or(seoDescription, before.seoDescription()));
    }

    private static void checkRoom(int translations) {
        if (translations > MOST) {
            throw new Refused(
                    Refusal.of(TOO_LONG, "A product has at most " + MOST + " translations.", "input", "translations"));
        }
    }

    static void remove(TenantContext tx, Product.Id product, @Nullable List<Locale> locales) {
        if (locales != null && !locales.isEmpty()) {
            tx.sql()
                    .deleteFrom(PRODUCT_TRANSLATION)
                    .where(tx.owns(PRODUCT_TRANSLATION))
                    .and(PRODUCT_TRANSLATION.PRODUCT_ID.eq(product))
                    .and(Sql.isAny(PRODUCT_TRANSLATION.LOCALE, locales))
                    .execute();
        }
    }
}
