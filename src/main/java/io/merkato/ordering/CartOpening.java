package io.merkato.ordering;

import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.api.UserErrorCode;
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
        Cart opened = carts.insert(tx, request, CartChanges.expiry(clock.instant(), request.draft()));
        CartQuotes.Known known = lines.fill(tx, opened, request.lines());
        if (!request.lines().isEmpty()) {
            changes.settle(tx, opened, known, List.of(), viewer);
        }
        if (opened.draft()) {
            tx.created(opened.id(), Logged.of(opened, carts.lines(tx, opened), null));
        } else {
            tx.ownDeed();
        }
        return opened;
    }
}
