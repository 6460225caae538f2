package io.merkato.api;

import static java.util.Objects.requireNonNull;

import graphql.GraphQLContext;
import graphql.schema.DataFetcher;
import graphql.schema.DataFetchingEnvironment;
import graphql.schema.FieldCoordinates;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Predicate;
import org.dataloader.DataLoader;
import org.jspecify.annotations.Nullable;

/**
 * A field that says yes or no, and is as it is now however long the object it stands on has been remembered. A whole answer is remembered though it is asked
 * for, and then this field alone is read anew. Caches outside may still not keep it: it bears {@code @cacheControl(maxAge: 0)}.
 *
 * @param loader reads as it is; what it does not find is false
 * @param key of the object, all that the loader has to know of it
 * @param known what the object itself says, where its request has read it as it is
 * @param isKnown whether the request has
 */
public record ReadAnew<S, K>(
        FieldCoordinates field,
        String loader,
        Function<S, K> key,
        Predicate<S> known,
        Predicate<GraphQLContext> isKnown)
        implements DataFetcher<Object> {

    @Override
    public Object get(DataFetchingEnvironment environment) {
        S object = requireNonNull(environment.<S>getSource());
        GraphQLContext context = environment.getGraphQlContext();
        @Nullable Holes holes = context.get(Holes.KEY);
        if (holes != null) {
            holes.add(new AnswerMemory.Hole(
                    loader,
                    key.apply(object),
                    environment.getExecutionStepInfo().getPath().toList()));
        }
        return isKnown.test(context)
                ? known.test(object)
                : read(environment.<K, Boolean>getDataLoader(loader), key.apply(object));
    }

    static <K> CompletableFuture<Boolean> read(@Nullable DataLoader<K, Boolean> loader, K key) {
        return requireNonNull(loader).load(key).thenApply(Boolean.TRUE::equals);
    }
}
