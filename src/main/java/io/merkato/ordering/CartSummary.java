package io.merkato.ordering;

import io.merkato.api.Owned;
import io.merkato.customer.Customer;
import io.merkato.store.Store;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A cart in a list, without figures: what many of them come to would take as many times the work. */
public record CartSummary(Cart cart, long pieces) implements Owned {

    public Cart.Id cartId() {
        return cart.id();
    }

    public Customer.@Nullable Id customerId() {
        return cart.customerId();
    }

    public boolean draft() {
        return cart.draft();
    }

    public CartStatus status() {
        return cart.status();
    }

    public Instant createdAt() {
        return cart.createdAt();
    }

    public Instant updatedAt() {
        return cart.updatedAt();
    }

    @Override
    public Customer.@Nullable Id owner() {
        return cart.owner();
    }

    @Override
    public Store.Id ownerStore() {
        return cart.ownerStore();
    }
}
