package io.merkato.ordering;

import static io.merkato.jooq.ordering.Tables.CART;

import io.merkato.api.Grant;
import io.merkato.api.MutationPayload;
import io.merkato.api.Refusal;
import io.merkato.api.UserError;
import io.merkato.api.Viewer;
import io.merkato.customer.Shopper;
import io.merkato.inventory.Stock;
import io.merkato.tenancy.TenantContext;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

/** Throws a cart away that is no order yet. */
@Controller
class CartDelete {

    record Payload(Cart.@Nullable Id deletedId, List<UserError> userErrors) implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, errors);
        }
    }

    private final CartRepository carts;
    private final CartChanges changes;
    private final Stock stock;

    CartDelete(CartRepository carts, CartChanges changes, Stock stock) {
        this.carts = carts;
        this.changes = changes;
        this.stock = stock;
    }

    @MutationMapping
    Payload cartDelete(
            @Argument Cart.Id id,
            @ContextValue TenantContext tenant,
            @ContextValue Viewer viewer,
            @ContextValue Shopper shopper) {
        CartSight sight = CartSight.of(viewer, shopper);
        Optional<Grant> grant = sight.grant(tenant, carts, id);
        if (grant.isEmpty()) {
            return Payload.refused(List.of(Refusal.notFound("id")));
        }
        return tenant.mutate(grant.get(), Payload::refused, tx -> {
            Cart cart = changes.open(tx, sight, id, "id");
            if (cart.draft()) {
                tx.deleted(id, Logged.of(cart, carts.lines(tx, cart), null));
            } else {
                tx.ownDeed();
            }
            stock.release(tx, id, viewer.actor());
            tx.sql().deleteFrom(CART).where(tx.owns(CART)).and(CART.ID.eq(id)).execute();
            return new Payload(id, List.of());
        });
    }
}
