package io.merkato.ordering;

import io.merkato.api.Grant;
import io.merkato.api.MutationPayload;
import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.api.UserError;
import io.merkato.api.Viewer;
import io.merkato.inventory.InventoryMode;
import io.merkato.inventory.InventoryPolicy;
import io.merkato.inventory.OutOfStock;
import io.merkato.inventory.Stock;
import io.merkato.tenancy.TenantContext;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.dataloader.DataLoader;
import org.jooq.Field;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What all changes of a cart share: whose it is, its lock, what is reserved for it, how long it is kept. */
@Component
class CartChanges {

    /** The payload of a mutation that changes a cart. */
    interface Answer<P> {
        P payload(@Nullable Cart cart, List<UserError> userErrors);

        default P of(Cart cart) {
            return payload(cart, List.of());
        }

        default P refused(List<UserError> errors) {
            return payload(null, errors);
        }
    }

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

    /**
     * @param change gets the cart locked and open
     * @param quoteOfCart learns what the cart comes to now
     */
    <P extends MutationPayload> P change(
            TenantContext tenant,
            CartSight sight,
            Cart.Id id,
            CartChange change,
            DataLoader<Cart, CartQuote> quoteOfCart,
            Answer<P> answer) {
        Optional<Grant> grant = sight.grant(tenant, carts, id);
        if (grant.isEmpty()) {
            return answer.refused(List.of(Refusal.notFound("id")));
        }
        var reckoned = new AtomicReference<@Nullable CartQuote>();
        P payload = tenant.mutate(grant.get(), answer::refused, tx -> {
            reckoned.set(null);
            Cart before = open(tx, sight, id, "id");
            List<CartLine> lines = carts.lines(tx, before);
            Instant now = clock.instant();
            Map<Field<?>, @Nullable Object> columns = change.carryOut(tx, before);
            Cart after = carts.update(tx, id, columns, now, expiry(now, before.draft()));
            CartQuote quote = settle(tx, after, change.known(lines), lines, sight.viewer());
            List<CartLine> linesAfter = quote.seenLines();
            if (after.says(before) && linesAfter.equals(lines)) {
                tx.unchanged();
                return answer.of(before);
            }
            if (!before.draft()) {
                tx.ownDeed();
            } else if (!tx.changes(id, Logged.of(before, lines, before), Logged.of(after, linesAfter, before))) {
                return answer.of(before); // of which the log says nothing, so that it is undone
            }
            if (quote.lacksNothing()) {
                reckoned.set(quote);
            }
            return answer.of(after);
        });
        if (reckoned.get() instanceof CartQuote quote && payload.userErrors().isEmpty()) {
            quoteOfCart.prime(quote.cart(), quote);
        }
        return payload;
    }

    /** When a cart that changes now expires unless it changes again. */
    static Instant expiry(Instant now, boolean draft) {
        return now.plus(draft ? DRAFT_KEPT : KEPT);
    }

    /** The cart, locked. */
    Cart open(TenantContext tx, CartSight sight, Cart.Id id, String... path) {
        Cart cart = carts.lock(tx, sight, id).orElseThrow(() -> new Refused(Refusal.notFound(path)));
        if (cart.status() != CartStatus.OPEN) {
            throw new Refused(CartClosed.of(cart, path));
        }
        return cart;
    }

    /**
     * Remembers the prices that are shown now, and where the tenant reserves on carts, reserves.
     *
     * @param known of the cart as it is now
     * @param before its lines as they were
     */
    CartQuote settle(TenantContext tx, Cart cart, CartQuotes.Known known, List<CartLine> before, Viewer viewer) {
        CartQuote quote = quotes.toKeep(tx, cart, known, before);
        if (quote.lines().size() > CartLines.MOST) {
            throw CartLines.tooMany();
        }
        CartLines.see(tx, quote);
        reserve(tx, quote, viewer, clock.instant());
        return quote;
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
