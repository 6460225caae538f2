package io.merkato.inventory;

import static java.util.Objects.requireNonNull;

import graphql.GraphQLContext;
import graphql.schema.FieldCoordinates;
import io.merkato.api.ReadAnew;
import io.merkato.catalog.ProductVariant;
import io.merkato.catalog.Variants;
import io.merkato.store.StoreCache;
import io.merkato.tenancy.TenantContext;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.graphql.execution.BatchLoaderRegistry;
import reactor.core.publisher.Mono;

/** How many of a variant can be bought, as it is now, of however many variants in one statement; what a bundle consists of is content, and may be remembered. */
@Configuration(proxyBeanMethods = false)
class QuantityAvailable {

    private static final String LOADER = "quantityByVariant";

    private final InventoryRepository inventory;
    private final Variants variants;

    QuantityAvailable(BatchLoaderRegistry loaders, InventoryRepository inventory, Variants variants, StoreCache cache) {
        this.inventory = inventory;
        this.variants = variants;
        loaders.<ProductVariant.Id, Integer>forName(LOADER)
                .registerMappedBatchLoader((ids, environment) -> Mono.fromCallable(() -> {
                    GraphQLContext context = requireNonNull(environment.getContext());
                    return of(requireNonNull(context.get("tenant")), cache.reads(context), ids);
                }));
    }

    /** In all places together; of a bundle, what its components make. What is not in the answer can be bought without limit. */
    Map<ProductVariant.Id, Integer> of(
            TenantContext tenant, StoreCache.Reads reads, Collection<ProductVariant.Id> ids) {
        Map<ProductVariant.Id, Map<ProductVariant.Id, Long>> bundles =
                reads.all("components", ids, missing -> variants.components(tenant, missing));
        var pieces = new HashSet<>(ids);
        bundles.values().forEach(parts -> pieces.addAll(parts.keySet()));
        Map<ProductVariant.Id, Long> there = inventory.availableOf(tenant, pieces);
        var available = new HashMap<ProductVariant.Id, Integer>();
        for (ProductVariant.Id id : ids) {
            bundles.getOrDefault(id, Map.of(id, 1L)).entrySet().stream()
                    .filter(part -> there.containsKey(part.getKey()))
                    .map(part -> requireNonNull(there.get(part.getKey())) / part.getValue())
                    .min(Long::compare)
                    .ifPresent(fewest -> available.put(id, (int) Math.min(fewest, Integer.MAX_VALUE)));
        }
        return available;
    }

    @Bean
    static ReadAnew<ProductVariant, ProductVariant.Id, Integer> variantQuantityAvailable() {
        return new ReadAnew<>(
                FieldCoordinates.coordinates("ProductVariant", "quantityAvailable"),
                LOADER,
                ProductVariant::id,
                null,
                (variant, context) -> Optional.empty());
    }
}
