package io.merkato.storecredit;

import static io.merkato.api.Permission.PAYMENTS_WRITE;
import static io.merkato.api.Permission.STORE_CREDIT_WRITE;

import io.merkato.api.Given;
import io.merkato.api.Grant;
import io.merkato.api.Idempotency;
import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.api.UserErrorCode;
import io.merkato.api.Viewer;
import io.merkato.customer.Customer;
import io.merkato.customer.Shopper;
import io.merkato.money.Money;
import io.merkato.money.MoneyInput;
import io.merkato.ordering.Means;
import io.merkato.ordering.Order;
import io.merkato.ordering.OrderPayment;
import io.merkato.ordering.OrderStatus;
import io.merkato.ordering.Orders;
import io.merkato.tenancy.TenantContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Paying an order with what the tenant owes: shoppers their own orders, staff those of their stores. */
@Component
class OrderPaying {

    /** @param once keys of one guest are not another's */
    record Payer(Grant grant, Idempotency once) {
        boolean isStaff() {
            return grant.permission() != null;
        }
    }

    record Paid(Order order, OrderPayment payment) {}

    private final Orders orders;

    OrderPaying(Orders orders) {
        this.orders = orders;
    }

    /** By a gift card, whose code staff are told: empty where there is no such order that the viewer may pay. */
    Optional<Payer> byCard(TenantContext tenant, Order.Id id, Viewer viewer, Shopper shopper, Idempotency once) {
        return payer(
                tenant,
                id,
                viewer,
                shopper,
                once,
                order -> viewer.hasIn(PAYMENTS_WRITE, order.storeId())
                        ? Optional.of(viewer.mayIn(PAYMENTS_WRITE, order.storeId()))
                        : Optional.empty());
    }

    /** By store credit, which is good in every store, and whose owner is not asked: as {@link #byCard}. */
    Optional<Payer> byCredit(TenantContext tenant, Order.Id id, Viewer viewer, Shopper shopper, Idempotency once) {
        return payer(
                tenant,
                id,
                viewer,
                shopper,
                once,
                order -> viewer.has(STORE_CREDIT_WRITE)
                        ? Optional.of(viewer.may(STORE_CREDIT_WRITE))
                        : Optional.empty());
    }

    private Optional<Payer> payer(
            TenantContext tenant,
            Order.Id id,
            Viewer viewer,
            Shopper shopper,
            Idempotency once,
            Function<Order, Optional<Grant>> staff) {
        return orders.find(tenant, id).flatMap(order -> {
            Optional<Grant> grant = staff.apply(order);
            if (grant.isPresent()) {
                return Optional.of(new Payer(grant.get(), once));
            }
            Customer.Id customer = order.customerId();
            return customer != null && shopper.mine(customer)
                    ? Optional.of(new Payer(viewer.mayAsAnyone(), viewer.isAnonymous() ? once.of(customer) : once))
                    : Optional.empty();
        });
    }

    /** The order, locked, which owes something. */
    Order lock(TenantContext tx, Order.Id id) {
        Order order = orders.lock(tx, id).orElseThrow(() -> Given.nothing("input", "orderId"));
        if (order.status() == OrderStatus.CANCELLED || order.balance().minorUnits() <= 0) {
            throw new Refused(Refusal.of(
                    UserErrorCode.CONFLICT, "Nothing is left to be paid for this order.", "input", "orderId"));
        }
        return order;
    }

    /** What is given, or as much as there is and is owed. @param order locked */
    Money amount(TenantContext tx, Order order, @Nullable MoneyInput given, Money available) {
        Money owed = orders.payable(tx, order);
        if (owed.minorUnits() <= 0) {
            throw new Refused(Refusal.of(
                    UserErrorCode.NOT_ALLOWED, "Other payments of this order are under way.", "input", "orderId"));
        }
        Money most = available.compareTo(owed) <= 0 ? available : owed;
        if (most.minorUnits() <= 0) {
            throw new Refused(Refusal.of(
                    UserErrorCode.OUT_OF_RANGE, "There is nothing to spend in " + order.currency() + ".", "input"));
        }
        if (given == null) {
            return most;
        }
        Money amount = given.money("input", "amount");
        if (!amount.currency().equals(order.currency())) {
            throw new Refused(Refusal.of(
                    UserErrorCode.INVALID, "The order is in " + order.currency() + ".", "input", "amount", "currency"));
        }
        if (amount.minorUnits() <= 0 || amount.compareTo(most) > 0) {
            throw new Refused(Refusal.of(
                    UserErrorCode.OUT_OF_RANGE,
                    "An amount is above 0, and no more than the " + most.amount() + " " + most.currency()
                            + " that are there and owed.",
                    "input",
                    "amount"));
        }
        return amount;
    }

    OrderPayment.Id pay(TenantContext tx, Order order, Money amount, Means means, Viewer viewer, Payer payer) {
        OrderPayment.Id paid = orders.take(tx, order, amount, means, viewer, payer.isStaff());
        if (!payer.isStaff()) {
            tx.ownDeed();
        }
        return paid;
    }

    Paid paid(TenantContext tx, Order.Id id, UUID payment) {
        Map<Order.Id, List<OrderPayment>> all = orders.paymentsOf(tx, List.of(id));
        return new Paid(
                orders.find(tx, id).orElseThrow(),
                all.getOrDefault(id, List.of()).stream()
                        .filter(each -> each.id().value().equals(payment))
                        .findAny()
                        .orElseThrow());
    }
}
