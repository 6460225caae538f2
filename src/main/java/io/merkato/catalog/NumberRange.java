package io.merkato.catalog;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** The lowest and the highest of some numbers, in the attribute's unit. */
record NumberRange(BigDecimal min, BigDecimal max, @Nullable String unit) {

    /** From the numbers that {@code catalog.product_facet} orders by: whole ones, or millionths. */
    static NumberRange of(Attribute attribute, long least, long greatest) {
        return new NumberRange(number(attribute, least), number(attribute, greatest), attribute.unit());
    }

    private static BigDecimal number(Attribute attribute, long stored) {
        if (attribute.type() == AttributeType.INTEGER) {
            return BigDecimal.valueOf(stored);
        }
        BigDecimal stripped = BigDecimal.valueOf(stored, 6).stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }
}
