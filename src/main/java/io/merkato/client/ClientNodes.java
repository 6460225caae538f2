package io.merkato.client;

import static io.merkato.api.Permission.CLIENTS_MANAGE;
import static java.util.Objects.requireNonNull;

import graphql.GraphQLContext;
import io.merkato.api.NodeType;
import io.merkato.api.TypeId;
import io.merkato.api.Viewer;
import io.merkato.tenancy.TenantContext;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.graphql.execution.BatchLoaderRegistry;
import reactor.core.publisher.Mono;

/** What {@code node(id:)} answers of this module. */
@Configuration(proxyBeanMethods = false)
class ClientNodes {

    ClientNodes(
            BatchLoaderRegistry loaders,
            ClientApplicationRepository applications,
            PersistedDocumentRepository documents) {
        register(
                loaders,
                ClientApplication.Id.class,
                ClientApplication.class,
                "clientApplicationById",
                applications::byId);
        register(
                loaders, PersistedDocument.Id.class, PersistedDocument.class, "persistedDocumentById", documents::byId);
    }

    @Bean
    NodeType clientApplicationNode() {
        return NodeType.of(ClientApplication.Id.class, "clientApplicationById");
    }

    @Bean
    NodeType persistedDocumentNode() {
        return NodeType.of(PersistedDocument.Id.class, "persistedDocumentById");
    }

    private static <I extends TypeId, T> void register(
            BatchLoaderRegistry loaders,
            Class<I> id,
            Class<T> type,
            String name,
            BiFunction<TenantContext, Set<I>, Map<I, T>> byId) {
        loaders.forTypePair(id, type).withName(name).registerMappedBatchLoader((ids, environment) -> {
            GraphQLContext context = requireNonNull(environment.getContext());
            return Mono.fromSupplier(() -> load(ids, context, byId));
        });
    }

    private static <I, T> Map<I, T> load(
            Set<I> ids, GraphQLContext context, BiFunction<TenantContext, Set<I>, Map<I, T>> byId) {
        @Nullable TenantContext tenant = context.get("tenant");
        Viewer viewer = requireNonNull(context.get("viewer"));
        return tenant == null || !viewer.has(CLIENTS_MANAGE) ? Map.of() : byId.apply(tenant, ids);
    }
}
