package io.merkato.api;

import static java.util.Objects.requireNonNull;

import graphql.GraphQLContext;
import graphql.schema.DataFetcher;
import graphql.schema.DataFetchingEnvironment;
import graphql.schema.FieldCoordinates;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.dataloader.DataLoader;
import org.jspecify.annotations.Nullable;

/**
 * A field that is as it is now however long the object it stands on has been remembered. A whole answer is remembered though it is asked for, and then this
 * field alone is read anew, and written as its loader gives it. Caches outside may still not keep it: it bears {@code @cacheControl(maxAge: 0)}.
 *
 * @param loader reads as it is
 * @param key of the object, all that the loader has to know of it; null where the object's content alone says {@code otherwise}, and nothing is read
 * @param otherwise what the field says where the loader finds nothing
 * @param known what the object itself says, where its request has read it as it is
 */
public record ReadAnew<S, K, V>(
        FieldCoordinates field,
        String loader,
        Function<S, @Nullable K> key,
        @Nullable V otherwise,
        BiFunction<S, GraphQLContext, Optional<V>> known)
        implements DataFetcher<@Nullable Object> {

    @Override
    public @Nullable Object get(DataFetchingEnvironment environment) {
        S object = requireNonNull(environment.<S>getSource());
        @Nullable K key = this.key.apply(object);
        if (key == null) {
            return otherwise;
        }
        GraphQLContext context = environment.getGraphQlContext();
        @Nullable Holes holes = context.get(Holes.KEY);
        if (holes != null) {
            holes.add(new AnswerMemory.Hole(
                    loader,
                    key,
                    otherwise,
                    environment.getExecutionStepInfo().getPath().toList()));
        }
        Optional<V> told = known.apply(object, context);
        return told.isPresent() ? told.get() : read(environment, key);
    }

    private CompletableFuture<@Nullable V> read(DataFetchingEnvironment environment, K key) {
        DataLoader<K, @Nullable V> reads = requireNonNull(environment.<K, @Nullable V>getDataLoader(loader));
        return reads.load(key).thenApply(found -> found == null ? otherwise : found);
    }
}
