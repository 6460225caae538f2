package io.merkato.ordering;

import static io.merkato.api.Permission.ORDERS_WRITE;
import static io.merkato.jooq.ordering.Tables.CART;

import io.merkato.api.Grant;
import io.merkato.api.MutationPayload;
import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.api.UserError;
import io.merkato.api.VersionConflict;
import io.merkato.api.Viewer;
import io.merkato.customer.Shopper;
import io.merkato.inventory.InventoryMode;
import io.merkato.inventory.InventoryPolicy;
import io.merkato.inventory.OutOfStock;
import io.merkato.inventory.Stock;
import io.merkato.tenancy.TenantContext;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What all changes of a cart share: whose it is, its lock, its version, what is reserved for it, how long it is kept. */
@Component
class CartChanges {

    private static final Duration KEPT = Duration.ofDays(30);
    private static final Duration DRAFT_KEPT = Duration.ofDays(365);

    private final CartRepository carts;
    private final CartQuotes quotes;
    private final Stock stock;
    private final Clock clock;

    CartChanges(CartRepository carts, CartQuotes quotes, Stock stock, Clock clock) {
        this.carts = carts;
        this.quotes = quotes;
        this.stock = stock;
        this.clock = clock;
    }

    /** @param rule gets the cart locked and open */
    <P extends MutationPayload> P change(
            TenantContext tenant,
            Viewer viewer,
            Shopper shopper,
            Cart.Id id,
            @Nullable Integer ifVersion,
            Function<List<UserError>, P> refused,
            BiConsumer<TenantContext, Cart> rule,
            Function<Cart, P> answer) {
        CartSight sight = CartSight.of(viewer, shopper);
        Optional<Cart> found = carts.find(tenant, sight, id);
        if (found.isEmpty()) {
            return refused.apply(List.of(Refusal.notFound("id")));
        }
        return tenant.mutate(grant(viewer, found.get()), refused, tx -> {
            Cart before = open(tx, sight, id, "id");
            VersionConflict.check(ifVersion, before.version());
            List<CartLine> lines = carts.lines(tx, before);
            rule.accept(tx, before);
            Cart after = touch(tx, before, viewer);
            List<CartLine> linesAfter = carts.lines(tx, after);
            if (after.says(before) && linesAfter.equals(lines)) {
                tx.unchanged();
                return answer.apply(before);
            }
            if (before.draft()) {
                tx.changes(id, Logged.of(before, lines, before), Logged.of(after, linesAfter, before));
            } else {
                tx.ownDeed();
            }
            return answer.apply(after);
        });
    }

    /** When a cart that changes now expires unless it changes again. */
    static Instant expiry(Instant now, boolean draft) {
        return now.plus(draft ? DRAFT_KEPT : KEPT);
    }

    static Grant grant(Viewer viewer, Cart cart) {
        return cart.draft() ? viewer.mayIn(ORDERS_WRITE, cart.storeId()) : viewer.mayAsAnyone();
    }

    /** The cart, locked. */
    Cart open(TenantContext tx, CartSight sight, Cart.Id id, String... path) {
        Cart cart = carts.lock(tx, sight, id).orElseThrow(() -> new Refused(Refusal.notFound(path)));
        if (cart.status() != CartStatus.OPEN) {
            throw new Refused(CartClosed.of(cart, path));
        }
        return cart;
    }

    /** Raises the version, puts the expiry off, and where the tenant reserves on carts, reserves. */
    Cart touch(TenantContext tx, Cart cart, Viewer viewer) {
        Instant now = clock.instant();
        tx.sql()
                .update(CART)
                .set(CART.VERSION, CART.VERSION.plus(1))
                .set(CART.UPDATED_AT, now)
                .set(CART.EXPIRES_AT, expiry(now, cart.draft()))
                .where(tx.owns(CART))
                .and(CART.ID.eq(cart.id()))
                .execute();
        Cart after = carts.now(tx, cart.id());
        settle(tx, after, viewer);
        return after;
    }

    /** Remembers the prices that are shown now, and where the tenant reserves on carts, reserves. */
    void settle(TenantContext tx, Cart cart, Viewer viewer) {
        CartQuote quote = quotes.of(tx, cart);
        CartLines.see(tx, quote);
        reserve(tx, quote, viewer, clock.instant());
    }

    private void reserve(TenantContext tx, CartQuote quote, Viewer viewer, Instant now) {
        InventoryPolicy policy = stock.policy(tx);
        if (policy.mode() != InventoryMode.RESERVE_ON_CART) {
            return;
        }
        List<OutOfStock> missing = stock.hold(
                tx, quote.cart().id(), CartStock.of(quote.lines()), now.plus(policy.cartHold()), viewer.actor());
        if (!missing.isEmpty()) {
            throw new Refused(List.<UserError>copyOf(missing));
        }
    }
}
