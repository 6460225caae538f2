package io.merkato.ordering;

import static io.merkato.api.Permission.ORDERS_WRITE;
import static io.merkato.jooq.ordering.Tables.CART;
import static org.jooq.impl.DSL.falseCondition;

import io.merkato.api.Grant;
import io.merkato.api.Viewer;
import io.merkato.customer.Customer;
import io.merkato.customer.Shopper;
import io.merkato.tenancy.TenantContext;
import java.util.Optional;
import org.jooq.Condition;
import org.jspecify.annotations.Nullable;

/**
 * Which carts somebody changes: shoppers their own, staff the drafts of the stores that their right reaches. Who reads one stands in the
 * schema.
 *
 * @param customer null for who is none
 */
record CartSight(Viewer viewer, Customer.@Nullable Id customer) {

    /** To be asked outside the transaction. */
    static CartSight of(Viewer viewer, Shopper shopper) {
        return new CartSight(viewer, shopper.customerId());
    }

    /**
     * By what right the cart is changed; empty where there is none for this one. Nobody but staff can tell it from another without having found it, so for shoppers it is not
     * looked for: within the transaction it is.
     */
    Optional<Grant> grant(TenantContext tenant, CartRepository carts, Cart.Id id) {
        if (!reachesDrafts()) {
            return customer == null ? Optional.empty() : Optional.of(viewer.mayAsAnyone());
        }
        return carts.find(tenant, this, id)
                .map(cart -> cart.draft() ? viewer.mayIn(ORDERS_WRITE, cart.storeId()) : viewer.mayAsAnyone());
    }

    boolean reachesDrafts() {
        return viewer.hasAnywhere(ORDERS_WRITE);
    }

    static Condition own(Customer.Id customer) {
        return CART.CUSTOMER_ID.eq(customer).and(CART.DRAFT.isFalse());
    }

    Condition condition() {
        Condition own = customer == null ? falseCondition() : own(customer);
        Condition drafts = reachesDrafts()
                ? CART.DRAFT.isTrue().and(OrderReach.of(viewer, ORDERS_WRITE, CART.STORE_ID))
                : falseCondition();
        return own.or(drafts);
    }
}
