package io.merkato.catalog;

import java.time.LocalDate;

/** A value of type DATE. */
record DateValue(Attribute attribute, LocalDate date) implements AttributeValue {}
