package io.merkato.catalog;

import java.util.Currency;
import java.util.Locale;

/** The language and the currency that product sheets speak; a sheet says nothing of the others. */
public record SheetScope(Locale locale, Currency currency) {}
