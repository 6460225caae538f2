package io.merkato.catalog;

import static io.merkato.jooq.catalog.Tables.PRODUCT_RATING;
import static io.merkato.jooq.catalog.Tables.REVIEW;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.selectOne;

import io.merkato.api.Connection;
import io.merkato.api.PageArgs;
import io.merkato.api.Pages;
import io.merkato.api.Sql;
import io.merkato.tenancy.PageOfEach;
import io.merkato.tenancy.TenantContext;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jooq.Condition;
import org.jooq.Record;
import org.jooq.SelectField;
import org.jooq.SortField;
import org.springframework.stereotype.Repository;

/** Reviews, and their sum for each product. */
@Repository
class ReviewRepository {

    static final List<SelectField<?>> FIELDS = List.of(
            REVIEW.ID,
            REVIEW.PRODUCT_ID,
            REVIEW.RATING,
            REVIEW.TITLE,
            REVIEW.BODY,
            REVIEW.AUTHOR_NAME,
            REVIEW.STATUS,
            REVIEW.REASON,
            REVIEW.MODERATED_AT,
            REVIEW.VERSION,
            REVIEW.CREATED_AT);
    private static final List<SortField<?>> NEWEST_FIRST = List.of(REVIEW.CREATED_AT.desc(), REVIEW.ID.desc());

    private final Pages pages;

    ReviewRepository(Pages pages) {
        this.pages = pages;
    }

    static Review review(Record row) {
        return new Review(
                row.get(REVIEW.ID),
                row.get(REVIEW.PRODUCT_ID),
                row.get(REVIEW.RATING),
                row.get(REVIEW.TITLE),
                row.get(REVIEW.BODY),
                row.get(REVIEW.AUTHOR_NAME),
                row.get(REVIEW.STATUS),
                row.get(REVIEW.REASON),
                row.get(REVIEW.MODERATED_AT),
                row.get(REVIEW.VERSION),
                row.get(REVIEW.CREATED_AT));
    }

    /** @param all whether those that are not approved are seen too */
    Map<Review.Id, Review> byId(TenantContext tenant, boolean all, Collection<Review.Id> ids) {
        return tenant.sql()
                .select(FIELDS)
                .from(REVIEW)
                .where(tenant.owns(REVIEW))
                .and(shown(all))
                .and(Sql.isAny(REVIEW.ID, ids))
                .fetchMap(REVIEW.ID, ReviewRepository::review);
    }

    Connection<Review> page(TenantContext tenant, Condition which, PageArgs page) {
        return pages.fetch(
                        tenant.id() + " reviews",
                        tenant.sql()
                                .select(FIELDS)
                                .from(REVIEW)
                                .where(tenant.owns(REVIEW))
                                .and(which),
                        NEWEST_FIRST,
                        page,
                        ReviewRepository::review)
                .counted(
                        tenant.sql(),
                        selectOne().from(REVIEW).where(tenant.owns(REVIEW)).and(which));
    }

    Map<Product.Id, Connection<Review>> pageOf(
            TenantContext tenant, boolean all, Collection<Product.Id> products, PageArgs args) {
        return each(tenant, all).fetch(products, FIELDS, args, ReviewRepository::review);
    }

    Map<Product.Id, Integer> countOf(TenantContext tenant, boolean all, Collection<Product.Id> products) {
        return each(tenant, all).count(products);
    }

    private PageOfEach<Product.Id, Review.Id> each(TenantContext tenant, boolean all) {
        return new PageOfEach<>(
                tenant, pages, "reviews", REVIEW, REVIEW.PRODUCT_ID, REVIEW.ID, NEWEST_FIRST, shown(all));
    }

    private static Condition shown(boolean all) {
        return all ? noCondition() : REVIEW.STATUS.eq(ReviewStatus.APPROVED);
    }

    Map<Product.Id, Rating> ratingOf(TenantContext tenant, Collection<Product.Id> products) {
        return tenant.sql()
                .select(
                        PRODUCT_RATING.PRODUCT_ID,
                        PRODUCT_RATING.ONE_STAR,
                        PRODUCT_RATING.TWO_STARS,
                        PRODUCT_RATING.THREE_STARS,
                        PRODUCT_RATING.FOUR_STARS,
                        PRODUCT_RATING.FIVE_STARS)
                .from(PRODUCT_RATING)
                .where(tenant.owns(PRODUCT_RATING))
                .and(Sql.isAny(PRODUCT_RATING.PRODUCT_ID, products))
                .fetchMap(
                        PRODUCT_RATING.PRODUCT_ID,
                        row -> Rating.of(row.value2(), row.value3(), row.value4(), row.value5(), row.value6()));
    }
}
