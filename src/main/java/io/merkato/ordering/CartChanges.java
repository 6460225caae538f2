package io.merkato.ordering;

import io.merkato.api.Grant;
import io.merkato.api.MutationPayload;
import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.api.UserError;
import io.merkato.api.Viewer;
import io.merkato.catalog.ProductVariant;
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
            Settled settled = settle(tx, after, change.known(lines), lines, sight.viewer());
            List<CartLine> linesAfter = settled.quote().seenLines();
            if (after.says(before) && linesAfter.equals(lines)) {
                tx.unchanged();
                return answer.of(before);
            }
            if (!before.draft()) {
                tx.ownDeed();
            } else if (!tx.changes(id, Logged.of(before, lines, before), Logged.of(after, linesAfter, before))) {
                return answer.of(before); // of which the log says nothing, so that it is undone
            }
            if (settled.lacksNothing()) {
                reckoned.set(settled.quote());
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

    /** @param missing what it was not promised, though it would be */
    record Settled(CartQuote quote, List<OutOfStock> missing) {
        boolean lacksNothing() {
            return missing.isEmpty() && quote.lacksNothing();
        }
    }

    /**
     * Remembers the prices that are shown now, and where the tenant reserves on carts, reserves. Where there is too little of what was in the
     * cart already, it is promised what there is: that is a problem of the cart, and stands in no change's way.
     *
     * @param known of the cart as it is now
     * @param before its lines as they were
     * @throws Refused where there is too little of what it has more of than before
     */
    Settled settle(TenantContext tx, Cart cart, CartQuotes.Known known, List<CartLine> before, Viewer viewer) {
        CartQuote quote = quotes.toKeep(tx, cart, known, before);
        if (quote.lines().size() > CartLines.MOST) {
            throw CartLines.tooMany();
        }
        CartLines.see(tx, quote);
        return new Settled(quote, reserve(tx, quote, before, viewer, clock.instant()));
    }

    private List<OutOfStock> reserve(
            TenantContext tx, CartQuote quote, List<CartLine> before, Viewer viewer, Instant now) {
        InventoryPolicy policy = stock.policy(tx);
        if (policy.mode() != InventoryMode.RESERVE_ON_CART) {
            return List.of();
        }
        List<OutOfStock> missing = stock.holdWhatThereIs(
                tx, quote.cart().id(), CartStock.of(quote.lines()), now.plus(policy.cartHold()), viewer.actor());
        Map<ProductVariant.Id, Long> earlier = CartStock.of(before, CartStock.sold(quote.lines()));
        List<UserError> raised = missing.stream()
                .filter(each -> each.wanted() > earlier.getOrDefault(each.variantId(), 0L))
                .<UserError>map(each -> each)
                .toList();
        if (!raised.isEmpty()) {
            throw new Refused(raised);
        }
        return missing;
    }
}
