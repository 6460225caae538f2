package io.merkato.customer;

import static io.merkato.api.UserErrorCode.NOT_ALLOWED;

import io.merkato.api.MutationPayload;
import io.merkato.api.Refusal;
import io.merkato.api.UserError;
import io.merkato.api.Viewer;
import io.merkato.identity.Strangers;
import io.merkato.tenancy.TenantContext;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

@Controller
class GuestStart {

    record Payload(@Nullable Customer customer, @Nullable String guestToken, List<UserError> userErrors)
            implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, null, errors);
        }

        @Override
        public String toString() {
            return "Payload[" + customer + "]";
        }
    }

    private final Shoppers shoppers;
    private final Strangers strangers;

    GuestStart(Shoppers shoppers, Strangers strangers) {
        this.shoppers = shoppers;
        this.strangers = strangers;
    }

    @MutationMapping
    Payload guestStart(@ContextValue TenantContext tenant, @ContextValue Viewer viewer, @ContextValue Shopper shopper) {
        if (shopper.isSignedIn()) {
            return Payload.refused(List.of(Refusal.of(NOT_ALLOWED, "Who is signed in is no guest.")));
        }
        strangers.admit(tenant, viewer);
        return tenant.mutate(viewer.mayAsAnyone(), Payload::refused, tx -> {
            Shoppers.StartedGuest started = shoppers.start(tx, shopper);
            tx.ownDeed();
            return new Payload(started.customer(), started.token(), List.of());
        });
    }
}
