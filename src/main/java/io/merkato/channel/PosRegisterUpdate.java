package io.merkato.channel;

import static io.merkato.api.Permission.POS_MANAGE;

import io.merkato.api.Given;
import io.merkato.api.MutationPayload;
import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.api.UserError;
import io.merkato.api.UserErrorCode;
import io.merkato.api.VersionConflict;
import io.merkato.api.Viewer;
import io.merkato.inventory.Location;
import io.merkato.inventory.Locations;
import io.merkato.tenancy.TenantContext;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

@Controller
class PosRegisterUpdate {

    record Input(
            Location.@Nullable Id locationId,
            @Nullable String name,
            @Nullable Boolean active) {

        PosRegister applyTo(PosRegister register) {
            return new PosRegister(
                    register.id(),
                    register.storeId(),
                    Given.or(locationId, register.locationId()),
                    register.code(),
                    Given.or(name, register.name()).strip(),
                    Given.or(active, register.active()),
                    register.version(),
                    register.createdAt(),
                    register.updatedAt());
        }
    }

    record Payload(@Nullable PosRegister register, List<UserError> userErrors) implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, errors);
        }
    }

    private final PosRegisterRepository registers;
    private final PosSessionRepository sessions;
    private final Locations locations;

    PosRegisterUpdate(PosRegisterRepository registers, PosSessionRepository sessions, Locations locations) {
        this.registers = registers;
        this.sessions = sessions;
        this.locations = locations;
    }

    @MutationMapping
    Payload posRegisterUpdate(
            @Argument PosRegister.Id id,
            @Argument Input input,
            @Argument @Nullable Integer ifVersion,
            @ContextValue TenantContext tenant,
            @ContextValue Viewer viewer) {
        Optional<PosRegister> found =
                registers.find(tenant, id).filter(register -> viewer.hasIn(POS_MANAGE, register.storeId()));
        if (found.isEmpty()) {
            return Payload.refused(List.of(Refusal.notFound("id")));
        }
        return tenant.mutate(viewer.mayIn(POS_MANAGE, found.get().storeId()), Payload::refused, tx -> {
            PosRegister before = registers.lock(tx, id).orElseThrow(() -> Given.nothing("id"));
            VersionConflict.check(ifVersion, before.version());
            PosRegister wanted = input.applyTo(before);
            if (wanted.equals(before)) {
                tx.unchanged();
                return new Payload(before, List.of());
            }
            check(tx, input, wanted);
            return new Payload(tx.changed(id, before, registers.update(tx, wanted)), List.of());
        });
    }

    private void check(TenantContext tx, Input input, PosRegister wanted) {
        if (input.locationId() != null
                && locations.find(tx, List.of(input.locationId())).isEmpty()) {
            throw Given.nothing("input", "locationId");
        }
        if (!wanted.active() && sessions.openOf(tx, List.of(wanted.id())).containsKey(wanted.id())) {
            throw new Refused(Refusal.of(
                    UserErrorCode.CONFLICT, "Somebody sells at it: close the session first.", "input", "active"));
        }
    }
}
