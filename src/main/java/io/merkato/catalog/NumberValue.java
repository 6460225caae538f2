package io.merkato.catalog;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** A value of type INTEGER, DECIMAL or MEASURE. */
record NumberValue(Attribute attribute, BigDecimal number) implements AttributeValue {

    public @Nullable String unit() {
        return attribute.unit();
    }

    public String display() {
        return attribute.unit() == null ? number.toPlainString() : number.toPlainString() + ' ' + attribute.unit();
    }
}
