package io.merkato.inventory;

import static io.merkato.api.Permission.INVENTORY_READ;

import io.merkato.api.Connection;
import io.merkato.api.PageArgs;
import io.merkato.api.Viewer;
import io.merkato.api.Where;
import io.merkato.catalog.ProductVariant;
import io.merkato.tenancy.TenantContext;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.dataloader.DataLoader;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.Arguments;
import org.springframework.graphql.data.method.annotation.BatchMapping;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.stereotype.Controller;

/** What lies where, for staff. */
@Controller
class InventoryController {

    private final InventoryRepository inventory;

    InventoryController(InventoryRepository inventory) {
        this.inventory = inventory;
    }

    @QueryMapping
    InventoryPolicy inventoryPolicy(@ContextValue TenantContext tenant, @ContextValue Viewer viewer) {
        viewer.mustHold(INVENTORY_READ);
        return inventory.policy(tenant);
    }

    @QueryMapping
    CompletableFuture<@Nullable Location> location(
            @Argument Location.Id id,
            @ContextValue Viewer viewer,
            DataLoader<Location.Id, @Nullable Location> locationById) {
        viewer.mustHold(INVENTORY_READ);
        return locationById.load(id);
    }

    @QueryMapping
    Connection<Location> locations(
            @Arguments PageArgs page, @ContextValue TenantContext tenant, @ContextValue Viewer viewer) {
        viewer.mustHold(INVENTORY_READ);
        return inventory.locations(tenant, page);
    }

    @QueryMapping
    Connection<StockLevel> stockLevels(
            @Arguments PageArgs page,
            @Argument @Nullable StockLevelWhere where,
            @ContextValue TenantContext tenant,
            @ContextValue Viewer viewer) {
        viewer.mustHold(INVENTORY_READ);
        return inventory.levels(tenant, Where.of(where), page);
    }

    @QueryMapping
    Connection<StockMovement> stockMovements(
            @Arguments PageArgs page,
            @Argument @Nullable StockMovementWhere where,
            @ContextValue TenantContext tenant,
            @ContextValue Viewer viewer) {
        viewer.mustHold(INVENTORY_READ);
        return inventory.movements(tenant, Where.of(where), page);
    }

    @BatchMapping(typeName = "ProductVariant")
    List<List<StockLevel>> stockLevels(
            List<ProductVariant> variants, @ContextValue TenantContext tenant, @ContextValue Viewer viewer) {
        viewer.mustHold(INVENTORY_READ);
        Map<ProductVariant.Id, List<StockLevel>> levels = inventory.levelsOf(tenant, ids(variants));
        return variants.stream()
                .map(variant -> levels.getOrDefault(variant.id(), List.of()))
                .toList();
    }

    private static List<ProductVariant.Id> ids(List<ProductVariant> variants) {
        return variants.stream().map(ProductVariant::id).toList();
    }

    @SchemaMapping
    CompletableFuture<@Nullable ProductVariant> variant(
            StockLevel level, DataLoader<ProductVariant.Id, @Nullable ProductVariant> productVariantById) {
        return productVariantById.load(level.variantId());
    }

    @SchemaMapping
    boolean low(StockLevel level) {
        return level.low();
    }

    @SchemaMapping
    CompletableFuture<Location> location(StockLevel level, DataLoader<Location.Id, Location> locationById) {
        return locationById.load(level.locationId());
    }

    @SchemaMapping
    CompletableFuture<@Nullable ProductVariant> variant(
            StockMovement movement, DataLoader<ProductVariant.Id, @Nullable ProductVariant> productVariantById) {
        return productVariantById.load(movement.variantId());
    }

    @SchemaMapping
    CompletableFuture<Location> location(StockMovement movement, DataLoader<Location.Id, Location> locationById) {
        return locationById.load(movement.locationId());
    }

    @SchemaMapping
    CompletableFuture<Location> location(StockAdjustment adjustment, DataLoader<Location.Id, Location> locationById) {
        return locationById.load(adjustment.locationId());
    }

    @BatchMapping
    List<List<StockMovement>> movements(List<StockAdjustment> adjustments, @ContextValue TenantContext tenant) {
        Map<String, List<StockMovement>> movements = inventory.movementsFor(
                tenant,
                adjustments.stream().map(adjustment -> adjustment.id().text()).toList());
        return adjustments.stream()
                .map(adjustment -> movements.getOrDefault(adjustment.id().text(), List.of()))
                .toList();
    }

    @SchemaMapping
    CompletableFuture<@Nullable ProductVariant> variant(
            OutOfStock error, DataLoader<ProductVariant.Id, @Nullable ProductVariant> productVariantById) {
        return productVariantById.load(error.variantId());
    }

    @SchemaMapping
    CompletableFuture<@Nullable ProductVariant> variant(
            StockShortfall shortfall, DataLoader<ProductVariant.Id, @Nullable ProductVariant> productVariantById) {
        return productVariantById.load(shortfall.variantId());
    }
}
