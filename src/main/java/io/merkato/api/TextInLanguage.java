package io.merkato.api;

import java.util.Locale;

/** One language of a {@link LocalisedText}. */
public record TextInLanguage(Locale locale, String text) {}
