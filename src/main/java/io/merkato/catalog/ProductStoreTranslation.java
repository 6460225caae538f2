package io.merkato.catalog;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A store's own texts for a product in one language; null is as for all stores. */
record ProductStoreTranslation(
        Locale locale,
        @Nullable String name,
        @Nullable String description,
        @Nullable String seoTitle,
        @Nullable String seoDescription) {}
