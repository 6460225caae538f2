package io.merkato.api;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.io.SerializedString;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.util.RawValue;

/** An answer's data as it is written, but for what is {@link ReadAnew}, which is left open. It is shared, and always the same. */
public final class WrittenData {

    /** Around the number of what is left open. JSON has it nowhere: in its texts it is escaped. */
    private static final String MARK = "\0";

    private final JsonMapper json;
    private final List<SerializedString> pieces;
    /** What belongs behind each piece but the last, by its number. */
    private final List<Integer> open;

    /** Both follow from the answer, and are found when they are first asked for. What is left open, a flag or a number, changes neither. */
    private volatile long cost;

    private volatile @Nullable String surrogateKeys;

    private WrittenData(JsonMapper json, List<SerializedString> pieces, List<Integer> open) {
        this.json = json;
        this.pieces = pieces;
        this.open = open;
    }

    /**
     * @param open paths in the data to what is left open: names, and indexes of lists
     * @throws IllegalArgumentException where a text cannot be written in UTF-8
     */
    public static WrittenData of(JsonMapper json, Map<String, Object> data, List<List<Object>> open) {
        var marked = new Copy(data);
        for (int i = 0; i < open.size(); i++) {
            marked.put(open.get(i), new RawValue(MARK + i + MARK));
        }
        String[] parts = json.writeValueAsString(marked.root).split(MARK, -1);
        var pieces = new ArrayList<SerializedString>();
        var order = new ArrayList<Integer>();
        for (int i = 0; i < parts.length; i++) {
            if (i % 2 == 0) {
                var piece = new SerializedString(parts[i]);
                piece.asUnquotedUTF8();
                pieces.add(piece);
            } else {
                order.add(Integer.valueOf(parts[i]));
            }
        }
        return new WrittenData(json, List.copyOf(pieces), List.copyOf(order));
    }

    /** @param values one for each path that was left open, in the same order */
    FilledData filled(List<? extends @Nullable Object> values) {
        var texts = new ArrayList<String>(open.size());
        for (int number : open) {
            texts.add(json.writeValueAsString(values.get(number)));
        }
        return new FilledData(this, texts);
    }

    JsonMapper json() {
        return json;
    }

    List<SerializedString> pieces() {
        return pieces;
    }

    /** What the operation that it answers has cost. */
    long cost(QueryCost rule, Map<?, ?> data) {
        if (cost == 0) {
            cost = rule.counted(data);
        }
        return cost;
    }

    /** @param about always the same */
    String surrogateKeys(List<String> about, Map<?, ?> data) {
        String known = surrogateKeys;
        if (known == null) {
            known = SurrogateKeys.gathered(about, data);
            surrogateKeys = known;
        }
        return known;
    }

    /** About as many bytes as it takes: its text, and once more as it is sent. */
    public long weight() {
        return 200
                + pieces.stream()
                        .mapToLong(piece -> 150 + 2L * piece.charLength() + piece.asUnquotedUTF8().length)
                        .sum();
    }

    /** Of data that its first caller is still given; what nothing is put into stays the same object. */
    private static final class Copy {

        private final Map<String, Object> root;
        private final Set<Object> own = Collections.newSetFromMap(new IdentityHashMap<>());

        Copy(Map<String, Object> data) {
            this.root = new LinkedHashMap<>(data);
        }

        void put(List<Object> path, Object value) {
            Object place = root;
            for (Object step : path.subList(0, path.size() - 1)) {
                place = own(place, step);
            }
            set(place, path.getLast(), value);
        }

        private Object own(Object parent, Object step) {
            Object child = requireNonNull(
                    parent instanceof List<?> list ? list.get((Integer) step) : ((Map<?, ?>) parent).get(step));
            if (own.contains(child)) {
                return child;
            }
            Object copy =
                    child instanceof List<?> list ? new ArrayList<>(list) : new LinkedHashMap<>((Map<?, ?>) child);
            own.add(copy);
            set(parent, step, copy);
            return copy;
        }

        @SuppressWarnings("unchecked") // a copy of our own
        private static void set(Object parent, Object step, Object value) {
            if (parent instanceof List<?> list) {
                ((List<Object>) list).set((Integer) step, value);
            } else {
                ((Map<Object, Object>) parent).put(step, value);
            }
        }
    }
}
