package io.merkato.catalog;

import java.util.List;

/** One thing in which the variants of a product differ, with the options that occur. */
record ProductAxis(Attribute.Id attributeId, List<AttributeOption> options) {}
