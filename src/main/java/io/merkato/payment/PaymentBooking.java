package io.merkato.payment;

import io.merkato.money.Money;
import io.merkato.ordering.Order;
import io.merkato.ordering.Orders;
import io.merkato.ordering.ProviderMoney;
import io.merkato.platform.Events;
import io.merkato.provider.ProviderRequest;
import io.merkato.tenancy.TenantContext;
import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Has orders and the book say what a provider has moved, and says otherwise of what people had said it moved. Under the locks of the order and the payment. */
@Component
class PaymentBooking {

    private final PaymentRepository payments;
    private final OperationRepository operations;
    private final PaymentAccountRepository accounts;
    private final ProviderAccounts providers;
    private final NoticeRepository notices;
    private final Orders orders;
    private final Events events;
    private final Clock clock;

    PaymentBooking(
            PaymentRepository payments,
            OperationRepository operations,
            PaymentAccountRepository accounts,
            ProviderAccounts providers,
            NoticeRepository notices,
            Orders orders,
            Events events,
            Clock clock) {
        this.payments = payments;
        this.operations = operations;
        this.accounts = accounts;
        this.providers = providers;
        this.notices = notices;
        this.orders = orders;
        this.events = events;
        this.clock = clock;
    }

    /** @param payment with what the provider calls it by now */
    void received(
            TenantContext tx,
            Order order,
            Payment payment,
            Money amount,
            @Nullable Money fee,
            @Nullable String reference,
            PaymentOutcomes.Told told) {
        boolean byStaff = told.source() == PaymentEventSource.STAFF;
        received(tx, order, payment, money(tx, payment, amount, fee, reference, byStaff, null));
    }

    private void received(TenantContext tx, Order order, Payment payment, ProviderMoney taken) {
        orders.received(tx, order, taken, PaymentOutcomes.PAYMENTS);
        takenBackBefore(tx, payment);
    }

    void gaveBack(
            TenantContext tx,
            Order order,
            Payment payment,
            Money amount,
            @Nullable Money fee,
            @Nullable String reference) {
        orders.gaveBack(tx, order, money(tx, payment, amount, fee, reference, false, null), PaymentOutcomes.PAYMENTS);
    }

    /** The payer had it taken back. @return why it had no effect; null where it had */
    @Nullable
    String takenBack(TenantContext tx, Payment.Id id, String event, Money amount, Instant at) {
        Payment seen = payments.now(tx, id);
        Order order = orders.lock(tx, seen.orderId()).orElseThrow();
        Payment payment = payments.lock(tx, id);
        if (operations.hasHappened(tx, id, event)) {
            return null;
        }
        if (!amount.currency().equals(payment.amount().currency()) || amount.minorUnits() <= 0) {
            return "The provider says " + amount.amount() + " " + amount.currency() + ".";
        }
        if (amount.compareTo(payment.toBeTakenBack()) > 0) {
            return "More was taken back than is known to have been taken.";
        }
        operations.happened(
                tx,
                new OperationRepository.Happened(
                        id,
                        null,
                        PaymentEventKind.CHARGED_BACK,
                        amount,
                        null,
                        PaymentEventSource.NOTICE,
                        event,
                        null,
                        at));
        payments.touch(tx, id, clock.instant());
        events.publish(tx, PaymentHappened.of(PaymentEventKind.CHARGED_BACK, id));
        gaveBack(tx, order, payment, amount, null, event);
        return null;
    }

    /** What was told to be taken back before it was known that it had been taken. */
    private void takenBackBefore(TenantContext tx, Payment payment) {
        for (NoticeRepository.Chargeback kept : notices.chargebacksWithoutEffect(tx, payment)) {
            if (takenBack(tx, payment.id(), kept.event(), kept.amount(), kept.at()) == null) {
                notices.hadEffect(tx, kept.id(), payment.id(), null);
            }
        }
    }

    /** People said that it was done, and the provider that it is not. */
    void bookDenied(
            TenantContext tx, Order order, Payment payment, PaymentOperation operation, PaymentOutcomes.Told told) {
        correctTo(tx, order, payment, operation, Money.zero(operation.amount().currency()), null, told);
    }

