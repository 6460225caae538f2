package io.merkato.api;

import graphql.GraphQLContext;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Values that need not be loaded, as they are at hand: a field that asks a loader for one is answered at once. Else it is a future, and with it all that
 * stands around the field.
 */
@Component
public class KnownValues {

    private final Map<String, BiFunction<GraphQLContext, ?, ?>> byLoader = new HashMap<>();

    KnownValues() {}

    /** @param known of a request and a key; null for what has to be loaded */
    public <K, V> void of(String loader, BiFunction<GraphQLContext, K, @Nullable V> known) {
        byLoader.put(loader, known);
    }

    @Nullable
    BiFunction<GraphQLContext, ?, ?> ofLoader(String loader) {
        return byLoader.get(loader);
    }
}
