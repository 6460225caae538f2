package io.merkato.shipping;

import static io.merkato.api.Permission.SHIPPING_WRITE;
import static io.merkato.api.UserErrorCode.IN_USE;

import io.merkato.api.MutationPayload;
import io.merkato.api.Refusal;
import io.merkato.api.Refused;
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
class ShippingZoneDelete {

    record Payload(ShippingZone.@Nullable Id shippingZoneId, List<UserError> userErrors) implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, errors);
        }
    }

    private final ShippingZoneRepository zones;

    ShippingZoneDelete(ShippingZoneRepository zones) {
        this.zones = zones;
    }

    @MutationMapping
    Payload shippingZoneDelete(
            @Argument ShippingZone.Id id,
            @Argument @Nullable Integer ifVersion,
            @ContextValue TenantContext tenant,
            @ContextValue Viewer viewer) {
        return tenant.mutate(viewer.may(SHIPPING_WRITE), Payload::refused, tx -> {
            ShippingZone before = zones.lock(tx, id, "id");
            VersionConflict.check(ifVersion, before.version());
            int methods = zones.countMethods(tx, id);
            if (methods > 0) {
                throw new Refused(Refusal.of(IN_USE, methods + " methods deliver to it; delete them first.", "id"));
            }
            zones.delete(tx, id);
            tx.deleted(id, before);
            return new Payload(id, List.of());
        });
    }
}
