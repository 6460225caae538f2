package io.merkato.ordering;

import io.merkato.api.Grant;
import io.merkato.api.Idempotency;
import io.merkato.api.MutationPayload;
import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.api.UserError;
import io.merkato.api.UserErrorCode;
import io.merkato.api.Uuid7;
import io.merkato.api.Viewer;
import io.merkato.customer.Activities;
import io.merkato.customer.CustomerActivityKind;
import io.merkato.customer.Shopper;
import io.merkato.inventory.InventoryMode;
import io.merkato.inventory.OutOfStock;
import io.merkato.inventory.Stock;
import io.merkato.money.Money;
import io.merkato.money.MoneyInput;
import io.merkato.pricing.FlashSaleItem;
import io.merkato.pricing.FlashSales;
import io.merkato.promotion.Coupon;
import io.merkato.promotion.CouponRefusal;
import io.merkato.promotion.Coupons;
import io.merkato.tenancy.TenantContext;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

/**
 * Makes an order of a cart, all or nothing. What others wait for is taken late and always in this order: the cart, stock, sales, coupons,
 * the order's number, points; so no two of these transactions wait for each other.
 */
@Controller
class OrderPlace {

    record Input(Cart.Id cartId, MoneyInput expectedTotal) {}

    record Payload(@Nullable Order order, @Nullable Cart cart, List<UserError> userErrors) implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, null, errors);
        }
    }

    private final CartRepository carts;
    private final CartChanges cartChanges;
    private final CartQuotes quotes;
    private final Orders orders;
    private final OrderChanges changes;
    private final Activities activities;
    private final Stock stock;
    private final FlashSales sales;
    private final Coupons coupons;
    private final PointsDiscounts points;
    private final Clock clock;

    OrderPlace(
            CartRepository carts,
            CartChanges cartChanges,
            CartQuotes quotes,
            Orders orders,
            OrderChanges changes,
            Activities activities,
            Stock stock,
            FlashSales sales,
            Coupons coupons,
            PointsDiscounts points,
            Clock clock) {
        this.carts = carts;
        this.cartChanges = cartChanges;
        this.quotes = quotes;
        this.orders = orders;
        this.changes = changes;
        this.activities = activities;
        this.stock = stock;
        this.sales = sales;
        this.coupons = coupons;
        this.points = points;
        this.clock = clock;
    }

    @MutationMapping
    Payload orderPlace(
            @Argument Input input,
            Idempotency once,
            @ContextValue TenantContext tenant,
            @ContextValue Viewer viewer,
            @ContextValue Shopper shopper) {
        CartSight sight = CartSight.of(viewer, shopper);
        Optional<Grant> grant = sight.grant(tenant, carts, input.cartId());
        if (grant.isEmpty()) {
            return Payload.refused(List.of(Refusal.notFound("input", "cartId")));
        }
        var placed = new AtomicReference<@Nullable Placed>();
        return tenant.mutateOnce(
                grant.get(),
                viewer.isAnonymous() && sight.customer() != null ? once.of(sight.customer()) : once,
                Payload::refused,
                tx -> {
                    Placed made = place(tx, sight, input, viewer);
                    placed.set(made);
                    return made.order();
                },
                (tx, id) -> {
                    var order = new Order.Id(id);
                    Cart cart =
                            placed.get() instanceof Placed just && just.order().equals(order)
                                    ? just.cart()
                                    : carts.now(tx, input.cartId());
                    return new Payload(changes.now(tx, order), cart, List.of());
                });
    }

    /** @param cart as it is since */
    record Placed(Order.Id order, Cart cart) {}

    Placed place(TenantContext tx, CartSight sight, Input input, Viewer viewer) {
        Cart cart = cartChanges.open(tx, sight, input.cartId(), "input", "cartId");
        CartQuote quote = quotes.toPlace(tx, cart);
        refuse(quote, input.expectedTotal().money("input", "expectedTotal"));
        var id = new Order.Id(Uuid7.next());
        reserve(tx, quote, id, viewer);
        takeSales(tx, quote);
        redeem(tx, quote, id);
        NewOrder order = CartOrder.of(quote, id, clock.instant());
        Cart completed = carts.complete(tx, cart.id(), order);
        if (cart.customerId() != null) {
            activities.record(tx, cart.customerId(), CustomerActivityKind.ORDER_PLACED, id);
        }
        orders.place(tx, List.of(order), viewer.actor());
        spendPoints(tx, quote, id, viewer);
        if (cart.draft()) {
            tx.created(id, Logged.of(changes.now(tx, id), null));
        } else {
            tx.ownDeed();
        }
        return new Placed(id, completed);
    }

    /** Too little stock is said by whoever reserves it, who alone knows at that moment. */
    private static void refuse(CartQuote quote, Money expected) {
        List<UserError> blocking =
                quote.blocking().stream().<UserError>map(CartNotReady::of).toList();
        if (!blocking.isEmpty()) {
            throw new Refused(blocking);
        }
        Money total = quote.totals().total();
        if (!total.equals(expected)) {
            throw new Refused(TotalChanged.to(total));
        }
    }

    private void reserve(TenantContext tx, CartQuote quote, Order.Id id, Viewer viewer) {
        if (stock.policy(tx).mode() == InventoryMode.RESERVE_ON_CART) {
            stock.handOver(tx, quote.cart().id(), id);
        }
        List<OutOfStock> missing = stock.hold(tx, id, CartStock.of(quote.lines()), null, viewer.actor());
        if (!missing.isEmpty()) {
            throw new Refused(List.<UserError>copyOf(missing));
        }
    }

    private void takeSales(TenantContext tx, CartQuote quote) {
        var quantities = new HashMap<FlashSaleItem.Id, Long>();
        for (QuotedLine line : quote.lines()) {
            if (line.flashSaleItemId() != null) {
                quantities.merge(line.flashSaleItemId(), line.quantity(), Math::addExact);
            }
        }
        Set<FlashSaleItem.Id> gone = quantities.isEmpty() ? Set.of() : sales.take(tx, quantities);
        if (!gone.isEmpty()) {
            throw new Refused(Refusal.of(
                    UserErrorCode.CONFLICT,
                    "A flash sale ended just now; look at the cart again.",
                    "input",
                    "expectedTotal"));
        }
    }

    /** After the order is there that they are spent for; who holds points waits for no order's number. */
    private void spendPoints(TenantContext tx, CartQuote quote, Order.Id id, Viewer viewer) {
        PointsDiscounts.Offer offer = quote.points();
        if (offer != null && offer.points() > 0 && !points.spend(tx, quote.cart(), id, offer, viewer)) {
            throw new Refused(CartNotReady.of(CartProblem.of(
                    CartProblem.Code.POINTS_NOT_APPLIED,
                    "The points were spent just now: there are not as many any more.")));
        }
    }

    private void redeem(TenantContext tx, CartQuote quote, Order.Id id) {
        Map<Coupon.Id, CouponRefusal> refusals =
                coupons.redeem(tx, id, quote.cart().customerId(), quote.coupons());
        if (!refusals.isEmpty()) {
            throw new Refused(quote.codesOf(refusals).entrySet().stream()
                    .<UserError>map(refusal -> CartNotReady.of(CartProblem.of(refusal.getKey(), refusal.getValue())))
                    .toList());
        }
    }
}
