package io.merkato.catalog;

import org.jspecify.annotations.Nullable;

/**
 * A file that a customer downloads after buying.
 *
 * @param maxDownloads null without limit
 * @param validDays after buying; null without limit
 */
record ProductDownload(
        String name,
        String url,
        @Nullable String mimeType,
        @Nullable Long bytes,
        @Nullable Integer maxDownloads,
        @Nullable Integer validDays) {}
