package io.merkato.ordering;

import io.merkato.api.MutationPayload;
import io.merkato.api.UserError;
import io.merkato.api.Viewer;
import io.merkato.customer.Customer;
import io.merkato.customer.Shopper;
import io.merkato.customer.Shoppers;
import io.merkato.identity.Strangers;
import io.merkato.store.SalesChannel;
import io.merkato.store.StoreView;
import io.merkato.tenancy.TenantContext;
import java.util.Currency;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

/** Opens a cart for whoever asks; somebody unknown becomes a guest. */
@Controller
class CartCreate {

    record Input(
            @Nullable Currency currency,
            @Nullable String email,
            @Nullable List<CartLineInput> lines) {}

    record Payload(@Nullable Cart cart, @Nullable String guestToken, List<UserError> userErrors)
            implements MutationPayload {
        @Override
        public String toString() {
            return "Payload[" + cart + "]";
        }

        static Payload refused(List<UserError> errors) {
            return new Payload(null, null, errors);
        }
    }

    private final CartOpening opening;
    private final Shoppers shoppers;
    private final Strangers strangers;

    CartCreate(CartOpening opening, Shoppers shoppers, Strangers strangers) {
        this.opening = opening;
        this.shoppers = shoppers;
        this.strangers = strangers;
    }

    @MutationMapping
    Payload cartCreate(
            @Argument @Nullable Input input,
            @ContextValue TenantContext tenant,
            @ContextValue StoreView storeView,
            @ContextValue Viewer viewer,
            @ContextValue Shopper shopper) {
        Input given = input == null ? new Input(null, null, null) : input;
        boolean known = shopper.isSomebody();
        if (!known) {
            strangers.admit(tenant, viewer);
        }
        return tenant.mutate(viewer.mayAsAnyone(), Payload::refused, tx -> {
            Shoppers.StartedGuest started = known ? null : shoppers.start(tx, shopper);
            Customer.Id customer = started == null
                    ? shoppers.require(tx, shopper)
                    : started.customer().id();
            Cart cart = opening.open(
                    tx,
                    viewer,
                    new CartOpening.Request(
                            storeView.store(),
                            SalesChannel.ONLINE,
                            customer,
                            false,
                            CartOpening.currency(storeView.store(), given.currency(), storeView.currency()),
                            storeView.locale(),
                            Contact.email(given.email(), "input", "email"),
                            null,
                            given.lines() == null ? List.of() : given.lines()));
            return new Payload(cart, started == null ? null : started.token(), List.of());
        });
    }
}
