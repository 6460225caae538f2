package io.merkato.payment;

import io.merkato.api.Fault;
import io.merkato.api.FaultCode;
import io.merkato.api.Grant;
import io.merkato.api.Permission;
import io.merkato.ordering.Order;
import io.merkato.ordering.OrderStatus;
import io.merkato.ordering.Orders;
import io.merkato.platform.Events;
import io.merkato.provider.ProviderRequest;
import io.merkato.tenancy.PlatformContext;
import io.merkato.tenancy.TenantContext;
import io.merkato.tenancy.TenantContexts;
import io.merkato.tenancy.TenantRounds;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Looks after what is held: tells a day before it ends, and has let go of what has ended or whose order was called off. {@link PaymentSettlement} asks. */
@Component
class HoldRelease {

    static final Duration TOLD_BEFORE = Duration.ofDays(1);

    private static final Logger LOG = LoggerFactory.getLogger(HoldRelease.class);
    private static final Grant GRANT = PaymentOutcomes.PAYMENTS.may(Permission.PAYMENTS_WRITE);
    private static final int MOST = 100;
    private static final Duration AGAIN = Duration.ofHours(6);
    private static final Duration SOON = Duration.ofMinutes(5);
    private static final Duration LONGEST = Duration.ofDays(7);

    private final TenantRounds rounds = new TenantRounds("Holds");
    private final PlatformContext platform;
    private final TenantContexts tenants;
    private final PaymentRepository payments;
    private final PaymentAsking asking;
    private final Orders orders;
    private final Events events;
    private final Clock clock;

    HoldRelease(
            PlatformContext platform,
            TenantContexts tenants,
            PaymentRepository payments,
            PaymentAsking asking,
            Orders orders,
            Events events,
            Clock clock) {
        this.platform = platform;
        this.tenants = tenants;
        this.payments = payments;
        this.asking = asking;
        this.orders = orders;
        this.events = events;
        this.clock = clock;
    }

    void release() {
        rounds.serve(most -> payments.tenantsWithHoldsDue(platform, clock.instant(), most), tenant -> {
            release(tenants.of(tenant));
            return true;
        });
    }

    void release(TenantContext tenant) {
        for (Payment.Id id : payments.holdsDue(tenant, clock.instant(), MOST)) {
            try {
                tenant.transact(GRANT, tx -> look(tx, id));
            } catch (RuntimeException e) {
                if (e instanceof Fault full && full.code() == FaultCode.THROTTLED) {
                    throw e;
                }
                LOG.error(
                        "What is held of {} is left for later: {}",
                        id,
                        e.getClass().getName());
            }
        }
    }

    private boolean look(TenantContext tx, Payment.Id id) {
        Instant now = clock.instant();
        Order order = orders.lock(tx, payments.now(tx, id).orderId()).orElseThrow();
        Optional<Payment> due = payments.lockHoldDue(tx, id, now);
        due.ifPresent(payment -> payments.holdIsDue(tx, id, next(tx, order, payment, now)));
        return due.isPresent();
    }

    /** @return when to look again; null where nothing is held any more, or the provider has long let go of it */
    private @Nullable Instant next(TenantContext tx, Order order, Payment payment, Instant now) {
        Instant ends = payment.expiresAt() == null ? now.plus(LONGEST) : payment.expiresAt();
        boolean off = order.status() == OrderStatus.CANCELLED;
        if (!payment.isHolding() || now.isAfter(ends) && ends.plus(LONGEST).isBefore(now)) {
            return null;
        }
        if (!off && now.isBefore(ends.minus(TOLD_BEFORE))) {
            return ends.minus(TOLD_BEFORE);
        }
        if (!off && now.isBefore(ends)) {
            events.publish(tx, new PaymentHappened(PaymentHappened.Type.PAYMENT_EXPIRING, payment.id()));
            return payment.expiresAt();
        }
        if (payment.toCapture().minorUnits() <= 0) {
            return now.plus(SOON);
        }
        String reason = off ? "The order was cancelled." : "It was held for as long as the provider does.";
        asking.later(
                tx, payment.id(), new PaymentAsking.Wanted(ProviderRequest.Kind.VOID, payment.toCapture(), reason));
        return now.plus(AGAIN);
    }
}
