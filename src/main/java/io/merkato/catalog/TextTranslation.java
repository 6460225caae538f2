package io.merkato.catalog;

import java.util.Locale;

/** A value of an attribute in one language. */
record TextTranslation(Locale locale, String text) {}
