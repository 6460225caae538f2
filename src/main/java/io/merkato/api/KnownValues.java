package io.merkato.api;

import graphql.GraphQLContext;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Values that need not be loaded, as they are at hand: a field that asks a loader for one is answered at once. Else it is a future, and with it all that
 * stands around the field.
 */
public interface KnownValues {

    /** @param known of a request and a key; null for what has to be loaded */
    <K, V> void of(String loader, BiFunction<GraphQLContext, K, @Nullable V> known);
}
