package io.merkato.catalog;

import static io.merkato.jooq.catalog.Tables.REVIEW;
import static org.jooq.impl.DSL.noCondition;

import io.merkato.api.DateTimeRange;
import io.merkato.api.DecimalRange;
import io.merkato.api.IdMatch;
import io.merkato.api.Where;
import java.math.BigDecimal;
import java.util.List;
import org.jooq.Condition;
import org.jooq.Field;
import org.jspecify.annotations.Nullable;

/** Which reviews, as the schema's input of this name says. */
record ReviewWhere(
        @Nullable List<ReviewWhere> and,
        @Nullable List<ReviewWhere> or,
        @Nullable ReviewWhere not,
        @Nullable IdMatch product,
        @Nullable ReviewStatusMatch status,
        @Nullable DecimalRange rating,
        @Nullable DateTimeRange createdAt)
        implements Where<ReviewWhere> {

    @Override
    public Condition own() {
        return noCondition()
                .and(product == null ? noCondition() : product.on(REVIEW.PRODUCT_ID, Product.Id::new))
                .and(status == null ? noCondition() : status.on(REVIEW.STATUS))
                .and(rating == null ? noCondition() : between(rating))
                .and(createdAt == null ? noCondition() : createdAt.on(REVIEW.CREATED_AT));
    }

    private static Condition between(DecimalRange bounds) {
        Field<BigDecimal> stars = REVIEW.RATING.cast(BigDecimal.class);
        return (bounds.min() == null ? noCondition() : stars.ge(bounds.min()))
                .and(bounds.max() == null ? noCondition() : stars.le(bounds.max()));
    }
}
