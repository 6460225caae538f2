package io.merkato.platform;

import static java.util.Objects.requireNonNull;

import graphql.GraphQLContext;
import io.merkato.api.NodeType;
import io.merkato.api.Permission;
import io.merkato.api.Viewer;
import io.merkato.tenancy.TenantContext;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.graphql.execution.BatchLoaderRegistry;
import reactor.core.publisher.Mono;

/** What {@code node(id:)} answers of this module: to whom may not see a thing, it does not exist. */
@Configuration(proxyBeanMethods = false)
class PlatformNodes {

    PlatformNodes(BatchLoaderRegistry loaders, WebhookRepository webhooks, DeliveryRepository deliveries) {
        register(loaders, Webhook.Id.class, Webhook.class, "webhookById", webhooks::byId);
        register(loaders, WebhookDelivery.Id.class, WebhookDelivery.class, "webhookDeliveryById", deliveries::byId);
    }

    @Bean
    NodeType webhookNode() {
        return NodeType.of(Webhook.Id.class, "webhookById");
    }

    @Bean
    NodeType webhookDeliveryNode() {
        return NodeType.of(WebhookDelivery.Id.class, "webhookDeliveryById");
    }

    private static <K, V> void register(
            BatchLoaderRegistry loaders,
            Class<K> id,
            Class<V> type,
            String name,
            BiFunction<TenantContext, Collection<K>, Map<K, V>> byId) {
        loaders.forTypePair(id, type).withName(name).registerMappedBatchLoader((ids, environment) -> {
            GraphQLContext context = requireNonNull(environment.getContext());
            return Mono.fromSupplier(() -> visible(context, ids, byId));
        });
    }

    private static <K, V> Map<K, V> visible(
            GraphQLContext context, Set<K> ids, BiFunction<TenantContext, Collection<K>, Map<K, V>> byId) {
        @Nullable TenantContext tenant = context.get("tenant");
        @Nullable Viewer viewer = context.get("viewer");
        return tenant != null && viewer != null && viewer.has(Permission.WEBHOOKS_READ)
                ? byId.apply(tenant, ids)
                : Map.of();
    }
}
