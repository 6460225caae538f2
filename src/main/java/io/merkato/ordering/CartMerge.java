package io.merkato.ordering;

import static io.merkato.jooq.ordering.Tables.CART;
import static io.merkato.jooq.ordering.Tables.CART_LINE;
import static io.merkato.jooq.ordering.Tables.ORDER;
import static java.util.stream.Collectors.toMap;
import static org.jooq.impl.DSL.excluded;
import static org.jooq.impl.DSL.greatest;
import static org.jooq.impl.DSL.val;
import static org.jooq.impl.DSL.when;

import io.merkato.api.Actor;
import io.merkato.api.Sql;
import io.merkato.api.Uuid7;
import io.merkato.api.Viewer;
import io.merkato.catalog.ProductVariant;
import io.merkato.catalog.Variants;
import io.merkato.customer.Customer;
import io.merkato.customer.GuestMerge;
import io.merkato.inventory.InventoryMode;
import io.merkato.inventory.InventoryPolicy;
import io.merkato.inventory.Stock;
import io.merkato.store.SalesChannel;
import io.merkato.store.Store;
import io.merkato.tenancy.Rows;
import io.merkato.tenancy.TenantContext;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.Currency;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * Carts and orders of a guest are the customer's who they turn out to be. What the guest put into a cart goes into the one that the customer
 * has open for the same store, currency and channel; where there is none, the guest's cart is the customer's. Comes before the coupons of
 * other modules, as {@link OrderPlace} has it.
 */
@Component
@Order(0)
class CartMerge implements GuestMerge {

    private record Place(Store.Id store, Currency currency, SalesChannel channel) {
        static Place of(Cart cart) {
            return new Place(cart.storeId(), cart.currency(), cart.channel());
        }
    }

    private record Goods(Cart.Id cart, ProductVariant.Id variant, List<NamedText> properties) {}

    private final CartRepository carts;
    private final Stock stock;
    private final Variants variants;
    private final Clock clock;

    CartMerge(CartRepository carts, Stock stock, Variants variants, Clock clock) {
        this.carts = carts;
        this.variants = variants;
        this.stock = stock;
        this.clock = clock;
    }

    @Override
    public void merge(TenantContext tx, Customer.Id guest, Customer.Id customer) {
        Instant now = clock.instant();
        List<Cart> open = carts.lockOpen(tx, List.of(guest, customer));
        Map<Place, Cart> own = open.stream()
                .filter(cart -> customer.equals(cart.customerId()))
                .collect(toMap(
                        Place::of, Function.identity(), BinaryOperator.maxBy(Comparator.comparing(Cart::updatedAt))));
        var into = new LinkedHashMap<Cart, Cart>();
        open.stream()
                .filter(cart -> guest.equals(cart.customerId()) && own.containsKey(Place.of(cart)))
                .forEach(cart -> into.put(cart, Objects.requireNonNull(own.get(Place.of(cart)))));
        hand(tx, guest, customer, ids(into.keySet()), now);
        if (!into.isEmpty()) {
            pour(tx, into);
            touch(tx, ids(into.values()), now);
            handOver(tx, into, now);
        }
    }

    /**
     * What the guest's carts were promised is promised to those that their lines went into, and of what these hold besides, what there is.
     * These come first, so that what there is of their goods is nobody else's by the time that the guest's are given back.
     */
    private void handOver(TenantContext tx, Map<Cart, Cart> into, Instant now) {
        Actor actor = Viewer.system("guestClaim").actor();
        InventoryPolicy policy = stock.policy(tx);
        Instant until = now.plus(policy.cartHold());
        var lacking = new LinkedHashMap<Cart.Id, Map<ProductVariant.Id, Long>>();
        if (policy.mode() == InventoryMode.RESERVE_ON_CART) {
            pieces(tx, new LinkedHashSet<>(into.values())).forEach((cart, pieces) -> {
                if (!stock.holdWhatThereIs(tx, cart, pieces, until, actor).isEmpty()) {
                    lacking.put(cart, pieces);
                }
            });
        }
        stock.release(tx, ids(into.keySet()), actor);
        lacking.forEach((cart, pieces) -> stock.holdWhatThereIs(tx, cart, pieces, until, actor));
    }

    private Map<Cart.Id, Map<ProductVariant.Id, Long>> pieces(TenantContext tx, Collection<Cart> filled) {
        Map<Cart.Id, List<CartLine>> lines = carts.lines(tx, filled);
        var pieces = new LinkedHashMap<Cart.Id, Map<ProductVariant.Id, Long>>();
        for (Cart cart : filled) {
            List<CartLine> its = lines.getOrDefault(cart.id(), List.of());
            List<ProductVariant.Id> goods =
                    its.stream().map(CartLine::variantId).toList();
            pieces.put(cart.id(), CartStock.of(its, variants.forSale(tx, cart.storeId(), cart.locale(), goods)));
        }
        return pieces;
    }

