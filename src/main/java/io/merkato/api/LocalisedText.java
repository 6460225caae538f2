package io.merkato.api;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** A text in several languages, by BCP 47 tag. */
public record LocalisedText(@JsonValue Map<String, String> byLocale) {

    public static final LocalisedText EMPTY = new LocalisedText(Map.of());

    public LocalisedText {
        byLocale = Map.copyOf(byLocale);
    }

    public static LocalisedText of(Locale locale, String text) {
        return new LocalisedText(Map.of(locale.toLanguageTag(), text));
    }

    /** In the first of these languages that has it, else in any; null where there is none at all. */
    public @Nullable String in(List<Locale> languages) {
        for (Locale language : languages) {
            String text = byLocale.get(language.toLanguageTag());
            if (text == null) {
                text = byLocale.get(language.getLanguage());
            }
            if (text != null) {
                return text;
            }
        }
        return byLocale.isEmpty() ? null : new TreeMap<>(byLocale).firstEntry().getValue();
    }

    /** One of these for each language, in the order of their tags. */
    public <T> List<T> each(BiFunction<Locale, String, T> translation) {
        return new TreeMap<>(byLocale)
                .entrySet().stream()
                        .map(text -> translation.apply(Locale.forLanguageTag(text.getKey()), text.getValue()))
                        .toList();
    }

    public String inOr(List<Locale> languages, String otherwise) {
        String text = in(languages);
        return text == null ? otherwise : text;
    }
}
