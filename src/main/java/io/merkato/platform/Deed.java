package io.merkato.platform;

import io.merkato.api.Actor;
import io.merkato.api.Grant;
import io.merkato.api.TypeId;
import io.merkato.api.Viewer;
import io.merkato.tenancy.Change;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What is to be written down: who did what to which thing, from where. */
record Deed(
        Actor actor,
        Viewer.Origin origin,
        String action,
        String targetType,
        String targetId,
        @Nullable Object before,
        @Nullable Object after) {

    private static final String CONCEALED = "***";
    private static final Pattern SECRET = Pattern.compile(".*(password|secret|token|hash).*", Pattern.CASE_INSENSITIVE);

    static Deed of(Grant grant, String action, Change change) {
        return new Deed(
                grant.viewer().actor(),
                grant.viewer().origin(),
                action,
                type(change.target()),
                change.target().text(),
                conceal(change.before()),
                conceal(change.after()));
    }

    /** {@code Product.Id} identifies a {@code Product}. */
    private static String type(TypeId id) {
        Class<?> type = id.getClass().getEnclosingClass();
        return (type == null ? id.getClass() : type).getSimpleName();
    }

    /** A log that many may read holds no secret, whatever a record carries. */
    private static @Nullable Object conceal(@Nullable Object value) {
        return switch (value) {
            case Map<?, ?> object -> {
                var kept = new TreeMap<String, @Nullable Object>();
                object.forEach((key, member) -> kept.put(
                        key.toString(),
                        member instanceof String
                                        && SECRET.matcher(key.toString()).matches()
                                ? CONCEALED
                                : conceal(member)));
                yield kept;
            }
            case List<?> list -> list.stream().map(Deed::conceal).toList();
            case null, default -> value;
        };
    }
}
