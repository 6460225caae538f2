package io.merkato.store;

import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.api.UserError;
import io.merkato.api.UserErrorCode;
import io.merkato.tenancy.Domain;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import org.jspecify.annotations.Nullable;

/** What a store's fields have to be beyond what the database checks. */
final class StoreChecks {

    private static final int LONGEST_NAME = 255;
    private static final int LONGEST_THEME = 100;
    private static final int MOST = 50;

    private StoreChecks() {}

    /** @throws Refused with everything that does not hold */
    static void check(Store store) {
        List<UserError> errors = new ArrayList<>();
        if (store.name().isBlank()) {
            errors.add(Refusal.of(UserErrorCode.REQUIRED, "A store has a name.", "input", "name"));
        }
        if (length(store.name()) > LONGEST_NAME) {
            errors.add(Refusal.of(UserErrorCode.TOO_LONG, "A name has at most 255 characters.", "input", "name"));
        }
        if (store.theme() != null && (store.theme().isBlank() || length(store.theme()) > LONGEST_THEME)) {
            errors.add(Refusal.of(UserErrorCode.INVALID, "A theme is 1 to 100 characters.", "input", "theme"));
        }
        if (store.locales().size() > MOST) {
            errors.add(Refusal.of(UserErrorCode.TOO_LONG, "A store has at most 50 languages.", "input", "locales"));
        }
        if (store.currencies().size() > MOST) {
            errors.add(Refusal.of(UserErrorCode.TOO_LONG, "A store has at most 50 currencies.", "input", "currencies"));
        }
        if (store.domains().size() > MOST) {
            errors.add(Refusal.of(UserErrorCode.TOO_LONG, "A store has at most 50 domains.", "input", "domains"));
        }
        if (!errors.isEmpty()) {
            throw new Refused(errors);
        }
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    /** The list, with what it has to contain; in front where it was not in it. */
    static <T> List<T> with(T needed, @Nullable List<T> list) {
        SequencedSet<T> all = new LinkedHashSet<>(list == null ? List.of() : list);
        if (!all.contains(needed)) {
            all.addFirst(needed);
        }
        return List.copyOf(all);
    }

    /** In the order they were given, as they are claimed; what is no host was never claimed. */
    static List<String> hosts(@Nullable List<String> hosts) {
        return hosts == null
                ? List.of()
                : hosts.stream().map(host -> Domain.host(host).orElse(host)).toList();
    }
}
