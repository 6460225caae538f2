package io.merkato.ordering;

import static io.merkato.jooq.ordering.Tables.CART;

import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.api.UserErrorCode;
import io.merkato.api.Uuid7;
import io.merkato.api.Viewer;
import io.merkato.customer.Customer;
import io.merkato.store.SalesChannel;
import io.merkato.store.Store;
import io.merkato.tenancy.TenantContext;
import java.time.Clock;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Opens carts, a shopper's or a draft. */
@Component
class CartOpening {

    record Request(
            Store store,
            SalesChannel channel,
            Customer.@Nullable Id customer,
            boolean draft,
            Currency currency,
            Locale locale,
            @Nullable String email,
            @Nullable String note,
            List<CartLineInput> lines) {}

    private final CartRepository carts;
    private final CartChanges changes;
    private final CartLines lines;
    private final Clock clock;

    CartOpening(CartRepository carts, CartChanges changes, CartLines lines, Clock clock) {
        this.carts = carts;
        this.changes = changes;
        this.lines = lines;
        this.clock = clock;
    }

    /** @throws Refused where the store does not sell in it */
    static Currency currency(Store store, @Nullable Currency given, Currency otherwise) {
        if (given != null && !store.currencies().contains(given)) {
            throw new Refused(Refusal.of(
                    UserErrorCode.INVALID, "The store does not sell in " + given + ".", "input", "currency"));
        }
        return given == null ? otherwise : given;
    }

    Cart open(TenantContext tx, Viewer viewer, Request request) {
        var id = new Cart.Id(Uuid7.next());
        tx.sql()
                .insertInto(CART)
                .set(CART.TENANT_ID, tx.id())
                .set(CART.ID, id)
                .set(CART.STORE_ID, request.store().id())
                .set(CART.CHANNEL, request.channel())
                .set(CART.CUSTOMER_ID, request.customer())
                .set(CART.DRAFT, request.draft())
                .set(CART.CURRENCY, request.currency())
                .set(CART.LOCALE, request.locale())
                .set(CART.EMAIL, request.email())
                .set(CART.NOTE, request.note())
                .set(CART.EXPIRES_AT, CartChanges.expiry(clock.instant(), request.draft()))
                .execute();
        Cart opened = carts.now(tx, id);
        lines.add(tx, opened, request.lines());
        if (!request.lines().isEmpty()) {
            changes.settle(tx, opened, viewer);
        }
        if (opened.draft()) {
            tx.created(id, Logged.of(opened, carts.lines(tx, opened), null));
        } else {
            tx.ownDeed();
        }
        return opened;
    }
}
