package io.merkato.tenancy;

import io.merkato.api.TypeId;
import org.jspecify.annotations.Nullable;

/**
 * What a mutation changed, for the audit log.
 *
 * @param before null for what it created
 * @param after null for what it deleted
 */
public record Change(
        TypeId target, @Nullable Object before, @Nullable Object after) {}
