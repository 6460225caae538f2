package io.merkato.ordering;

import io.merkato.api.MutationPayload;
import io.merkato.api.UserError;
import io.merkato.api.Viewer;
import io.merkato.customer.Shopper;
import io.merkato.tenancy.TenantContext;
import java.util.List;
import org.dataloader.DataLoader;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

/** Puts pieces into a cart. */
@Controller
class CartLinesAdd {

    record Input(List<CartLineInput> lines) {}

    record Payload(@Nullable Cart cart, List<UserError> userErrors) implements MutationPayload {}

    private final CartChanges changes;
    private final CartLines lines;

    CartLinesAdd(CartChanges changes, CartLines lines) {
        this.changes = changes;
        this.lines = lines;
    }

    @MutationMapping
    Payload cartLinesAdd(
            @Argument Cart.Id id,
            @Argument Input input,
            @ContextValue TenantContext tenant,
            @ContextValue Viewer viewer,
            @ContextValue Shopper shopper,
            DataLoader<Cart, CartQuote> quoteOfCart) {
        return changes.change(
                tenant,
                CartSight.of(viewer, shopper),
                id,
                new CartChange.OfLines((tx, cart) -> lines.add(tx, cart, input.lines())),
                quoteOfCart,
                Payload::new);
    }
}
