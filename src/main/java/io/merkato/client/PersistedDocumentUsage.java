package io.merkato.client;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How much one version of an application used a document; null stands for all that are not counted one by one. */
record PersistedDocumentUsage(@Nullable String version, long uses, Instant lastUsedAt) {}
