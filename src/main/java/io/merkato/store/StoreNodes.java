package io.merkato.store;

import static java.util.Objects.requireNonNull;

import graphql.GraphQLContext;
import io.merkato.api.NodeType;
import io.merkato.api.Viewer;
import io.merkato.tenancy.TenantContext;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.graphql.execution.BatchLoaderRegistry;
import reactor.core.publisher.Mono;

/** What {@code node(id:)} answers of this module, and the loader for whatever refers to a store. */
@Configuration(proxyBeanMethods = false)
class StoreNodes {

    private final StoreRepository stores;

    StoreNodes(BatchLoaderRegistry loaders, StoreRepository stores) {
        this.stores = stores;
        loaders.forTypePair(Store.Id.class, Store.class)
                .withName("storeById")
                .registerMappedBatchLoader((ids, environment) -> {
                    GraphQLContext context = requireNonNull(environment.getContext());
                    return Mono.fromSupplier(() -> byId(ids, context));
                });
    }

    @Bean
    NodeType storeNode() {
        return NodeType.of(Store.Id.class, "storeById");
    }

    private Map<Store.Id, Store> byId(Set<Store.Id> ids, GraphQLContext context) {
        @Nullable TenantContext tenant = context.get("tenant");
        Viewer viewer = requireNonNull(context.get("viewer"));
        if (tenant == null) {
            return Map.of();
        }
        Map<Store.Id, Store> found = stores.byId(tenant, ids);
        found.values().removeIf(store -> !StoreController.mayBeSeen(store, viewer));
        return found;
    }
}
