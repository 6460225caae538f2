package io.merkato.catalog;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Names made fit for addresses and codes. */
public final class Slug {

    private static final Pattern ACCENTS = Pattern.compile("[\\p{InCombiningDiacriticalMarks}\uFFFD]+");
    private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{L}\\p{M}\\p{N}]+");

    private Slug() {}

    /** Lower case, without accents, words joined by hyphens; any script. Blank when the name has neither letter nor digit. */
    public static String of(String name) {
        String plain = ACCENTS.matcher(Normalizer.normalize(name, Normalizer.Form.NFKD))
                .replaceAll("");
        String joined = BETWEEN_WORDS
                .matcher(plain.toLowerCase(Locale.ROOT))
                .replaceAll("-")
                .replaceAll("^-+|-+$", "");
        int end = Math.min(joined.length(), 190);
        return composed(
                joined.substring(0, end > 0 && Character.isHighSurrogate(joined.charAt(end - 1)) ? end - 1 : end));
    }

    /** Latin letters, digits and underscores, at most 50; what cannot be told so is told by a number. */
    static String code(String name) {
        String words = of(name).replaceAll("[^a-z0-9]+", "_").replaceAll("^_+|_+$", "");
        return words.length() > 50 || words.isEmpty() ? "x" + digest(name) : words;
    }

    /** As it is kept: without spaces about it, and in its one form. */
    static String given(String slug) {
        return composed(slug.strip());
    }

    /** The one form that slugs have: ガ is one character, as people write it, and not カ and its mark. */
    public static String composed(String slug) {
        return Normalizer.normalize(slug, Normalizer.Form.NFC);
    }

    /** The slug given, else one made of the name. */
    static String given(@Nullable String slug, String name) {
        if (slug != null) {
            return given(slug);
        }
        String made = of(name);
        return made.isEmpty() ? digest(name) : made;
    }

    /** Tells names apart whose slugs are the same. */
    static String digest(String name) {
        return "%08x".formatted(name.toLowerCase(Locale.ROOT).hashCode());
    }
}
