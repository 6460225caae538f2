package io.merkato.inventory;

import static io.merkato.api.Permission.INVENTORY_WRITE;
import static java.util.Objects.requireNonNull;

import io.merkato.api.MutationPayload;
import io.merkato.api.PostalAddressInput;
import io.merkato.api.UserError;
import io.merkato.api.Uuid7;
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
class LocationCreate {

    record Input(
            String code,
            String name,
            @Nullable PostalAddressInput address,
            @Nullable Integer priority) {}

    record Payload(@Nullable Location location, List<UserError> userErrors) implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, errors);
        }
    }

    private final InventoryRepository inventory;

    LocationCreate(InventoryRepository inventory) {
        this.inventory = inventory;
    }

    @MutationMapping
    Payload locationCreate(@Argument Input input, @ContextValue TenantContext tenant, @ContextValue Viewer viewer) {
        return tenant.mutate(viewer.may(INVENTORY_WRITE), Payload::refused, tx -> {
            var id = new Location.Id(Uuid7.next());
            inventory.insert(
                    tx,
                    new Location(
                            id,
                            input.code(),
                            input.name().strip(),
                            input.address() == null ? null : input.address().address("input", "address"),
                            input.priority() == null ? 0 : input.priority(),
                            true,
                            1,
                            Instant.EPOCH,
                            Instant.EPOCH));
            Location created =
                    requireNonNull(inventory.locationById(tx, List.of(id)).get(id));
            tx.created(id, created);
            return new Payload(created, List.of());
        });
    }
}
