package io.merkato.inventory;

import static io.merkato.api.Permission.INVENTORY_WRITE;
import static java.util.Objects.requireNonNull;

import io.merkato.api.MutationPayload;
import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.api.UserError;
import io.merkato.api.VersionConflict;
import io.merkato.api.Viewer;
import io.merkato.catalog.ProductKind;
import io.merkato.catalog.ProductVariant;
import io.merkato.catalog.Variants;
import io.merkato.tenancy.TenantContext;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.ArgumentValue;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

@Controller
class StockLevelUpdate {

    record Input(
            ProductVariant.Id variantId,
            Location.Id locationId,
            @Nullable Integer safetyStock,
            @Nullable Integer backorderLimit,
            ArgumentValue<Integer> lowAt) {

        StockLevel applyTo(StockLevel level) {
            Integer threshold = lowAt.value();
            return new StockLevel(
                    level.variantId(),
                    level.locationId(),
                    level.onHand(),
                    level.reserved(),
                    safetyStock == null ? level.safetyStock() : safetyStock,
                    backorderLimit == null ? level.backorderLimit() : backorderLimit,
                    level.available(),
                    lowAt.isOmitted() ? level.lowAt() : threshold == null ? null : Long.valueOf(threshold),
                    level.version(),
                    level.updatedAt());
        }
    }

    record Payload(@Nullable StockLevel stockLevel, List<UserError> userErrors) implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, errors);
        }
    }

    private final InventoryRepository inventory;
    private final AdjustmentWriter writer;
    private final Variants variants;

    StockLevelUpdate(InventoryRepository inventory, AdjustmentWriter writer, Variants variants) {
        this.inventory = inventory;
        this.writer = writer;
        this.variants = variants;
    }

    @MutationMapping
    Payload stockLevelUpdate(
            @Argument Input input,
            @Argument @Nullable Integer ifVersion,
            @ContextValue TenantContext tenant,
            @ContextValue Viewer viewer) {
        return tenant.mutate(viewer.may(INVENTORY_WRITE), Payload::refused, tx -> {
            ProductKind kind = variants.kinds(tx, List.of(input.variantId())).get(input.variantId());
            if (kind == null) {
                throw new Refused(Refusal.notFound("input", "variantId"));
            }
            if (kind == ProductKind.BUNDLE) {
                throw new Refused(AdjustmentWriter.ofParts("input", "variantId"));
            }
            writer.requirePlace(tx, input.locationId(), "input", "locationId");
            boolean opened = inventory.openLevels(tx, input.locationId(), Set.of(input.variantId())) > 0;
            StockLevel before = locked(tx, input);
            VersionConflict.check(ifVersion, before.version());
            inventory.update(tx, input.applyTo(before));
            StockLevel after = locked(tx, input);
            boolean changes = tx.changes(
                    input.locationId(),
                    opened ? Map.of() : Map.of(input.variantId().text(), before),
                    Map.of(input.variantId().text(), after));
            return new Payload(changes ? after : before, List.of());
        });
    }

    private StockLevel locked(TenantContext tx, Input input) {
        return requireNonNull(inventory
                .lockLevels(tx, input.locationId(), List.of(input.variantId()))
                .get(input.variantId()));
    }
}