    /**
     * People said that it was done, and the provider says how much of it is.
     *
     * @return what is to be looked at; null where nothing is
     */
    @Nullable
    String bookMoved(
            TenantContext tx,
            Order order,
            Payment payment,
            PaymentOperation operation,
            Money amount,
            @Nullable Money fee,
            PaymentOutcomes.Told told) {
        String said = "It was taken as done, and the provider says " + amount.amount() + " " + amount.currency() + ".";
        if (!amount.currency().equals(operation.amount().currency())
                || amount.minorUnits() <= 0
                || amount.compareTo(operation.amount()) > 0) {
            return said;
        }
        String beyond = correctTo(tx, order, payment, operation, amount, fee, told);
        return amount.equals(operation.amount()) ? beyond : said;
    }

    /** @return what is to be looked at where there was less left of the payment by now */
    private @Nullable String correctTo(
            TenantContext tx,
            Order order,
            Payment payment,
            PaymentOperation operation,
            Money amount,
            @Nullable Money fee,
            PaymentOutcomes.Told told) {
        boolean refund = operation.kind() == ProviderRequest.Kind.REFUND;
        if (!refund && !operation.takes()) {
            return null;
        }
        Money denied = operations.denied(tx, operation);
        if (!refund
                && amount.minorUnits() > 0
                && denied.minorUnits() == 0
                && providers.isMoney(accounts.wayOf(tx, payment.accountId()).environment())) {
            orders.confirmed(tx, order, payment.id(), operation.amount(), PaymentOutcomes.PAYMENTS);
        }
        Money more = amount.minus(operation.amount()).plus(denied);
        if (more.minorUnits() > 0) {
            String beyond = refund ? payment.beyondLeft(more) : null;
            corrected(tx, payment, operation, PaymentEventKind.REINSTATED, more, fee, told);
            move(tx, order, payment, operation, PaymentEventKind.REINSTATED, more, fee);
            return beyond;
        }
        if (fee != null && fee.minorUnits() > 0) {
            happened(tx, payment, operation, PaymentEventKind.FEE, amount, fee, told, null);
            orders.bookFee(tx, order, operation.id(), payment.accountId(), fee, clock.instant());
        }
        Money less = Money.zero(more.currency()).minus(more);
        if (less.minorUnits() > 0 && (refund || less.compareTo(payment.toBeTakenBack()) <= 0)) {
            corrected(tx, payment, operation, PaymentEventKind.DENIED, less, null, told);
            move(tx, order, payment, operation, PaymentEventKind.DENIED, less, null);
        }
        return null;
    }

    private void corrected(
            TenantContext tx,
            Payment payment,
            PaymentOperation operation,
            PaymentEventKind kind,
            Money amount,
            @Nullable Money fee,
            PaymentOutcomes.Told told) {
        happened(tx, payment, operation, kind, amount, fee, told, told.event());
        events.publish(tx, PaymentHappened.of(kind, payment.id()));
    }

    /** @param event the provider's that is written down by it, each once */
    private void happened(
            TenantContext tx,
            Payment payment,
            PaymentOperation operation,
            PaymentEventKind kind,
            Money amount,
            @Nullable Money fee,
            PaymentOutcomes.Told told,
            @Nullable String event) {
        operations.happened(
                tx,
                new OperationRepository.Happened(
                        payment.id(), operation.id(), kind, amount, fee, told.source(), event, null, clock.instant()));
    }

    private void move(
            TenantContext tx,
            Order order,
            Payment payment,
            PaymentOperation operation,
            PaymentEventKind kind,
            Money amount,
            @Nullable Money fee) {
        // What comes in is what was taken after all, or not given back.
        boolean reinstated = kind == PaymentEventKind.REINSTATED;
        ProviderMoney.Correction correction =
                reinstated ? ProviderMoney.Correction.REINSTATED : ProviderMoney.Correction.DENIED;
        if (reinstated == operation.takes()) {
            received(tx, order, payment, money(tx, payment, amount, fee, operation.reference(), false, correction));
        } else {
            boolean attested = amount.compareTo(orders.attested(tx, order, payment.id())) <= 0;
            orders.gaveBack(
                    tx,
                    order,
                    money(tx, payment, amount, fee, operation.reference(), attested, correction),
                    PaymentOutcomes.PAYMENTS);
        }
    }

    private ProviderMoney money(
            TenantContext tx,
            Payment payment,
            Money amount,
            @Nullable Money fee,
            @Nullable String reference,
            boolean byWord,
            ProviderMoney.@Nullable Correction correction) {
        PaymentAccountRepository.Way way = accounts.wayOf(tx, payment.accountId());
        return new ProviderMoney(
                payment.id(),
                payment.accountId(),
                way.method(),
                amount,
                fee,
                reference,
                byWord || !providers.isMoney(way.environment()),
                correction,
                clock.instant());
    }
}
