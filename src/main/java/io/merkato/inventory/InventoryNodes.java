package io.merkato.inventory;

import static java.util.Objects.requireNonNull;

import graphql.GraphQLContext;
import io.merkato.api.Job;
import io.merkato.api.NodeType;
import io.merkato.api.Permission;
import io.merkato.api.TypeId;
import io.merkato.api.Viewer;
import io.merkato.platform.EventType;
import io.merkato.tenancy.TenantContext;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.graphql.execution.BatchLoaderRegistry;
import reactor.core.publisher.Mono;

/** What {@code node(id:)} answers of this module, and what it has to tell webhooks. */
@Configuration(proxyBeanMethods = false)
class InventoryNodes {

    InventoryNodes(BatchLoaderRegistry loaders, InventoryRepository inventory) {
        register(loaders, Location.Id.class, Location.class, "locationById", inventory::locationById);
        register(
                loaders,
                StockAdjustment.Id.class,
                StockAdjustment.class,
                "stockAdjustmentById",
                inventory::adjustmentById);
        register(loaders, StockMovement.Id.class, StockMovement.class, "stockMovementById", inventory::movementById);
    }

    @Bean
    Job stockUpkeepJob(StockUpkeep upkeep, @Value("${merkato.stock-upkeep:1m}") Duration pause) {
        return Job.every("stock-upkeep", pause, upkeep::run);
    }

    @Bean
    EventType stockLowEvent() {
        return StockLow.TYPE;
    }

    @Bean
    NodeType locationNode() {
        return NodeType.of(Location.Id.class, "locationById");
    }

    @Bean
    NodeType stockAdjustmentNode() {
        return NodeType.of(StockAdjustment.Id.class, "stockAdjustmentById");
    }

    @Bean
    NodeType stockMovementNode() {
        return NodeType.of(StockMovement.Id.class, "stockMovementById");
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
        return tenant == null || !viewer.has(Permission.INVENTORY_READ) ? Map.of() : byId.apply(tenant, ids);
    }
}
