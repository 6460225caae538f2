package io.merkato.demo;

import static io.merkato.jooq.payment.Tables.NOTICE;
import static io.merkato.jooq.payment.Tables.OPERATION;
import static io.merkato.jooq.payment.Tables.PAYMENT_;
import static io.merkato.jooq.payment.Tables.PAYMENT_EVENT;
import static io.merkato.jooq.payment.Tables.SANDBOX_ACT;

import io.merkato.money.Money;
import io.merkato.money.Rate;
import io.merkato.ordering.NewOrder;
import io.merkato.payment.Payment;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What was paid of one order by accounts at providers, or was tried to, as {@code payment} does it when shoppers and staff do. */
final class PaymentCourse {

    private static final Duration DECIDED = Duration.ofSeconds(90);
    private static final Duration ANSWERED = Duration.ofSeconds(1);
    private static final Duration GIVEN_UP = Duration.ofSeconds(25);

    /** What a provider moved for the order. */
    record Moved(
            UUID payment,
            PaymentRows.Account account,
            Money amount,
            @Nullable Money fee,
            String reference) {}

    private static final class Made {

        final UUID id;
        final PaymentRows.Account account;
        final Rows.Row row;
        Money held;
        Money taken;

        @Nullable
        String reference;

        Made(UUID id, PaymentRows.Account account, Rows.Row row, Money none) {
            this.id = id;
            this.account = account;
            this.row = row;
            this.held = none;
            this.taken = none;
        }
    }

    private record Asked(UUID id, String kind, Money amount, Instant at) {

        /** As providers are told it. */
        String key() {
            return id.toString().replace("-", "");
        }
    }

    /** How a provider told of what was done. */
    private record Told(String source, @Nullable String event, Instant at) {}

    private final PaymentRows rows;
    private final NewOrder order;
    private final String shopper;
    private final String staff;
    private final @Nullable String phone;
    private final List<Made> made = new ArrayList<>();
    private int nth;

    PaymentCourse(PaymentRows rows, NewOrder order, String shopper, String staff, @Nullable String phone) {
        this.rows = rows;
        this.order = order;
        this.shopper = shopper;
        this.staff = staff;
        this.phone = phone;
    }

    /** Paid: at once, as its provider told by itself, as staff say, or as was found out where no answer came. */
    Moved pay(OrderBook.Step step, Money amount, Instant now) {
        PaymentRows.Account account = rows.account(step.account());
        Asked asked = begin(account, "CHARGE", amount, began(step, account, now), step.unknown() == null ? 1 : 2);
        Made payment = made.getLast();
        payment.reference = account.isByHand() && step.text() != null ? step.text() : reference(account, asked.key());
        payment.taken = amount;
        if (step.unknown() != null) {
            event(
                    payment,
                    asked,
                    "UNKNOWN",
                    "No answer came in time.",
                    "CALL",
                    null,
                    asked.at().plus(GIVEN_UP));
        } else if (account.of().tells() != null || account.isByHand()) {
            event(payment, asked, "PENDING", null, "CALL", null, asked.at().plus(ANSWERED));
        }
        Told told = step.unknown() != null
                ? new Told("ENQUIRY", null, now)
                : account.isByHand() ? new Told("STAFF", null, now) : told(account, asked, now);
        settle(payment, asked, "DONE", payment.reference, null, null, now);
        BigDecimal percent = account.of().fee();
        Money fee = percent == null ? null : amount.portion(Rate.ofPercent(percent));
        event(payment, asked, "CHARGED", fee, null, told.source(), told.event(), now);
        act(payment, asked, "DONE", null);
        notice(payment, asked, "PAYMENT", told);
        return new Moved(payment.id, account, amount, fee, payment.reference);
    }

