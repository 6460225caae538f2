package io.merkato.payment;

import io.merkato.api.Grant;
import io.merkato.api.Permission;
import io.merkato.api.Uuid7;
import io.merkato.money.Money;
import io.merkato.ordering.Orders;
import io.merkato.provider.ForgedNotice;
import io.merkato.provider.Outcome;
import io.merkato.provider.ProviderNotice;
import io.merkato.provider.ProviderRequest;
import io.merkato.provider.RawNotice;
import io.merkato.provider.UnreadableNotice;
import io.merkato.tenancy.TenantContext;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Takes in what providers tell by themselves: any number of times, in any order. It is stored by the transaction that has its effect. */
@Component
class PaymentNotices {

    private static final Logger LOG = LoggerFactory.getLogger(PaymentNotices.class);
    private static final Grant GRANT = PaymentOutcomes.PAYMENTS.may(Permission.PAYMENTS_WRITE);
    private static final int LONGEST_EVENT = 255;

    private final AccountTenants tenants;
    private final ProviderAccounts accounts;
    private final PaymentRepository payments;
    private final OperationRepository operations;
    private final NoticeRepository notices;
    private final PaymentOutcomes outcomes;
    private final PaymentBooking booking;
    private final Orders orders;
    private final ForgedNotices forged;

    PaymentNotices(
            AccountTenants tenants,
            ProviderAccounts accounts,
            PaymentRepository payments,
            OperationRepository operations,
            NoticeRepository notices,
            PaymentOutcomes outcomes,
            PaymentBooking booking,
            Orders orders,
            ForgedNotices forged) {
        this.tenants = tenants;
        this.accounts = accounts;
        this.payments = payments;
        this.operations = operations;
        this.notices = notices;
        this.outcomes = outcomes;
        this.booking = booking;
        this.orders = orders;
        this.forged = forged;
    }

    /**
     * @return false where there is no such account
     * @throws ForgedNotice where nothing is written
     */
    boolean receive(PaymentAccount.Id account, RawNotice raw) throws ForgedNotice {
        Optional<TenantContext> tenant = tenants.find(account);
        Optional<ProviderAccounts.Opened> opened = tenant.flatMap(each -> accounts.find(each, account));
        if (opened.isEmpty()) {
            return false;
        }
        try {
            ProviderNotice notice = opened.get().provider().read(opened.get().account(), raw);
            keep(tenant.orElseThrow(), account, Plausible.notice(notice, raw.receivedAt()), raw);
        } catch (UnreadableNotice e) {
            unreadable(tenant.orElseThrow(), account, raw, String.valueOf(e.getMessage()));
        } catch (ForgedNotice e) {
            forged.count(account, opened.get().provider().code(), e);
            throw e;
        }
        return true;
    }

    private void keep(TenantContext tenant, PaymentAccount.Id account, ProviderNotice notice, RawNotice raw) {
        try {
            tenant.transact(GRANT, tx -> write(tx, account, notice, raw, null));
        } catch (DataAccessException e) {
            LOG.warn("A notice for {} had no effect: {}", account, e.sqlState());
            if (!e.sqlState().startsWith("23")) {
                throw e;
            }
            String problem = "It contradicts what is known of the payment.";
            tenant.transact(GRANT, tx -> write(tx, account, notice, raw, problem));
        }
    }

