package io.merkato.shipping;

import static io.merkato.api.Permission.SHIPPING_WRITE;

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
class ShippingMethodDelete {

    record Payload(ShippingMethod.@Nullable Id shippingMethodId, List<UserError> userErrors)
            implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, errors);
        }
    }

    private final ShippingMethodRepository methods;

    ShippingMethodDelete(ShippingMethodRepository methods) {
        this.methods = methods;
    }

    @MutationMapping
    Payload shippingMethodDelete(
            @Argument ShippingMethod.Id id,
            @Argument @Nullable Integer ifVersion,
            @ContextValue TenantContext tenant,
            @ContextValue Viewer viewer) {
        return tenant.mutate(viewer.may(SHIPPING_WRITE), Payload::refused, tx -> {
            ShippingMethod before = methods.lock(tx, id);
            VersionConflict.check(ifVersion, before.version());
            methods.delete(tx, id);
            tx.deleted(id, before);
            return new Payload(id, List.of());
        });
    }
}
