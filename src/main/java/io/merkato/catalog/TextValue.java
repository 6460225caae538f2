package io.merkato.catalog;

/** A value of type TEXT. */
record TextValue(Attribute attribute, String text) implements AttributeValue {

    public String display() {
        return text;
    }
}
