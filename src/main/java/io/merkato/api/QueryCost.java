package io.merkato.api;

import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an operation costs: a scalar nothing, an object 1, a page as often as it is long, a mutation 10 more, each part of a filter beyond the first 10, each full 1 000 characters of
 * a field's arguments, but for a mutation's, 1, and what the schema says by {@code @cost} and {@code @listSize}. Known from the document, its variables and the schema alone; what was
 * really answered is reckoned by the same rule, and each full 1 000 characters of a text cost 1 besides.
 */
public final class QueryCost {

    static final int MUTATION = 10;
    static final int PART_OF_A_FILTER = 10;

    /** To read the schema, or a type of it, however much of that: many thousand objects, and as much as every plan lets an operation cost. */
    static final int SCHEMA = 98;

    /** So many characters cost 1: of a text, once it is there, and of a field's arguments. */
    static final int LONG_TEXT = 1_000;

    /** No figure goes beyond, however large the numbers in a document are. */
    static final long MOST = 1_000_000_000;

    private final Part operation;
    private final boolean mutation;
    private final long requested;

    /**
     * What stands in an answer under one name.
     *
     * @param once whatever the answer is
     * @param times how many objects there are at most, or by estimate where a list names no size
     */
    record Part(int once, int times, Map<String, Part> parts) {

        long requested() {
            long each = 1;
            for (Part part : parts.values()) {
                each = Math.min(MOST, each + part.requested());
            }
            return Math.min(MOST, once + times * each);
        }

        /** How many parts it is, with all that stand beneath. */
        int size() {
            int size = 1;
            for (Part part : parts.values()) {
                size += part.size();
            }
            return size;
        }

        long answered(@Nullable Object value) {
            return once + objects(value);
        }

        private long objects(@Nullable Object value) {
            long cost = 0;
            if (value instanceof Collection<?> list) {
                for (Object each : list) {
                    cost += each == null ? 1 : objects(each);
                }
            } else if (value instanceof Map<?, ?> object) {
                cost = 1;
                for (Map.Entry<?, ?> member : object.entrySet()) {
                    if (!parts.containsKey(String.valueOf(member.getKey()))) {
                        cost += texts(member.getValue());
                    }
                }
                for (Map.Entry<String, Part> part : parts.entrySet()) {
                    cost += part.getValue().answered(object.get(part.getKey()));
                }
            }
            return cost;
        }

        private static long texts(@Nullable Object value) {
            return switch (value) {
                case String text -> text.length() / LONG_TEXT;
                case Collection<?> list -> list.stream().mapToLong(Part::texts).sum();
                case Map<?, ?> json -> texts(json.values());
                case null, default -> 0;
            };
        }
    }

    QueryCost(Part operation, boolean mutation) {
        this.operation = operation;
        this.mutation = mutation;
        this.requested = operation.requested();
    }

    /** About as many bytes as it takes. */
    int weight() {
        return 100 + 250 * operation.size();
    }

    public boolean isMutation() {
        return mutation;
    }

    /** The most that it may come to; lists that name no size are estimated. */
    public long requested() {
        return requested;
    }

    /** @param data of the answer; null where there was none */
    public long actual(@Nullable Object data) {
        return data instanceof FilledData known ? known.cost(this) : counted(data);
    }

    long counted(@Nullable Object data) {
        return Math.max(1, operation.answered(data) + foundNothing(data));
    }

    /** How many fields of the root were looked for, each by itself, and came to nothing. */
    private long foundNothing(@Nullable Object data) {
        long nothing = 0;
        if (data instanceof Map<?, ?> object) {
            for (Map.Entry<String, Part> part : operation.parts.entrySet()) {
                Object found = object.get(part.getKey());
                if (part.getValue().times > 0
                        && (found == null || found instanceof Collection<?> list && list.isEmpty())) {
                    nothing++;
                }
            }
        }
        return nothing;
    }
}
