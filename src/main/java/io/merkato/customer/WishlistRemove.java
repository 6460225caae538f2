package io.merkato.customer;

import io.merkato.api.MutationPayload;
import io.merkato.api.UserError;
import io.merkato.api.Viewer;
import io.merkato.catalog.Product;
import io.merkato.catalog.ProductVariant;
import io.merkato.tenancy.TenantContext;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

/** What is not there is no matter: it is gone, as wished. */
@Controller
class WishlistRemove {

    record Payload(@Nullable Customer customer, List<UserError> userErrors) implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, errors);
        }
    }

    private final Shoppers shoppers;
    private final CustomerWriter customers;
    private final WishlistRepository wishlist;
    private final Activities activities;

    WishlistRemove(Shoppers shoppers, CustomerWriter customers, WishlistRepository wishlist, Activities activities) {
        this.shoppers = shoppers;
        this.customers = customers;
        this.wishlist = wishlist;
        this.activities = activities;
    }

    @MutationMapping
    Payload wishlistRemove(
            @Argument Product.Id productId,
            @Argument ProductVariant.@Nullable Id variantId,
            @ContextValue TenantContext tenant,
            @ContextValue Viewer viewer,
            @ContextValue Shopper shopper) {
        return tenant.mutate(viewer.mayAsAnyone(), Payload::refused, tx -> {
            tx.ownDeed();
            Customer customer = customers.lock(tx, shoppers.require(tx, shopper));
            if (wishlist.delete(tx, customer.id(), productId, variantId)) {
                activities.record(
                        tx,
                        customer.id(),
                        CustomerActivityKind.WISHLIST_REMOVED,
                        variantId == null ? productId : variantId);
            }
            return new Payload(customer, List.of());
        });
    }
}
