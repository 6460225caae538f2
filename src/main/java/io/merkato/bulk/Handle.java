package io.merkato.bulk;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/** A product's handle as it stands in its address. */
final class Handle {

    private static final Pattern FIT = Pattern.compile("[^\\s/?#\\p{Cntrl}\uFFFD]{1,200}");
    private static final Pattern UNFIT = Pattern.compile("[^\\p{L}\\p{M}\\p{N}]+");

    private Handle() {}

    /** As it stands in the file when it can be part of an address, else made from it; blank when nothing of it can be. */
    static String of(String text) {
        return FIT.matcher(text).matches() ? text : made(text);
    }

    /** From a title: lower case, without accents, words joined by hyphens. */
    static String made(String title) {
        String plain = Normalizer.normalize(title, Normalizer.Form.NFKD)
                .replaceAll("[\\p{InCombiningDiacriticalMarks}\uFFFD]+", "");
        String joined =
                UNFIT.matcher(plain.toLowerCase(Locale.ROOT)).replaceAll("-").replaceAll("^-+|-+$", "");
        int end = Math.min(joined.length(), 200);
        return joined.substring(0, end > 0 && Character.isHighSurrogate(joined.charAt(end - 1)) ? end - 1 : end);
    }
}