    /** @param problem why it is not to have an effect; null where it is */
    private boolean write(
            TenantContext tx,
            PaymentAccount.Id account,
            ProviderNotice notice,
            RawNotice raw,
            @Nullable String problem) {
        Optional<PaymentOperation> operation = operation(tx, account, notice);
        boolean back = notice.about() == ProviderNotice.About.CHARGEBACK;
        Payment.Id payment = operation
                .map(PaymentOperation::paymentId)
                .or(() -> payments.findByReference(tx, account, notice.reference())
                        .map(Payment::id))
                .orElse(null);
        boolean fits =
                operation.filter(found -> fits(notice.about(), found.kind())).isPresent();
        PaymentOperation.Id asked =
                back || !fits ? null : operation.map(PaymentOperation::id).orElse(null);
        String unmatched = payment == null || asked == null && !back ? unmatched(operation, notice.outcome()) : null;
        // The order first, as everywhere: whoever refers to the payment holds on to it.
        if (payment != null) {
            orders.lock(tx, payments.now(tx, payment).orderId());
        }
        var kept = new PaymentNotice(
                new PaymentNotice.Id(Uuid7.next()),
                account,
                clip(notice.eventId()),
                notice.about(),
                payment,
                problem == null ? unmatched : problem,
                "",
                notice.occurredAt(),
                raw.receivedAt());
        // What is told again has its effect where it had none before.
        PaymentNotice.Id id = notices.insert(
                        tx, kept, asked, back ? notice.reference() : null, back ? notice.amount() : null, raw.body())
                ? kept.id()
                : notices.withoutEffect(tx, account, kept.providerEvent())
                        .map(PaymentNotice::id)
                        .orElse(null);
        if (id == null || kept.problem() != null || payment == null) {
            return false;
        }
        String found = asked == null
                ? takenBack(tx, payment, notice)
                : outcomes.write(tx, asked, notice.outcome(), PaymentOutcomes.Told.notice(kept.providerEvent()));
        if (found != null) {
            notices.hasProblem(tx, id, found);
            return true;
        }
        if (!id.equals(kept.id())) {
            notices.hadEffect(tx, id, payment, asked);
        }
        if (asked != null && notice.isHint()) {
            operations.askSoon(tx, asked, notice.reference(), raw.receivedAt());
        }
        return true;
    }

    private static boolean fits(ProviderNotice.About about, ProviderRequest.Kind kind) {
        return switch (kind) {
            case CHARGE, AUTHORISE -> about == ProviderNotice.About.PAYMENT;
            case CAPTURE -> about == ProviderNotice.About.CAPTURE;
            case REFUND -> about == ProviderNotice.About.REFUND;
            case VOID -> about == ProviderNotice.About.VOID;
        };
    }

    /** Of a payment perhaps, and yet of nothing that was asked: as when staff gave money back at the provider's own desk. */
    private static String unmatched(Optional<PaymentOperation> other, Outcome outcome) {
        return other.isPresent() && outcome instanceof Outcome.Unknown hint
                ? hint.cause()
                : "It matches nothing that was asked.";
    }

    private @Nullable String takenBack(TenantContext tx, Payment.Id payment, ProviderNotice notice) {
        Money amount = notice.amount();
        return amount == null
                ? "It does not say how much."
                : booking.takenBack(tx, payment, clip(notice.eventId()), amount, notice.occurredAt());
    }

    private Optional<PaymentOperation> operation(TenantContext tx, PaymentAccount.Id account, ProviderNotice notice) {
        PaymentOperation.Id key = PaymentOperation.Id.ofKey(notice.key());
        return (key == null ? Optional.<PaymentOperation>empty() : operations.find(tx, key))
                .filter(found -> payments.now(tx, found.paymentId()).accountId().equals(account))
                .or(() -> operations.findByReference(tx, account, notice.reference()));
    }

    private void unreadable(TenantContext tenant, PaymentAccount.Id account, RawNotice raw, String problem) {
        var kept = new PaymentNotice(
                new PaymentNotice.Id(Uuid7.next()),
                account,
                "unreadable-" + digest(raw.body()),
                ProviderNotice.About.PAYMENT,
                null,
                problem,
                "",
                raw.receivedAt(),
                raw.receivedAt());
        tenant.transact(GRANT, tx -> notices.insert(tx, kept, null, null, null, raw.body()));
    }

    private static String clip(String event) {
        return event.length() <= LONGEST_EVENT
                ? event
                : digest(event.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    private static String digest(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
