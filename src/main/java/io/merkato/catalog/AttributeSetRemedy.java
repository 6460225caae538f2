package io.merkato.catalog;

/** What to do about products that a changed attribute set does not fit. */
enum AttributeSetRemedy {
    REMOVE_VALUES,
    UNPUBLISH
}
