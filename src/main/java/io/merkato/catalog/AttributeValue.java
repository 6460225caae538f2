package io.merkato.catalog;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The value of an attribute, as plain text and in a member for each sort of value. */
sealed interface AttributeValue
        permits TextValue,
                RichTextValue,
                NumberValue,
                BooleanValue,
                DateValue,
                DateTimeValue,
                OptionValue,
                ColourValue,
                MediaValue,
                ReferenceValue {

    Attribute attribute();

    /** Those of the attributes with these codes; all where there are no codes. */
    static List<AttributeValue> only(@Nullable List<String> codes, List<AttributeValue> values) {
        return codes == null
                ? values
                : values.stream()
                        .filter(value -> codes.contains(value.attribute().code()))
                        .toList();
    }
}
