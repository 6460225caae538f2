package io.merkato.catalog;

import io.merkato.api.LocalisedText;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The texts of a category in one language. */
record CategoryTranslation(
        Locale locale,
        @Nullable String name,
        @Nullable String description,
        @Nullable String seoTitle,
        @Nullable String seoDescription) {

    static List<CategoryTranslation> of(Category category) {
        LocalisedText descriptions = SafeHtml.of(category.descriptions());
        return Stream.of(category.names(), descriptions, category.seoTitles(), category.seoDescriptions())
                .flatMap(text -> text.byLocale().keySet().stream())
                .distinct()
                .sorted()
                .map(tag -> new CategoryTranslation(
                        Locale.forLanguageTag(tag),
                        category.names().byLocale().get(tag),
                        descriptions.byLocale().get(tag),
                        category.seoTitles().byLocale().get(tag),
                        category.seoDescriptions().byLocale().get(tag)))
                .toList();
    }
}
