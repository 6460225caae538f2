package io.merkato.api;

import graphql.GraphQLContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import org.dataloader.BatchLoaderEnvironment;
import org.dataloader.BatchLoaderWithContext;
import org.dataloader.DataLoader;
import org.dataloader.DataLoaderFactory;
import org.dataloader.DataLoaderOptions;
import org.dataloader.DataLoaderRegistry;
import org.dataloader.MappedBatchLoaderWithContext;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.graphql.execution.BatchLoaderRegistry;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The loaders of all modules. A request gets one when its first field asks for it, as graphql-java dispatches all that a request has after every level; and
 * it reads on the thread of the request, whose context is in place already.
 */
@Component
class Loaders implements BatchLoaderRegistry {

    private final Map<String, Function<DataLoaderOptions, DataLoader<?, ?>>> byName = new HashMap<>();
    private final boolean observed;

    Loaders(@Value("${merkato.observe-fields:false}") boolean observed) {
        this.observed = observed;
    }

    @Override
    public <K, V> RegistrationSpec<K, V> forTypePair(Class<K> keys, Class<V> values) {
        return new Registration<>(values.getName());
    }

    @Override
    public <K, V> RegistrationSpec<K, V> forName(String name) {
        return new Registration<>(name);
    }

    @Override
    public boolean hasRegistrations() {
        return !byName.isEmpty();
    }

    @Override
    public void registerDataLoaders(DataLoaderRegistry registry, GraphQLContext context) {
        DataLoaderOptions options = options(context);
        byName.forEach((name, loader) -> registry.register(name, loader.apply(options)));
    }

    /** Those of one request. What is to be observed has to be there when the request begins. */
    DataLoaderRegistry of(GraphQLContext context) {
        if (observed) {
            var registry = new DataLoaderRegistry();
            registerDataLoaders(registry, context);
            return registry;
        }
        return new OnDemand(options(context));
    }

    private static DataLoaderOptions options(GraphQLContext context) {
        return DataLoaderOptions.newOptions()
                .setBatchLoaderContextProvider(() -> context)
                .build();
    }

    private final class OnDemand extends DataLoaderRegistry {

        private final DataLoaderOptions options;
        private final List<DataLoader<?, ?>> made = new ArrayList<>();

        OnDemand(DataLoaderOptions options) {
            this.options = options;
        }

        @Override
        public <K, V> @Nullable DataLoader<K, V> getDataLoader(String name) {
            DataLoader<K, V> known = super.getDataLoader(name);
            Function<DataLoaderOptions, DataLoader<?, ?>> loader = byName.get(name);
            if (known != null || loader == null) {
                return known;
            }
            DataLoader<K, V> first = registerAndGet(name, loader.apply(options));
            made.add(first);
            return first;
        }

        /** In the order in which the fields asked, so that which are dispatched together is no accident of their names. */
        @Override
        public List<DataLoader<?, ?>> getDataLoaders() {
            return List.copyOf(made);
        }
    }

    private final class Registration<K, V> implements RegistrationSpec<K, V> {

        private String name;
        private Function<DataLoaderOptions, DataLoaderOptions> options = usual -> usual;

        Registration(String name) {
            this.name = name;
        }

        @Override
        public RegistrationSpec<K, V> withName(String name) {
            this.name = name;
            return this;
        }

        @Override
        public RegistrationSpec<K, V> withOptions(Consumer<DataLoaderOptions.Builder> change) {
            this.options = options.andThen(usual -> usual.transform(change));
            return this;
        }

        @Override
        public RegistrationSpec<K, V> withOptions(DataLoaderOptions own) {
            this.options = usual -> own.transform(
                    builder -> builder.setBatchLoaderContextProvider(usual.getBatchLoaderContextProvider()));
            return this;
        }

        @Override
        public void registerBatchLoader(BiFunction<List<K>, BatchLoaderEnvironment, Flux<V>> loader) {
            BatchLoaderWithContext<K, V> read = (keys, environment) ->
                    loader.apply(keys, environment).collectList().toFuture().thenApply(Objects::requireNonNull);
            register(usual -> DataLoaderFactory.newDataLoader(name, read, usual));
        }

        @Override
        public void registerMappedBatchLoader(BiFunction<Set<K>, BatchLoaderEnvironment, Mono<Map<K, V>>> loader) {
            MappedBatchLoaderWithContext<K, V> read = (keys, environment) ->
                    loader.apply(keys, environment).toFuture().thenApply(Objects::requireNonNull);
            register(usual -> DataLoaderFactory.newMappedDataLoader(name, read, usual));
        }

        private void register(Function<DataLoaderOptions, DataLoader<?, ?>> loader) {
            if (byName.putIfAbsent(name, options.andThen(loader)) != null) {
                throw new IllegalStateException("There are two loaders of the name " + name);
            }
        }
    }
}
