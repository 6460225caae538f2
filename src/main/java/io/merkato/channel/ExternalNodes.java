package io.merkato.channel;

import static java.util.Objects.requireNonNull;

import graphql.GraphQLContext;
import io.merkato.api.Children;
import io.merkato.api.Connection;
import io.merkato.api.NodeType;
import io.merkato.api.Permission;
import io.merkato.api.Viewer;
import io.merkato.tenancy.TenantContext;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.graphql.execution.BatchLoaderRegistry;
import reactor.core.publisher.Mono;

/** Sources of external orders by their ids, many at once. */
@Configuration(proxyBeanMethods = false)
class ExternalNodes {

    ExternalNodes(BatchLoaderRegistry registry, ExternalSourceRepository sources) {
        ExternalNodes.<ExternalSource.Id, ExternalSource>register(registry, "externalSourceById", (context, ids) -> {
            var found = new HashMap<>(sources.byId(tenant(context), ids));
            found.values().removeIf(source -> !reaches(context, source));
            return found;
        });
        ExternalNodes.<Children<ExternalSource.Id>, Connection<ExternalSku>>register(
                registry,
                "skusByExternalSource",
                (context, keys) -> Children.load(
                        keys,
                        (parents, page) -> sources.skusOf(tenant(context), parents, page),
                        parents -> sources.countSkusOf(tenant(context), parents)));
    }

    private static <K, V> void register(
            BatchLoaderRegistry registry, String name, BiFunction<GraphQLContext, Set<K>, Map<K, V>> read) {
        registry.<K, V>forName(name).registerMappedBatchLoader((keys, environment) -> {
            GraphQLContext context = requireNonNull(environment.getContext());
            return Mono.fromCallable(() -> context.hasKey("tenant") ? read.apply(context, keys) : Map.of());
        });
    }

    private static TenantContext tenant(GraphQLContext context) {
        return requireNonNull(context.get("tenant"));
    }

    private static boolean reaches(GraphQLContext context, ExternalSource source) {
        @Nullable Viewer viewer = context.get("viewer");
        return viewer != null
                && (viewer.hasIn(Permission.ORDERS_READ, source.storeId())
                        || viewer.hasIn(Permission.ORDERS_IMPORT, source.storeId()));
    }

    @Bean
    NodeType externalSourceNode() {
        return NodeType.of(ExternalSource.Id.class, "externalSourceById");
    }
}
