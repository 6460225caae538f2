package io.merkato.shipping;

import static io.merkato.api.Permission.SHIPPING_WRITE;

import io.merkato.api.Given;
import io.merkato.api.MutationPayload;
import io.merkato.api.UserError;
import io.merkato.api.VersionConflict;
import io.merkato.api.Viewer;
import io.merkato.tenancy.TenantContext;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

@Controller
class ShippingZoneUpdate {

    record Input(
            @Nullable String name,
            @Nullable List<ShippingPlaceInput> places,
            @Nullable Boolean elsewhere) {

        ShippingZone applyTo(ShippingZone zone) {
            return new ShippingZone(
                    zone.id(),
                    name == null ? zone.name() : name.strip(),
                    places == null ? zone.places() : ShippingPlaceInput.places(places),
                    Given.or(elsewhere, zone.elsewhere()),
                    zone.version(),
                    zone.createdAt(),
                    zone.updatedAt());
        }
    }

    record Payload(@Nullable ShippingZone shippingZone, List<UserError> userErrors) implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, errors);
        }
    }

    private final ShippingZoneRepository zones;

    ShippingZoneUpdate(ShippingZoneRepository zones) {
        this.zones = zones;
    }

    @MutationMapping
    Payload shippingZoneUpdate(
            @Argument ShippingZone.Id id,
            @Argument Input input,
            @Argument @Nullable Integer ifVersion,
            @ContextValue TenantContext tenant,
            @ContextValue Viewer viewer) {
        return tenant.mutate(viewer.may(SHIPPING_WRITE), Payload::refused, tx -> {
            ShippingZone before = zones.lock(tx, id, "id");
            VersionConflict.check(ifVersion, before.version());
            ShippingZone wanted = input.applyTo(before);
            if (wanted.equals(before)) {
                tx.unchanged();
                return new Payload(before, List.of());
            }
            zones.update(tx, wanted);
            ShippingZone after = zones.lock(tx, id, "id");
            return new Payload(tx.changed(id, before, after), List.of());
        });
    }
}
