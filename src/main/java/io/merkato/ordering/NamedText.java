package io.merkato.ordering;

import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.api.UserErrorCode;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** A word and what is said for it: a colour, an engraving. */
public record NamedText(String name, String value) {

    private static final int LONGEST_NAME = 50;
    private static final int LONGEST_VALUE = 500;

    /** In the order of the map. */
    public static List<NamedText> of(Map<String, String> texts) {
        return texts.entrySet().stream()
                .map(text -> new NamedText(text.getKey(), text.getValue()))
                .toList();
    }

    void check(String... path) {
        check(name, LONGEST_NAME, "name", path);
        check(value, LONGEST_VALUE, "value", path);
    }

    /** Of both, in characters. */
    int length() {
        return length(name) + length(value);
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    private static void check(String text, int longest, String field, String... path) {
        boolean blank = text.isBlank();
        if (blank || length(text) > longest) {
            String[] below = Arrays.copyOf(path, path.length + 1);
            below[path.length] = field;
            throw new Refused(Refusal.of(
                    blank ? UserErrorCode.INVALID : UserErrorCode.TOO_LONG,
                    "This has 1 to " + longest + " characters, not all of them blank.",
                    below));
        }
    }
}
