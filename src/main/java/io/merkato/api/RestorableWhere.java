package io.merkato.api;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A filter of what can be had back for a time after it was deleted, and is left out unless the filter asks for it. */
public interface RestorableWhere<W extends RestorableWhere<W>> {

    @Nullable
    List<W> and();

    @Nullable
    List<W> or();

    @Nullable
    W not();

    /** Whether it was deleted; null says nothing of it. */
    @Nullable
    Boolean deleted();

    /** Whether what was deleted is to be found too, on whatever level that is said. */
    default boolean asksForDeleted() {
        return asksFor(this, true);
    }

    /** @param gone false within what is not to hold */
    private static boolean asksFor(RestorableWhere<?> where, boolean gone) {
        Boolean deleted = where.deleted();
        RestorableWhere<?> not = where.not();
        return deleted != null && deleted == gone
                || not != null && asksFor(not, !gone)
                || Stream.of(where.and(), where.or())
                        .filter(Objects::nonNull)
                        .flatMap(List::stream)
                        .anyMatch(each -> asksFor(each, gone));
    }
}
