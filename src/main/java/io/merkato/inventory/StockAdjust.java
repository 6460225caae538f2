package io.merkato.inventory;

import static io.merkato.api.Permission.INVENTORY_WRITE;

import io.merkato.api.Idempotency;
import io.merkato.api.MutationPayload;
import io.merkato.api.UserError;
import io.merkato.api.Viewer;
import io.merkato.catalog.ProductVariant;
import io.merkato.tenancy.TenantContext;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

@Controller
class StockAdjust {

    record Line(
            ProductVariant.Id variantId,
            int change,
            @Nullable Integer expected) {}

    record Input(
            Location.Id locationId,
            StockAdjustReason reason,
            @Nullable String note,
            List<Line> lines) {}

    record Payload(@Nullable StockAdjustment adjustment, List<UserError> userErrors) implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, errors);
        }
    }

    private final AdjustmentWriter writer;
    private final InventoryRepository inventory;

    StockAdjust(AdjustmentWriter writer, InventoryRepository inventory) {
        this.writer = writer;
        this.inventory = inventory;
    }

    @MutationMapping
    Payload stockAdjust(
            @Argument Input input, Idempotency once, @ContextValue TenantContext tenant, @ContextValue Viewer viewer) {
        return tenant.mutateOnce(
                viewer.may(INVENTORY_WRITE),
                once,
                Payload::refused,
                tx -> writer.write(
                                tx,
                                input.locationId(),
                                input.reason().reason(),
                                input.note(),
                                viewer.actor().name(),
                                lines(input))
                        .id(),
                this::answer);
    }

    private static List<AdjustmentWriter.Line> lines(Input input) {
        return input.lines().stream()
                .map(line -> new AdjustmentWriter.Line(
                        line.variantId(), line.expected(), line.change(), false, false, "change"))
                .toList();
    }

    private Payload answer(TenantContext tx, UUID outcome) {
        var id = new StockAdjustment.Id(outcome);
        return new Payload(inventory.adjustmentById(tx, List.of(id)).get(id), List.of());
    }
}
