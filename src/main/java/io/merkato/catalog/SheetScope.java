package io.merkato.catalog;

import java.util.Currency;
import java.util.Locale;
import java.util.regex.Pattern;

/** The language and the currency that product sheets speak; a sheet says nothing of the others. */
public record SheetScope(Locale locale, Currency currency) {

    private static final Pattern LANGUAGE = Pattern.compile("[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?");

    /** Whether products can be in this language, as their table has it: without variants and extensions. */
    public static boolean isLanguage(Locale locale) {
        return LANGUAGE.matcher(locale.toLanguageTag()).matches();
    }
}
