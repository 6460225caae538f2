package io.merkato.catalog;

/** A value of type BOOLEAN. */
record BooleanValue(Attribute attribute, boolean flag) implements AttributeValue {}
