package io.merkato.channel;

import static io.merkato.api.Permission.POS_MANAGE;

import io.merkato.api.MutationPayload;
import io.merkato.api.Refusal;
import io.merkato.api.UserError;
import io.merkato.api.Uuid7;
import io.merkato.api.Viewer;
import io.merkato.inventory.Location;
import io.merkato.inventory.Locations;
import io.merkato.store.Store;
import io.merkato.store.Stores;
import io.merkato.tenancy.TenantContext;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

@Controller
class PosRegisterCreate {

    record Input(Store.Id storeId, Location.Id locationId, String code, String name) {}

    record Payload(@Nullable PosRegister register, List<UserError> userErrors) implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, errors);
        }
    }

    private final PosRegisterRepository registers;
    private final Locations locations;
    private final Stores stores;

    PosRegisterCreate(PosRegisterRepository registers, Locations locations, Stores stores) {
        this.registers = registers;
        this.locations = locations;
        this.stores = stores;
    }

    @MutationMapping
    Payload posRegisterCreate(@Argument Input input, @ContextValue TenantContext tenant, @ContextValue Viewer viewer) {
        Optional<Store> store = stores.find(tenant, input.storeId()).filter(of -> viewer.hasIn(POS_MANAGE, of.id()));
        if (store.isEmpty()) {
            return Payload.refused(List.of(Refusal.notFound("input", "storeId")));
        }
        return tenant.mutate(viewer.mayIn(POS_MANAGE, store.get().id()), Payload::refused, tx -> {
            if (locations.find(tx, List.of(input.locationId())).isEmpty()) {
                return Payload.refused(List.of(Refusal.notFound("input", "locationId")));
            }
            PosRegister created = registers.insert(
                    tx,
                    new PosRegister(
                            new PosRegister.Id(Uuid7.next()),
                            input.storeId(),
                            input.locationId(),
                            input.code(),
                            input.name().strip(),
                            true,
                            1,
                            Instant.EPOCH,
                            Instant.EPOCH));
            tx.created(created.id(), created);
            return new Payload(created, List.of());
        });
    }
}
