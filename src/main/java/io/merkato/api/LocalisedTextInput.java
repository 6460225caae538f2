package io.merkato.api;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One language of a text to set. */
public record LocalisedTextInput(Locale locale, String text) {

    /** The later of two texts in one language counts. */
    public static LocalisedText text(@Nullable List<LocalisedTextInput> texts) {
        var byLocale = new LinkedHashMap<String, String>();
        if (texts != null) {
            texts.forEach(each -> byLocale.put(each.locale.toLanguageTag(), each.text.strip()));
        }
        byLocale.values().removeIf(String::isEmpty);
        return new LocalisedText(byLocale);
    }

    /** What stands already, where the input says nothing. */
    public static LocalisedText textOr(@Nullable List<LocalisedTextInput> texts, LocalisedText otherwise) {
        return texts == null ? otherwise : text(texts);
    }
}
