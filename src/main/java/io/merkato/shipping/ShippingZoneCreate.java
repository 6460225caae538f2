package io.merkato.shipping;

import static io.merkato.api.Permission.SHIPPING_WRITE;

import io.merkato.api.Given;
import io.merkato.api.MutationPayload;
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
class ShippingZoneCreate {

    record Input(
            String name,
            @Nullable List<ShippingPlaceInput> places,
            @Nullable Boolean elsewhere) {

        ShippingZone zone() {
            return new ShippingZone(
                    new ShippingZone.Id(Uuid7.next()),
                    name.strip(),
                    ShippingPlaceInput.places(places),
                    Given.isTrue(elsewhere),
                    1,
                    Instant.EPOCH,
                    Instant.EPOCH);
        }
    }

    record Payload(@Nullable ShippingZone shippingZone, List<UserError> userErrors) implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, errors);
        }
    }

    private final ShippingZoneRepository zones;

    ShippingZoneCreate(ShippingZoneRepository zones) {
        this.zones = zones;
    }

    @MutationMapping
    Payload shippingZoneCreate(@Argument Input input, @ContextValue TenantContext tenant, @ContextValue Viewer viewer) {
        return tenant.mutate(viewer.may(SHIPPING_WRITE), Payload::refused, tx -> {
            ShippingZone wanted = input.zone();
            zones.insert(tx, wanted);
            ShippingZone created = zones.lock(tx, wanted.id(), "input");
            tx.created(created.id(), created);
            return new Payload(created, List.of());
        });
    }
}
