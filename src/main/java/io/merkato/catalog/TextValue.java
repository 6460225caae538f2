package io.merkato.catalog;

import java.util.List;

/** A value of type TEXT. */
record TextValue(Attribute attribute, String text, List<TextTranslation> translations) implements AttributeValue {

    public String display() {
        return text;
    }
}