    /** Declined, where the step says why; otherwise still waiting. */
    void attempt(OrderBook.Step step, Money amount, Instant now) {
        PaymentRows.Account account = rows.account(step.account());
        String reason = step.declined();
        boolean asksAgain = reason != null && account.of().tells() != null;
        Asked asked = begin(account, "CHARGE", amount, began(step, account, now), asksAgain ? 2 : 1);
        Made payment = made.getLast();
        if (reason == null) {
            payment.reference = account.isByHand() ? null : reference(account, asked.key());
            settle(payment, asked, "PENDING", payment.reference, null, null, now);
            event(payment, asked, "PENDING", null, "CALL", null, now);
            payment.row.set(PAYMENT_.NEXT_ACTION, account.isByHand() ? "WAIT" : "CONFIRM_ON_PHONE");
            act(payment, asked, "PENDING", null);
            return;
        }
        if (asksAgain) {
            event(payment, asked, "PENDING", null, "CALL", null, asked.at().plus(ANSWERED));
        }
        settle(payment, asked, "DECLINED", null, reason, step.text(), now);
        event(payment, asked, "FAILED", step.text(), asksAgain ? "ENQUIRY" : "CALL", null, now);
        act(payment, asked, "DECLINED", reason);
    }

    void hold(OrderBook.Step step, Money amount, Instant now) {
        PaymentRows.Account account = rows.account(step.account());
        Asked asked = begin(account, "AUTHORISE", amount, now, 1);
        Made payment = made.getLast();
        payment.reference = reference(account, asked.key());
        payment.held = amount;
        done(payment, asked, "AUTHORISED", null);
    }

    Moved capture(Money amount, Instant now) {
        Made payment = last(each -> each.held.minorUnits() > 0);
        Asked asked = ask(payment, "CAPTURE", amount, now, staff, null, 1);
        payment.held = payment.held.minus(amount);
        payment.taken = payment.taken.plus(amount);
        return done(payment, asked, "CAPTURED", null);
    }

    /** Lets go of what is still held. */
    void release(OrderBook.Step step, Instant now) {
        Made payment = last(each -> each.held.minorUnits() > 0);
        Asked asked = ask(payment, "VOID", payment.held, now, staff, step.text(), 1);
        payment.held = payment.held.minus(payment.held);
        done(payment, asked, "VOIDED", null);
    }

    Moved refund(OrderBook.Step step, Money amount, Instant now) {
        Made payment =
                last(each -> each.account.equals(rows.account(step.account())) && each.taken.compareTo(amount) >= 0);
        Asked asked = ask(payment, "REFUND", amount, now, staff, step.text(), 1);
        payment.taken = payment.taken.minus(amount);
        return done(payment, asked, "REFUNDED", null);
    }

    /** The payer had it taken back. */
    Moved takenBack(Instant now) {
        Made payment = last(each -> each.taken.minorUnits() > 0);
        Asked by = new Asked(payment.id, "CHARGEBACK", payment.taken, now);
        payment.taken = payment.taken.minus(payment.taken);
        String event = "chargeback-" + new Payment.Id(payment.id).text();
        event(payment, null, "CHARGED_BACK", by.amount(), null, null, "NOTICE", event, now);
        payment.row.set(PAYMENT_.UPDATED_AT, now);
        if (payment.account.isSandbox()) {
            act(payment, event, by, "DONE", null);
        }
        notice(payment, by, "CHARGEBACK", new Told("NOTICE", event, now));
        return new Moved(payment.id, payment.account, by.amount(), null, event);
    }

    /** Whoever is paid by hand says so from the start, and gets the money when it comes. */
    private Instant began(OrderBook.Step step, PaymentRows.Account account, Instant now) {
        if (step.unknown() != null) {
            return now.minus(step.unknown());
        }
        if (account.isByHand()) {
            return order.placedAt().plus(DECIDED);
        }
        return account.of().tells() == null
                ? now
                : now.minus(account.of().tells().after());
    }

