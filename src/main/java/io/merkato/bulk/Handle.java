package io.merkato.bulk;

import io.merkato.catalog.Slug;
import java.util.regex.Pattern;

/** A product's handle as it stands in its address. */
final class Handle {

    private static final Pattern FIT = Pattern.compile("[^\\s/?#\\p{Cntrl}\uFFFD]{1,200}");

    private Handle() {}

    /** As it stands in the file, its letters composed, when it can be part of an address, else made from it; blank when nothing of it can be. */
    static String of(String text) {
        return FIT.matcher(text).matches() ? Slug.composed(text) : Slug.of(text);
    }
}
