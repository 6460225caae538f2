package io.merkato.customer;

import static io.merkato.api.UserErrorCode.NOT_ALLOWED;

import io.merkato.api.MutationPayload;
import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.api.UserError;
import io.merkato.api.Viewer;
import io.merkato.catalog.Product;
import io.merkato.catalog.ProductVariant;
import io.merkato.catalog.Products;
import io.merkato.store.StoreView;
import io.merkato.tenancy.TenantContext;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

/** What is there already stays where it is. */
@Controller
class WishlistAdd {

    record Payload(@Nullable WishlistItem wishlistItem, List<UserError> userErrors) implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, errors);
        }
    }

    private final Shoppers shoppers;
    private final CustomerWriter customers;
    private final WishlistRepository wishlist;
    private final Products products;
    private final Activities activities;

    WishlistAdd(
            Shoppers shoppers,
            CustomerWriter customers,
            WishlistRepository wishlist,
            Products products,
            Activities activities) {
        this.shoppers = shoppers;
        this.customers = customers;
        this.wishlist = wishlist;
        this.products = products;
        this.activities = activities;
    }

    static final int MOST = 500;

    @MutationMapping
    Payload wishlistAdd(
            @Argument Product.Id productId,
            @Argument ProductVariant.@Nullable Id variantId,
            @ContextValue TenantContext tenant,
            @ContextValue Viewer viewer,
            @ContextValue Shopper shopper,
            @ContextValue StoreView storeView) {
        return tenant.mutate(viewer.mayAsAnyone(), Payload::refused, tx -> {
            tx.ownDeed();
            Customer.Id customer = shoppers.require(tx, shopper);
            customers.lock(tx, customer);
            Optional<WishlistItem> there = wishlist.find(tx, customer, productId, variantId);
            return new Payload(there.orElseGet(() -> insert(tx, customer, productId, variantId, storeView)), List.of());
        });
    }

    private WishlistItem insert(
            TenantContext tx,
            Customer.Id customer,
            Product.Id product,
            ProductVariant.@Nullable Id variant,
            StoreView store) {
        if (!products.isOnSale(tx, store, product)) {
            throw new Refused(Refusal.notFound("productId"));
        }
        if (variant != null && !products.isOnSale(tx, store, product, variant)) {
            throw new Refused(Refusal.notFound("variantId"));
        }
        if (wishlist.count(tx, customer) >= MOST) {
            throw new Refused(Refusal.of(NOT_ALLOWED, "A wishlist has at most " + MOST + " items."));
        }
        activities.record(tx, customer, CustomerActivityKind.WISHLIST_ADDED, variant == null ? product : variant);
        return wishlist.insert(tx, customer, product, variant);
    }
}
