package io.merkato.catalog;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The texts of an attribute in one language. */
record AttributeTranslation(
        Locale locale, @Nullable String label, @Nullable String description) {

    static List<AttributeTranslation> of(Attribute attribute) {
        return Stream.of(attribute.labels(), attribute.descriptions())
                .flatMap(text -> text.byLocale().keySet().stream())
                .distinct()
                .sorted()
                .map(tag -> new AttributeTranslation(
                        Locale.forLanguageTag(tag),
                        attribute.labels().byLocale().get(tag),
                        attribute.descriptions().byLocale().get(tag)))
                .toList();
    }
}
