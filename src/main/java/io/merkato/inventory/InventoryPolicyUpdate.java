package io.merkato.inventory;

import static io.merkato.api.Permission.INVENTORY_WRITE;

import io.merkato.api.MutationPayload;
import io.merkato.api.UserError;
import io.merkato.api.VersionConflict;
import io.merkato.api.Viewer;
import io.merkato.tenancy.TenantContext;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

@Controller
class InventoryPolicyUpdate {

    record Input(@Nullable InventoryMode mode, @Nullable Integer cartMinutes) {}

    record Payload(@Nullable InventoryPolicy policy, List<UserError> userErrors) implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, errors);
        }
    }

    /** What carts were promised ends some day, and only that; nobody hands it to an order where orders alone are promised goods. */
    private static final Instant EVER = Instant.parse("9999-12-31T00:00:00Z");

    private final InventoryRepository inventory;

    InventoryPolicyUpdate(InventoryRepository inventory) {
        this.inventory = inventory;
    }

    @MutationMapping
    Payload inventoryPolicyUpdate(
            @Argument Input input,
            @Argument @Nullable Integer ifVersion,
            @ContextValue TenantContext tenant,
            @ContextValue Viewer viewer) {
        return tenant.mutate(viewer.may(INVENTORY_WRITE), InventoryRepository.OF_EVERYTHING, Payload::refused, tx -> {
            InventoryPolicy before = inventory.lockPolicy(tx);
            VersionConflict.check(ifVersion, before.version());
            InventoryMode mode = input.mode() == null ? before.mode() : input.mode();
            if (!mode.reserves()) {
                inventory.giveBack(
                        tx, null, StockReason.RELEASED, viewer.actor().name());
            } else if (mode == InventoryMode.RESERVE_ON_ORDER) {
                inventory.giveBack(
                        tx, EVER, StockReason.RELEASED, viewer.actor().name());
            }
            inventory.update(
                    tx,
                    new InventoryPolicy(
                            mode,
                            input.cartMinutes() == null ? before.cartMinutes() : input.cartMinutes(),
                            before.version()));
            InventoryPolicy after = inventory.policy(tx);
            return new Payload(tx.changed(tx.id(), before, after), List.of());
        });
    }
}
