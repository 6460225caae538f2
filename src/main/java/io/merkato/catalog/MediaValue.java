package io.merkato.catalog;

/** A value of type MEDIA. */
record MediaValue(Attribute attribute, Media media) implements AttributeValue {}
