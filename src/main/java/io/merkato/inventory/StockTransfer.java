package io.merkato.inventory;

import static io.merkato.api.Permission.INVENTORY_WRITE;
import static io.merkato.api.UserErrorCode.INVALID;
import static io.merkato.api.UserErrorCode.OUT_OF_RANGE;

import io.merkato.api.Idempotency;
import io.merkato.api.MutationPayload;
import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.api.UserError;
import io.merkato.api.Viewer;
import io.merkato.catalog.ProductVariant;
import io.merkato.tenancy.TenantContext;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

@Controller
class StockTransfer {

    record Line(ProductVariant.Id variantId, int quantity) {}

    record Input(
            Location.Id fromLocationId,
            Location.Id toLocationId,
            @Nullable String note,
            List<Line> lines) {}

    record Payload(@Nullable StockAdjustment adjustment, List<UserError> userErrors) implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, errors);
        }
    }

    private final AdjustmentWriter writer;
    private final InventoryRepository inventory;

    StockTransfer(AdjustmentWriter writer, InventoryRepository inventory) {
        this.writer = writer;
        this.inventory = inventory;
    }

    @MutationMapping
    Payload stockTransfer(
            @Argument Input input, Idempotency once, @ContextValue TenantContext tenant, @ContextValue Viewer viewer) {
        return tenant.mutateOnce(
                viewer.may(INVENTORY_WRITE),
                once,
                Payload::refused,
                tx -> transfer(tx, input, viewer.actor().name()).id(),
                this::answer);
    }

    /** Both places' levels are locked in the order of the places, so that two transfers in opposite directions do not wait for each other. */
    private StockAdjustment transfer(TenantContext tx, Input input, String actor) {
        writer.requirePlace(tx, input.fromLocationId(), "input", "fromLocationId");
        writer.requirePlace(tx, input.toLocationId(), "input", "toLocationId");
        check(input);
        if (input.toLocationId().value().compareTo(input.fromLocationId().value()) < 0) {
            writer.check(tx, input.toLocationId(), lines(input, 1));
        }
        StockAdjustment adjustment = writer.write(
                tx,
                input.fromLocationId(),
                input.toLocationId(),
                StockReason.TRANSFERRED,
                input.note(),
                actor,
                lines(input, -1));
        inventory.move(tx, adjustment, input.toLocationId(), writer.check(tx, input.toLocationId(), lines(input, 1)));
        return adjustment;
    }

    private static void check(Input input) {
        if (input.fromLocationId().equals(input.toLocationId())) {
            throw new Refused(Refusal.of(INVALID, "It lies there already.", "input", "toLocationId"));
        }
        var errors = new ArrayList<UserError>();
        for (int i = 0; i < input.lines().size(); i++) {
            if (input.lines().get(i).quantity() < 1) {
                errors.add(Refusal.of(
                        OUT_OF_RANGE, "Transfer one at least.", "input", "lines", String.valueOf(i), "quantity"));
            }
        }
        if (!errors.isEmpty()) {
            throw new Refused(errors);
        }
    }

    private static List<AdjustmentWriter.Line> lines(Input input, int sign) {
        return input.lines().stream()
                .map(line -> new AdjustmentWriter.Line(
                        line.variantId(), null, sign * line.quantity(), false, sign < 0, "quantity"))
                .toList();
    }

    private Payload answer(TenantContext tx, UUID outcome) {
        var id = new StockAdjustment.Id(outcome);
        return new Payload(inventory.adjustmentById(tx, List.of(id)).get(id), List.of());
    }
}
