package io.merkato.catalog;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Slugs made of names: what is named alike is mug, mug-2, mug-3. */
final class FreeSlug {

    private static final int AT_ONCE = 50;
    private static final int LONGEST = 200;

    private FreeSlug() {}

    /**
     * @param taken which of some slugs are not free
     * @param insert with a slug; empty where somebody took it meanwhile
     */
    static <T> T insert(String made, Function<List<String>, Set<String>> taken, Function<String, Optional<T>> insert) {
        for (int from = 1; ; from += AT_ONCE) {
            List<String> slugs = IntStream.range(from, from + AT_ONCE)
                    .mapToObj(i -> numbered(made, "-", i))
                    .toList();
            Set<String> gone = taken.apply(slugs);
            for (String slug : slugs) {
                Optional<T> inserted = gone.contains(slug) ? Optional.empty() : insert.apply(slug);
                if (inserted.isPresent()) {
                    return inserted.get();
                }
            }
        }
    }

    /** The first that is not taken, which it is then. */
    static String take(Set<String> taken, String made, String hyphen) {
        return IntStream.iterate(1, i -> i + 1)
                .mapToObj(i -> numbered(made, hyphen, i))
                .filter(taken::add)
                .findFirst()
                .orElseThrow();
    }

    private static String numbered(String made, String hyphen, int i) {
        String number = hyphen + i;
        return i == 1 ? made : made.substring(0, Math.min(made.length(), LONGEST - number.length())) + number;
    }
}
