package io.merkato.catalog;

import java.util.Locale;

/** A name in one language. */
record LabelTranslation(Locale locale, String label) {}
