package io.merkato.loyalty;

import static io.merkato.api.Permission.LOYALTY_WRITE;

import io.merkato.api.Given;
import io.merkato.api.Idempotency;
import io.merkato.api.MutationPayload;
import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.api.UserError;
import io.merkato.api.UserErrorCode;
import io.merkato.api.Viewer;
import io.merkato.customer.Behalf;
import io.merkato.customer.Customer;
import io.merkato.customer.Shopper;
import io.merkato.customer.Shoppers;
import io.merkato.money.Money;
import io.merkato.ordering.Means;
import io.merkato.ordering.Order;
import io.merkato.ordering.OrderPaymentMethod;
import io.merkato.ordering.OrderStatus;
import io.merkato.ordering.Orders;
import io.merkato.tenancy.TenantContext;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

/** Pays for an order with points of its customer. Holds the order first, and then the account, as whatever moves points by an order does. */
@Controller
class LoyaltyPointsRedeem {

    record Input(Order.Id orderId, long points) {}

    record Payload(@Nullable LoyaltyMovement movement, List<UserError> userErrors) implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, errors);
        }
    }

    private final Orders orders;
    private final Shoppers shoppers;
    private final PointsUse use;
    private final Wallets wallets;
    private final RedemptionRepository redemptions;
    private final Clock clock;

    LoyaltyPointsRedeem(
            Orders orders,
            Shoppers shoppers,
            PointsUse use,
            Wallets wallets,
            RedemptionRepository redemptions,
            Clock clock) {
        this.orders = orders;
        this.shoppers = shoppers;
        this.use = use;
        this.wallets = wallets;
        this.redemptions = redemptions;
        this.clock = clock;
    }

    @MutationMapping
    Payload loyaltyPointsRedeem(
            @Argument Input input,
            Idempotency once,
            @ContextValue TenantContext tenant,
            @ContextValue Viewer viewer,
            @ContextValue Shopper shopper) {
        Behalf behalf = Behalf.ofAny(shopper, viewer, LOYALTY_WRITE);
        return tenant.mutateOnce(
                behalf.grant(),
                PointsUse.scope(once, viewer, shopper),
                Payload::refused,
                tx -> redeem(tx, behalf, input, viewer),
                (tx, id) -> new Payload(use.movement(tx, id), List.of()));
    }

    private LoyaltyMovement.Id redeem(TenantContext tx, Behalf behalf, Input input, Viewer viewer) {
        Order order = (behalf.byStaff()
                        ? orders.lock(tx, input.orderId())
                        : shoppers.find(tx, behalf.shopper())
                                .flatMap(customer -> orders.lockOwn(tx, input.orderId(), customer)))
                .orElseThrow(() -> Given.nothing("input", "orderId"));
        Customer.Id customer = order.customerId();
        if (customer == null) {
            throw Given.nothing("input", "orderId");
        }
        return redeem(tx, order, customer, input.points(), viewer, behalf.byStaff());
    }

    /** @param order locked, and the customer's */
    LoyaltyMovement.Id redeem(
            TenantContext tx, Order order, Customer.Id customer, long points, Viewer viewer, boolean byStaff) {
        Wallet wallet = use.wallet(tx, order.storeId(), customer, clock.instant(), viewer, "input", "orderId");
        LoyaltyProgramme.Rate rate = wallet.programme()
                .rate(order.currency())
                .orElseThrow(() -> new Refused(Refusal.of(
                        UserErrorCode.NOT_ALLOWED,
                        "Points pay for nothing in " + order.currency() + " here.",
                        "input",
                        "orderId")));
        if (order.status() == OrderStatus.CANCELLED || order.balance().minorUnits() <= 0) {
            throw new Refused(Refusal.of(
                    UserErrorCode.CONFLICT, "Nothing is left to be paid for this order.", "input", "orderId"));
        }
        Money worth = use.worth(wallet, rate, points);
        if (worth.compareTo(order.balance()) > 0) {
            throw new Refused(Refusal.of(
                    UserErrorCode.OUT_OF_RANGE,
                    "%s %s are still to be paid: no more than %d points do."
                            .formatted(order.balance().amount(), order.currency(), rate.most(order.balance())),
                    "input",
                    "points"));
        }
        Wallet.Spent spent = wallet.spend(LoyaltyMovement.Kind.REDEEMED, points, order.id(), worth, null);
        wallets.write(tx, List.of(wallet));
        redemptions.insert(
                tx,
                new Redemption(
                        spent.movement(), wallet.account().id(), order.id(), points, 0, worth, false, spent.taken()));
        orders.take(tx, order, worth, Means.of(OrderPaymentMethod.LOYALTY_POINTS), viewer, byStaff);
        LoyaltyMovement movement = use.movement(tx, spent.movement().value());
        if (byStaff) {
            tx.created(movement.id(), movement);
        } else {
            tx.ownDeed();
        }
        return movement.id();
    }
}
