package io.merkato.catalog;

import static io.merkato.jooq.catalog.Tables.MEDIA;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A value to set; exactly one member is there, the one that the attribute's type takes. */
record AttributeDataInput(
        @Nullable String text,
        @Nullable BigDecimal number,
        @Nullable Boolean flag,
        @Nullable LocalDate date,
        @Nullable Instant dateTime,
        @Nullable List<String> options,
        Media.@Nullable Id media,
        Product.@Nullable Id product,
        Category.@Nullable Id category) {

    boolean fits(AttributeType type) {
        return switch (type) {
            case TEXT, RICH_TEXT -> text != null;
            case INTEGER, DECIMAL, MEASURE -> number != null;
            case BOOLEAN -> flag != null;
            case DATE -> date != null;
            case DATE_TIME -> dateTime != null;
            case SELECT, COLOUR -> options != null && options.size() == 1;
            case MULTI_SELECT -> options != null;
            case MEDIA -> media != null;
            case PRODUCT_REFERENCE -> product != null;
            case CATEGORY_REFERENCE -> category != null;
        };
    }
}