    private static List<Cart.Id> ids(Collection<Cart> carts) {
        return carts.stream().map(Cart::id).distinct().toList();
    }

    /** Carts of every status, drafts for the guest as well: whoever looks at one learns where it stands. */
    private static void hand(
            TenantContext tx, Customer.Id guest, Customer.Id customer, List<Cart.Id> merged, Instant now) {
        tx.sql()
                .update(CART)
                .set(CART.CUSTOMER_ID, customer)
                .set(
                        CART.STATUS,
                        when(Sql.isAny(CART.ID, merged), val(CartStatus.MERGED, CART.STATUS))
                                .otherwise(CART.STATUS))
                .set(CART.EXPIRES_AT, greatest(CART.EXPIRES_AT, val(CartChanges.expiry(now, false), CART.EXPIRES_AT)))
                .set(CART.VERSION, CART.VERSION.plus(1))
                .set(CART.UPDATED_AT, now)
                .where(tx.owns(CART))
                .and(CART.CUSTOMER_ID.eq(guest))
                .execute();
        tx.sql()
                .update(ORDER)
                .set(ORDER.CUSTOMER_ID, customer)
                .set(ORDER.VERSION, ORDER.VERSION.plus(1))
                .set(ORDER.UPDATED_AT, now)
                .where(tx.owns(ORDER))
                .and(ORDER.CUSTOMER_ID.eq(guest))
                .execute();
    }

    /** As much as a line, and as many lines as a cart, can have; the guest's cart keeps what it held. */
    private void pour(TenantContext tx, Map<Cart, Cart> into) {
        var all = new LinkedHashMap<Cart.Id, Cart>();
        into.forEach((from, to) -> {
            all.put(from.id(), from);
            all.put(to.id(), to);
        });
        Map<Cart.Id, List<CartLine>> lines = carts.lines(tx, all.values());
        var there = new HashMap<Cart.Id, Map<Goods, Long>>();
        var poured = new LinkedHashMap<Goods, Long>();
        into.forEach((from, to) -> {
            Map<Goods, Long> own = there.computeIfAbsent(
                    to.id(),
                    id -> lines.getOrDefault(id, List.of()).stream()
                            .collect(toMap(line -> goods(id, line), CartLine::quantity)));
            for (CartLine line : lines.getOrDefault(from.id(), List.of())) {
                Goods goods = goods(to.id(), line);
                if (own.containsKey(goods) || own.size() < CartLines.MOST) {
                    poured.put(goods, own.merge(goods, line.quantity(), CartMerge::together));
                }
            }
        });
        write(tx, poured);
    }

    private static Goods goods(Cart.Id cart, CartLine line) {
        return new Goods(cart, line.variantId(), line.properties());
    }

    private static long together(long one, long other) {
        return Math.min(one + other, CartLineInput.MOST_PIECES);
    }

    /** The price was seen for so many; the customer is yet to see what it is now. */
    private static void write(TenantContext tx, Map<Goods, Long> quantities) {
        Iterator<UUID> ids = Uuid7.next(quantities.size()).iterator();
        Rows.of(quantities.entrySet())
                .with(CART_LINE.ID, line -> new CartLine.Id(ids.next()))
                .with(CART_LINE.CART_ID, line -> line.getKey().cart())
                .with(CART_LINE.VARIANT_ID, line -> line.getKey().variant())
                .with(CART_LINE.PROPERTIES, line -> line.getKey().properties())
                .with(CART_LINE.QUANTITY, Map.Entry::getValue)
                .insertInto(tx, CART_LINE)
                .onConflict(CartLines.KEY)
                .doUpdate()
                .set(CART_LINE.QUANTITY, excluded(CART_LINE.QUANTITY))
                .setNull(CART_LINE.SEEN_PRICE)
                .execute();
    }

    private static void touch(TenantContext tx, List<Cart.Id> carts, Instant now) {
        tx.sql()
                .update(CART)
                .set(CART.EXPIRES_AT, CartChanges.expiry(now, false))
                .set(CART.VERSION, CART.VERSION.plus(1))
                .set(CART.UPDATED_AT, now)
                .where(tx.owns(CART))
                .and(Sql.isAny(CART.ID, carts))
                .execute();
    }
}
