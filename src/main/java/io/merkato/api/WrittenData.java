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

/** An answer's data as it is written, but for what is {@link ReadAnew}, whose places are left open. It is shared and never changes. */
public final class WrittenData {

    /** Around the number of a place. JSON has it nowhere: in its texts it is escaped. */
    private static final String MARK = "\0";

    private final JsonMapper json;
    private final List<SerializedString> pieces;
    /** Which place lies behind each piece but the last. */
    private final List<Integer> places;

    /** What it cost, once that was reckoned: always the same, as it belongs to one operation with its variables. */
    private volatile long cost;

    private WrittenData(JsonMapper json, List<SerializedString> pieces, List<Integer> places) {
        this.json = json;
        this.pieces = pieces;
        this.places = places;
    }

    /** @param places paths of names, and of places in lists, that are in the data */
    public static WrittenData of(JsonMapper json, Map<String, Object> data, List<List<Object>> places) {
        var open = new Copy(data);
        for (int i = 0; i < places.size(); i++) {
            open.put(places.get(i), new RawValue(MARK + i + MARK));
        }
        String[] parts = json.writeValueAsString(open.root).split(MARK, -1);
        var pieces = new ArrayList<SerializedString>();
        var order = new ArrayList<Integer>();
        for (int i = 0; i < parts.length; i++) {
            if (i % 2 == 0) {
                pieces.add(new SerializedString(parts[i]));
            } else {
                order.add(Integer.valueOf(parts[i]));
            }
        }
        return new WrittenData(json, List.copyOf(pieces), List.copyOf(order));
    }

    /** @param values one for each place */
    FilledData filled(List<? extends @Nullable Object> values) {
        var texts = new ArrayList<String>(places.size());
        for (int place : places) {
            texts.add(json.writeValueAsString(values.get(place)));
        }
        return new FilledData(this, texts);
    }

    JsonMapper json() {
        return json;
    }

    List<SerializedString> pieces() {
        return pieces;
    }

    /** @param actual of this data however its places are filled */
    long cost(QueryCost actual, Map<?, ?> data) {
        if (cost == 0) {
            cost = actual.counted(data);
        }
        return cost;
    }

    /** About as many bytes as it takes: its text, and once more as it is sent. */
    public long weight() {
        return 200
                + 150L * pieces.size()
                + pieces.stream().mapToLong(piece -> 3L * piece.charLength()).sum();
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
