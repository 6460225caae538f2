package io.merkato.catalog;

import java.util.Locale;

/** The texts of a brand in one language. */
record BrandTranslation(Locale locale, String description) {}
