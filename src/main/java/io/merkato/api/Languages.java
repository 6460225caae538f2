package io.merkato.api;

import java.util.Locale;
import java.util.regex.Pattern;

/** Languages that words are kept in: with or without a script and a region. */
public final class Languages {

    private static final Pattern KEPT = Pattern.compile("[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?");

    private Languages() {}

    /** Whether the tables take it: it has no variants and extensions. */
    public static boolean isKept(Locale locale) {
        return KEPT.matcher(locale.toLanguageTag()).matches();
    }
}
