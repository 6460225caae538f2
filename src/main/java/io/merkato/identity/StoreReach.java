package io.merkato.identity;

import io.merkato.api.Reach;
import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.api.UserErrorCode;
import io.merkato.store.Store;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which stores rights reach, as callers say it and as tables keep it. */
final class StoreReach {

    /** {@code StoreReachInput}: exactly one of the two is given. */
    record Input(@Nullable Boolean every, @Nullable List<Store.Id> only) {

        /** Neither nothing nor an empty list ever means every store. */
        Reach reach(String... path) {
            if (Boolean.TRUE.equals(every)) {
                return new Reach.EveryStore();
            }
            if (only == null || only.isEmpty()) {
                throw new Refused(
                        Refusal.of(UserErrorCode.REQUIRED, "Say every: true, or name at least one store.", path));
            }
            return new Reach.OnlyStores(only.stream().map(Store.Id::value).collect(Collectors.toSet()));
        }
    }

    private StoreReach() {}

    static Reach reach(boolean every, Store.Id[] only) {
        return every
                ? new Reach.EveryStore()
                : new Reach.OnlyStores(
                        new HashSet<>(Arrays.stream(only).map(Store.Id::value).toList()));
    }

    static @Nullable List<Store.Id> ids(Reach reach) {
        return switch (reach) {
            case Reach.EveryStore every -> null;
            case Reach.OnlyStores(var stores) ->
                stores.stream()
                        .sorted(Comparator.naturalOrder())
                        .map(Store.Id::new)
                        .toList();
        };
    }
}
