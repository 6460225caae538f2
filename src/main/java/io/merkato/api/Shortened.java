package io.merkato.api;

/** Texts that are told again, no longer than somebody reads. No character is cut in half: nothing that is strict would take what is left of it. */
public final class Shortened {

    private Shortened() {}

    /** The beginning, at most so many {@code char}s; the whole where it is no longer. */
    public static String start(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        return text.substring(0, most - (Character.isHighSurrogate(text.charAt(most - 1)) ? 1 : 0));
    }

    /** The end, as {@link #start} the beginning. */
    public static String end(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        int from = text.length() - most;
        return text.substring(from + (Character.isLowSurrogate(text.charAt(from)) ? 1 : 0));
    }
}
