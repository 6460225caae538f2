package io.merkato.ordering;

import static io.merkato.jooq.ordering.Tables.CART;

import io.merkato.api.Grant;
import io.merkato.api.MutationPayload;
import io.merkato.api.Permission;
import io.merkato.api.Refused;
import io.merkato.api.Sql;
import io.merkato.api.UserError;
import io.merkato.api.Viewer;
import io.merkato.customer.Customer;
import io.merkato.customer.CustomerEnd;
import io.merkato.inventory.Stock;
import io.merkato.tenancy.TenantContext;
import io.merkato.tenancy.TenantUpkeep;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToIntFunction;
import org.springframework.stereotype.Component;

/** Ends carts that nobody has touched for so long, and lets go of those that ended 90 days ago without becoming an order. */
@Component
class CartUpkeep implements TenantUpkeep, CustomerEnd {

    private static final Viewer UPKEEP = Viewer.system("cartUpkeep");
    private static final Duration KEPT = Duration.ofDays(90);
    private static final int BATCH = 200;

    record Payload(int carts, List<UserError> userErrors) implements MutationPayload {
        Payload(List<UserError> errors) {
            this(0, errors);
        }
    }

    /** What the audit log keeps of a draft that is gone. */
    record Purged(CartStatus status, Instant endedAt) {}

    private final CartRepository carts;
    private final Stock stock;

    CartUpkeep(CartRepository carts, Stock stock) {
        this.carts = carts;
        this.stock = stock;
    }

    @Override
    public void tidy(TenantContext tenant) {
        Instant now = Instant.now();
        for (boolean drafts : List.of(false, true)) {
            repeat(tenant, drafts, tx -> expire(tx, drafts, now));
            repeat(tenant, drafts, tx -> purge(tx, drafts, now.minus(KEPT)));
        }
    }

    /** Shoppers' own carts are nobody's deed; drafts are staff's, and what becomes of them is written down. */
    private static void repeat(TenantContext tenant, boolean drafts, ToIntFunction<TenantContext> batch) {
        Grant grant = UPKEEP.may(Permission.ORDERS_WRITE);
        int done;
        do {
            done = drafts
                    ? tenant.mutate(grant, Payload::new, tx -> logged(batch.applyAsInt(tx)))
                            .carts()
                    : tenant.transact(grant, batch::applyAsInt);
        } while (done == BATCH);
    }

    private static Payload logged(int drafts) {
        if (drafts == 0) {
            throw new Refused(List.of());
        }
        return new Payload(drafts, List.of());
    }

    private int expire(TenantContext tx, boolean drafts, Instant now) {
        List<Cart> due = carts.lockSome(
                tx,
                CART.STATUS.eq(CartStatus.OPEN).and(CART.DRAFT.eq(drafts)).and(CART.EXPIRES_AT.le(now)),
                CART.EXPIRES_AT,
                BATCH);
        if (due.isEmpty()) {
            return 0;
        }
        List<Cart.Id> ids = due.stream().map(Cart::id).toList();
        tx.sql()
                .update(CART)
                .set(CART.STATUS, CartStatus.EXPIRED)
                .set(CART.VERSION, CART.VERSION.plus(1))
                .set(CART.UPDATED_AT, now)
                .where(tx.owns(CART))
                .and(Sql.isAny(CART.ID, ids))
                .execute();
        stock.release(tx, ids, UPKEEP.actor());
        if (drafts) {
            log(tx, due, ids);
        }
        return due.size();
    }

    /** Drafts are staff's, and stay without whom they were for; those that came to an end go along. */
    @Override
    public void end(TenantContext tx, Collection<Customer.Id> customers) {
        List<Cart> drafts = carts.lockOpenDraftsOf(tx, customers);
        if (drafts.isEmpty()) {
            return;
        }
        List<Cart.Id> ids = drafts.stream().map(Cart::id).toList();
        tx.sql()
                .update(CART)
                .setNull(CART.CUSTOMER_ID)
                .setNull(CART.LOYALTY_POINTS)
                .set(CART.VERSION, CART.VERSION.plus(1))
                .set(CART.UPDATED_AT, Instant.now())
                .where(tx.owns(CART))
                .and(Sql.isAny(CART.ID, ids))
                .execute();
        log(tx, drafts, ids);
    }

    private void log(TenantContext tx, List<Cart> before, List<Cart.Id> ids) {
        Map<Cart.Id, List<CartLine>> lines = carts.lines(tx, before);
        Map<Cart.Id, Cart> after = carts.byId(tx, ids);
        for (Cart cart : before) {
            List<CartLine> of = lines.getOrDefault(cart.id(), List.of());
            tx.changes(
                    cart.id(),
                    Logged.of(cart, of, cart),
                    Logged.of(Objects.requireNonNull(after.get(cart.id())), of, cart));
        }
    }

    private int purge(TenantContext tx, boolean drafts, Instant end) {
        List<Cart> ended = carts.lockSome(
                tx,
                CART.STATUS
                        .in(CartStatus.MERGED, CartStatus.EXPIRED)
                        .and(CART.DRAFT.eq(drafts))
                        .and(CART.UPDATED_AT.lt(end)),
                CART.UPDATED_AT,
                BATCH);
        if (ended.isEmpty()) {
            return 0;
        }
        if (drafts) {
            ended.forEach(cart -> tx.purged(cart.id(), new Purged(cart.status(), cart.updatedAt())));
        }
        tx.sql()
                .deleteFrom(CART)
                .where(tx.owns(CART))
                .and(Sql.isAny(CART.ID, ended.stream().map(Cart::id).toList()))
                .execute();
        return ended.size();
    }
}
