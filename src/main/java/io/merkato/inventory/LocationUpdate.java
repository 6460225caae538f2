package io.merkato.inventory;

import static io.merkato.api.Permission.INVENTORY_WRITE;
import static java.util.Objects.requireNonNull;

import io.merkato.api.MutationPayload;
import io.merkato.api.PostalAddress;
import io.merkato.api.PostalAddressInput;
import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.api.UserError;
import io.merkato.api.VersionConflict;
import io.merkato.api.Viewer;
import io.merkato.tenancy.TenantContext;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.ArgumentValue;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

@Controller
class LocationUpdate {

    record Input(
            @Nullable String code,
            @Nullable String name,
            ArgumentValue<PostalAddressInput> address,
            @Nullable Integer priority,
            @Nullable Boolean active) {

        Location applyTo(Location location) {
            return new Location(
                    location.id(),
                    code == null ? location.code() : code,
                    name == null ? location.name() : name.strip(),
                    addressAfter(location),
                    priority == null ? location.priority() : priority,
                    active == null ? location.active() : active,
                    location.version(),
                    location.createdAt(),
                    location.updatedAt());
        }

        private @Nullable PostalAddress addressAfter(Location location) {
            PostalAddressInput given = address.value();
            return address.isOmitted() ? location.address() : given == null ? null : given.address("input", "address");
        }
    }

    record Payload(@Nullable Location location, List<UserError> userErrors) implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, errors);
        }
    }

    private final InventoryRepository inventory;

    LocationUpdate(InventoryRepository inventory) {
        this.inventory = inventory;
    }

    @MutationMapping
    Payload locationUpdate(
            @Argument Location.Id id,
            @Argument Input input,
            @Argument @Nullable Integer ifVersion,
            @ContextValue TenantContext tenant,
            @ContextValue Viewer viewer) {
        return tenant.mutate(viewer.may(INVENTORY_WRITE), InventoryRepository.OF_EVERYTHING, Payload::refused, tx -> {
            Location before = inventory.lockLocation(tx, id).orElseThrow(() -> new Refused(Refusal.notFound("id")));
            VersionConflict.check(ifVersion, before.version());
            inventory.update(tx, input.applyTo(before));
            Location after =
                    requireNonNull(inventory.locationById(tx, List.of(id)).get(id));
            return new Payload(tx.changed(id, before, after), List.of());
        });
    }
}
