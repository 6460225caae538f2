package io.merkato.catalog;

import org.jspecify.annotations.Nullable;

/**
 * An attribute's place in an attribute set.
 *
 * @param groupId of the heading it stands under; null for none
 * @param axis whether variants differ in it
 */
record AttributeAssignment(
        Attribute attribute,
        AttributeGroup.@Nullable Id groupId,
        AttributeLevel level,
        boolean required,
        boolean axis) {}
