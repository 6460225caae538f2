package io.merkato.catalog;

import java.util.Locale;
import java.util.Map;

/** What a colour of a well-known name looks like. */
final class Swatch {

    private static final String UNKNOWN = "#808080";

    /** The basic colours of CSS and what shops sell besides. */
    private static final Map<String, String> BY_NAME = Map.ofEntries(
            Map.entry("beige", "#f5f5dc"),
            Map.entry("black", "#000000"),
            Map.entry("blue", "#0000ff"),
            Map.entry("brown", "#a52a2a"),
            Map.entry("gold", "#ffd700"),
            Map.entry("gray", "#808080"),
            Map.entry("green", "#008000"),
            Map.entry("grey", "#808080"),
            Map.entry("maroon", "#800000"),
            Map.entry("navy", "#000080"),
            Map.entry("orange", "#ffa500"),
            Map.entry("pink", "#ffc0cb"),
            Map.entry("purple", "#800080"),
            Map.entry("red", "#ff0000"),
            Map.entry("silver", "#c0c0c0"),
            Map.entry("teal", "#008080"),
            Map.entry("white", "#ffffff"),
            Map.entry("yellow", "#ffff00"));

    private Swatch() {}

    static String of(String name) {
        return BY_NAME.getOrDefault(name.toLowerCase(Locale.ROOT), UNKNOWN);
    }
}