    private Asked begin(PaymentRows.Account account, String kind, Money amount, Instant at, int attempts) {
        UUID id = rows.ids.at(at, "payment", order.id().text(), "" + nth++);
        Rows.Row row = rows.payments
                .next()
                .set(PAYMENT_.ID, id)
                .set(PAYMENT_.ORDER_ID, order.id().value())
                .set(PAYMENT_.STORE_ID, order.storeId().value())
                .set(
                        PAYMENT_.CUSTOMER_ID,
                        order.customerId() == null ? null : order.customerId().value())
                .set(PAYMENT_.PAYMENT_ACCOUNT_ID, account.id().value())
                .set(PAYMENT_.CURRENCY, order.currency().getCurrencyCode())
                .set(PAYMENT_.AMOUNT, amount.withoutCurrency())
                .set(PAYMENT_.CAPTURE_LATER, kind.equals("AUTHORISE"))
                .set(PAYMENT_.REFERENCE, null)
                .set(PAYMENT_.PAYER, account.of().provider().equals("mpesa") ? phone : null)
                .set(PAYMENT_.NEXT_ACTION, null)
                .set(PAYMENT_.CREATED_AT, at)
                .set(PAYMENT_.UPDATED_AT, at);
        var payment = new Made(id, account, row, Money.zero(order.currency()));
        made.add(payment);
        return ask(payment, kind, amount, at, shopper, null, attempts);
    }

    private Asked ask(
            Made payment, String kind, Money amount, Instant at, String actor, @Nullable String reason, int attempts) {
        UUID id = rows.ids.at(at, "payment operation", order.id().text(), "" + nth++);
        rows.operations
                .next()
                .set(OPERATION.ID, id)
                .set(OPERATION.PAYMENT_ID, payment.id)
                .set(OPERATION.KIND, kind)
                .set(OPERATION.AMOUNT, amount.withoutCurrency())
                .set(OPERATION.REASON, reason)
                .set(OPERATION.ACTOR, actor)
                .set(OPERATION.ATTEMPTS, attempts)
                .set(OPERATION.LEASE, id)
                .set(OPERATION.STARTED_AT, at);
        return new Asked(id, kind, amount, at);
    }

    /** At once, by the answer. */
    private Moved done(Made payment, Asked asked, String event, @Nullable Money fee) {
        String reference =
                asked.kind().equals("AUTHORISE") ? payment.reference : reference(payment.account, asked.key());
        settle(payment, asked, "DONE", reference, null, null, asked.at());
        event(payment, asked, event, fee, null, "CALL", null, asked.at());
        act(payment, asked, "DONE", null);
        return new Moved(payment.id, payment.account, asked.amount(), fee, Objects.requireNonNull(reference));
    }

    /** The last row of operations is the one that was asked. */
    private void settle(
            Made payment,
            Asked asked,
            String status,
            @Nullable String reference,
            @Nullable String declined,
            @Nullable String message,
            Instant at) {
        rows.operations
                .last()
                .set(OPERATION.STATUS, status)
                .set(OPERATION.REFERENCE, reference)
                .set(OPERATION.DECLINE_REASON, declined)
                .set(OPERATION.MESSAGE, message)
                .set(OPERATION.SETTLED_AT, status.equals("PENDING") ? null : at);
        payment.row.set(PAYMENT_.UPDATED_AT, at);
        if (payment.reference != null) {
            payment.row.set(PAYMENT_.REFERENCE, payment.reference);
        }
    }

    private void event(
            Made payment,
            Asked asked,
            String kind,
            @Nullable String message,
            String source,
            @Nullable String providerEvent,
            Instant at) {
        event(payment, asked, kind, null, message, source, providerEvent, at);
    }

    private void event(
            Made payment,
            Asked asked,
            String kind,
            @Nullable Money fee,
            @Nullable String message,
            String source,
            @Nullable String providerEvent,
            Instant at) {
        event(payment, asked.id(), kind, asked.amount(), fee, message, source, providerEvent, at);
    }

    private void event(
            Made payment,
            @Nullable UUID operation,
            String kind,
            Money amount,
            @Nullable Money fee,
            @Nullable String message,
            String source,
            @Nullable String providerEvent,
            Instant at) {
        rows.events
                .next()
                .set(
                        PAYMENT_EVENT.ID,
                        rows.ids.at(at, "payment event", order.id().text(), "" + nth++))
                .set(PAYMENT_EVENT.PAYMENT_ID, payment.id)
                .set(PAYMENT_EVENT.OPERATION_ID, operation)
                .set(PAYMENT_EVENT.KIND, kind)
                .set(PAYMENT_EVENT.AMOUNT, amount.withoutCurrency())
                .set(PAYMENT_EVENT.FEE, (fee == null ? Money.zero(amount.currency()) : fee).withoutCurrency())
                .set(PAYMENT_EVENT.SOURCE, source)
                .set(PAYMENT_EVENT.PROVIDER_EVENT, providerEvent)
                .set(PAYMENT_EVENT.MESSAGE, message)
                .set(PAYMENT_EVENT.OCCURRED_AT, at)
                .set(PAYMENT_EVENT.RECORDED_AT, at);
    }

