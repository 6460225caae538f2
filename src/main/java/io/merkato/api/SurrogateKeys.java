package io.merkato.api;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** By what a content delivery network can be told to forget an answer: what it is about, and the ids that stand in it, those at its top first. */
final class SurrogateKeys {

    static final String HEADER = "Surrogate-Key";

    private static final int MOST_IDS = 25;
    private static final Pattern ID = Pattern.compile("[a-z][a-z_]{0,62}_[0-7][0-9a-hjkmnp-tv-z]{25}");

    private SurrogateKeys() {}

    static String of(List<String> about, @Nullable Object data) {
        return data instanceof FilledData known ? known.surrogateKeys(about) : gathered(about, data);
    }

    static String gathered(List<String> about, @Nullable Object data) {
        SequencedSet<String> keys = new LinkedHashSet<>(about);
        int most = keys.size() + MOST_IDS;
        List<Object> level = data == null ? List.of() : List.of(data);
        while (!level.isEmpty() && keys.size() < most) {
            var below = new ArrayList<>();
            for (Object each : level) {
                if (each instanceof String text) {
                    if (keys.size() < most
                            && text.length() < 100
                            && ID.matcher(text).matches()) {
                        keys.add(text);
                    }
                } else if (each instanceof Map<?, ?> object) {
                    object.values().forEach(value -> addTo(below, value));
                }
            }
            level = below;
        }
        return String.join(" ", keys);
    }

    /** What stands in a list stands where the list does. */
    private static void addTo(List<Object> level, @Nullable Object value) {
        if (value instanceof Collection<?> list) {
            list.forEach(each -> addTo(level, each));
        } else if (value != null) {
            level.add(value);
        }
    }
}
