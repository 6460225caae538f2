package io.merkato.tenancy;

import io.merkato.api.Json;
import io.merkato.api.TypeId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a mutation changed, for the audit log, as maps, lists, texts and numbers. Of a thing that was there before and
 * after, only what differs: neither its version nor the time of the change, which say no more than the entry itself.
 *
 * @param before null for what it created
 * @param after null for what it deleted
 */
public record Change(
        Kind kind,
        TypeId target,
        @Nullable Object before,
        @Nullable Object after) {

    /** A thing that is deleted can be restored until it is purged. */
    public enum Kind {
        CREATED,
        CHANGED,
        DELETED,
        RESTORED,
        PURGED
    }

    private static final Set<String> COUNTED = Set.of("version", "updatedAt");

    public static Change of(Kind kind, TypeId target, @Nullable Object before, @Nullable Object after) {
        Object then = Json.value(Json.of(before));
        Object now = Json.value(Json.of(after));
        return then instanceof Map<?, ?> old && now instanceof Map<?, ?> young
                ? new Change(kind, target, without(old, young), without(young, old))
                : new Change(kind, target, then, now);
    }

    /** Whether the thing is as it was. */
    boolean isNone() {
        return Objects.equals(before, after);
    }

    /** What the one says and the other does not. */
    private static Map<String, @Nullable Object> without(Map<?, ?> one, Map<?, ?> other) {
        var rest = new LinkedHashMap<String, @Nullable Object>();
        one.forEach((key, value) -> {
            Object there = other.get(key);
            if (COUNTED.contains(key.toString()) || (Objects.equals(value, there) && other.containsKey(key))) {
                return;
            }
            if (value instanceof Map<?, ?> object && there instanceof Map<?, ?> counterpart) {
                Map<String, @Nullable Object> inner = without(object, counterpart);
                if (!inner.isEmpty()) {
                    rest.put(key.toString(), inner);
                }
            } else {
                rest.put(key.toString(), value);
            }
        });
        return rest;
    }
}
