package io.merkato.catalog;

import io.merkato.api.Given;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An attribute's place in a set. */
record AttributePlaceInput(
        Attribute.Id attributeId,
        @Nullable AttributeLevel level,
        @Nullable Boolean required,
        @Nullable Boolean axis) {

    AttributePlace place(@Nullable String group, int position, String... at) {
        AttributeLevel where = Given.isTrue(axis) ? AttributeLevel.VARIANT : Given.or(level, AttributeLevel.PRODUCT);
        return new AttributePlace(
                attributeId, group, position, where, Given.isTrue(required), Given.isTrue(axis), List.of(at));
    }
}
