package io.merkato.catalog;

import java.util.List;

/** A value of type SELECT, with one option, or MULTI_SELECT. */
record OptionValue(Attribute attribute, List<AttributeOption> options) implements AttributeValue {}
