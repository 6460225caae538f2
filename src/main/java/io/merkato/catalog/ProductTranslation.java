package io.merkato.catalog;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The texts of a product in one language. */
record ProductTranslation(
        Locale locale,
        String name,
        @Nullable String slug,
        @Nullable String description,
        @Nullable String seoTitle,
        @Nullable String seoDescription) {}
