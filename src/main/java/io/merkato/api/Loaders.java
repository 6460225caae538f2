package io.merkato.api;

import graphql.GraphQLContext;
import graphql.language.OperationDefinition.Operation;
import graphql.schema.DataFetchingEnvironment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import org.dataloader.BatchLoaderEnvironment;
import org.dataloader.BatchLoaderWithContext;
import org.dataloader.DataLoader;
import org.dataloader.DataLoaderFactory;
import org.dataloader.DataLoaderOptions;
import org.dataloader.DataLoaderRegistry;
import org.dataloader.DelegatingDataLoader;
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
    private final KnownValues known;
    private final boolean observed;

    Loaders(KnownValues known, @Value("${merkato.observe-fields:false}") boolean observed) {
        this.known = known;
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
        return new OnDemand(context);
    }

    /** A loader as fields use it: not another one for each, unless what it belongs to is one of the events of a subscription. */
    static @Nullable DataLoader<?, ?> ofField(DataFetchingEnvironment environment, String name) {
        return environment.getDataLoaderRegistry() instanceof OnDemand request
                        && environment.getOperationDefinition().getOperation() != Operation.SUBSCRIPTION
                ? request.ofField(environment, name)
                : environment.getDataLoader(name);
    }

    private static DataLoaderOptions options(GraphQLContext context) {
        return DataLoaderOptions.newOptions()
                .setBatchLoaderContextProvider(() -> context)
                .build();
    }

    private final class OnDemand extends DataLoaderRegistry {

        private final GraphQLContext context;
        private final DataLoaderOptions options;
        private final List<DataLoader<?, ?>> made = new ArrayList<>();
        private final Map<String, DataLoader<?, ?>> ofFields = new HashMap<>();

        OnDemand(GraphQLContext context) {
            this.context = context;
            this.options = options(context);
        }

        @Nullable
        DataLoader<?, ?> ofField(DataFetchingEnvironment environment, String name) {
            DataLoader<?, ?> there = ofFields.get(name);
            if (there == null) {
                DataLoader<Object, Object> first = environment.getDataLoader(name);
                if (first == null) {
                    return null;
                }
                there = known.ofLoader(name) instanceof BiFunction<GraphQLContext, ?, ?> values
                        ? new Knowing(first, context, values)
                        : first;
                ofFields.put(name, there);
            }
            return there;
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

    private static final class Knowing extends DelegatingDataLoader<Object, Object> {

        private final GraphQLContext context;
        private final BiFunction<GraphQLContext, Object, @Nullable Object> known;

        @SuppressWarnings("unchecked") // of the keys of its loader
        Knowing(DataLoader<Object, Object> loader, GraphQLContext context, BiFunction<GraphQLContext, ?, ?> known) {
            super(loader);
            this.context = context;
            this.known = (BiFunction<GraphQLContext, Object, @Nullable Object>) known;
        }

        @Override
        public CompletableFuture<Object> load(Object key) {
            Object value = known.apply(context, key);
            return value == null ? super.load(key) : CompletableFuture.completedFuture(value);
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
