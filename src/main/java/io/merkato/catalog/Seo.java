package io.merkato.catalog;

import org.jspecify.annotations.Nullable;

/** What search engines show of a page. */
record Seo(String title, @Nullable String description) {}