    private static Told told(PaymentRows.Account account, Asked asked, Instant now) {
        return account.of().tells() == null
                ? new Told("CALL", null, now)
                : new Told("NOTICE", account.of().provider() + "-" + asked.key().substring(20), now);
    }

    private void notice(Made payment, Asked asked, String about, Told told) {
        if (told.event() == null) {
            return;
        }
        PaymentBook.Tells tells = payment.account.of().tells();
        String body = tells == null ? "{\"event\": \"<reference>\", \"amount\": \"<amount>\"}" : tells.body();
        boolean back = about.equals("CHARGEBACK");
        rows.notices
                .next()
                .set(NOTICE.ID, rows.ids.at(told.at(), "payment notice", told.event()))
                .set(NOTICE.PAYMENT_ACCOUNT_ID, payment.account.id().value())
                .set(NOTICE.PROVIDER_EVENT, told.event())
                .set(NOTICE.ABOUT, about)
                .set(NOTICE.PAYMENT_ID, payment.id)
                .set(NOTICE.OPERATION_ID, back ? null : asked.id())
                .set(
                        NOTICE.BODY,
                        PaymentRows.bytes(body.replace("<reference>", asked.key())
                                .replace("<amount>", asked.amount().amount().toPlainString())))
                .set(NOTICE.REFERENCE, back ? payment.reference : null)
                .set(NOTICE.CURRENCY, back ? order.currency().getCurrencyCode() : null)
                .set(NOTICE.AMOUNT, back ? asked.amount().withoutCurrency() : null)
                .set(NOTICE.OCCURRED_AT, told.at())
                .set(NOTICE.RECEIVED_AT, told.at());
    }

    private void act(Made payment, Asked asked, String status, @Nullable String declined) {
        if (payment.account.isSandbox()) {
            act(payment, asked.key(), asked, status, declined);
        }
    }

    /** In the sandbox's own book, so that it goes on from there. */
    private void act(Made payment, String key, Asked asked, String status, @Nullable String declined) {
        boolean first = asked.kind().equals("CHARGE") || asked.kind().equals("AUTHORISE");
        rows.acts
                .next()
                .set(SANDBOX_ACT.PAYMENT_ACCOUNT_ID, payment.account.id().value())
                .set(SANDBOX_ACT.KEY, key)
                .set(SANDBOX_ACT.KIND, asked.kind())
                .set(SANDBOX_ACT.REFERENCE, "sb_" + key)
                .set(SANDBOX_ACT.PAYMENT_REFERENCE, first ? null : payment.reference)
                .set(SANDBOX_ACT.CURRENCY, order.currency().getCurrencyCode())
                .set(SANDBOX_ACT.AMOUNT, asked.amount().withoutCurrency())
                .set(SANDBOX_ACT.STATUS, status)
                .set(SANDBOX_ACT.DECLINE_REASON, declined)
                .set(SANDBOX_ACT.ACTED_AT, asked.at());
    }

    /** As each provider calls what it did. */
    private static String reference(PaymentRows.Account account, String key) {
        String tail = key.substring(20);
        return switch (account.of().provider()) {
            case "sandbox" -> "sb_" + key;
            case "wave" -> "cos-" + tail;
            case "mpesa" -> "ws_CO_" + tail;
            case "chapa" -> "AP" + tail.toUpperCase(Locale.ROOT);
            default -> key;
        };
    }

    private Made last(Predicate<Made> which) {
        return made.reversed().stream()
                .filter(which)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "order of " + order.placedAt() + ": no payment that this could be done to"));
    }
}
