package io.merkato.catalog;

import static io.merkato.api.UserErrorCode.TOO_LONG;
import static io.merkato.jooq.catalog.Tables.PRODUCT_CATEGORY;
import static io.merkato.jooq.catalog.Tables.PRODUCT_LABEL;

import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.api.Sql;
import io.merkato.tenancy.Rows;
import io.merkato.tenancy.TenantContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** In which categories a product stands, and which labels it bears. */
final class ProductPlaces {

    private static final int MOST_CATEGORIES = 250;

    private ProductPlaces() {}

    /** Replaces them; those it stays in keep its position there. Null changes nothing. */
    static void categories(TenantContext tx, Product.Id product, @Nullable List<Category.Id> categories) {
        if (categories == null) {
            return;
        }
        if (categories.size() > MOST_CATEGORIES) {
            throw new Refused(Refusal.of(
                    TOO_LONG,
                    "A product stands in at most " + MOST_CATEGORIES + " categories.",
                    "input",
                    "categoryIds"));
        }
        Referred.categories(tx, categories, "input", "categoryIds");
        tx.sql()
                .deleteFrom(PRODUCT_CATEGORY)
                .where(tx.owns(PRODUCT_CATEGORY))
                .and(PRODUCT_CATEGORY.PRODUCT_ID.eq(product))
                .andNot(Sql.isAny(PRODUCT_CATEGORY.CATEGORY_ID, categories))
                .execute();
        if (!categories.isEmpty()) {
            tx.write(
                    categories.stream().distinct().toList(),
                    each -> List.of("input", "categoryIds", "" + categories.indexOf(each)),
                    some -> Rows.of(some)
                            .with(PRODUCT_CATEGORY.PRODUCT_ID, category -> product)
                            .with(PRODUCT_CATEGORY.CATEGORY_ID, category -> category)
                            .insertInto(tx, PRODUCT_CATEGORY)
                            .onConflictDoNothing()
                            .execute());
        }
    }

    /** Replaces them; null changes nothing. */
    static void labels(TenantContext tx, Product.Id product, @Nullable List<Label.Id> labels) {
        if (labels == null) {
            return;
        }
        tx.sql()
                .deleteFrom(PRODUCT_LABEL)
                .where(tx.owns(PRODUCT_LABEL))
                .and(PRODUCT_LABEL.PRODUCT_ID.eq(product))
                .andNot(Sql.isAny(PRODUCT_LABEL.LABEL_ID, labels))
                .execute();
        if (!labels.isEmpty()) {
            tx.write(
                    labels.stream().distinct().toList(),
                    each -> List.of("input", "labelIds", "" + labels.indexOf(each)),
                    some -> Rows.of(some)
                            .with(PRODUCT_LABEL.PRODUCT_ID, label -> product)
                            .with(PRODUCT_LABEL.LABEL_ID, label -> label)
                            .insertInto(tx, PRODUCT_LABEL)
                            .onConflictDoNothing()
                            .execute());
        }
    }
}
