package io.merkato.catalog;

import java.util.Locale;

/** The alternative text of a medium in one language. */
record MediaTranslation(Locale locale, String alt) {}
