package io.merkato.storecredit;

import static io.merkato.api.Permission.STORE_CREDIT_READ;
import static io.merkato.api.Permission.STORE_CREDIT_WRITE;
import static io.merkato.ledger.AccountCode.CREDIT_GRANTED;
import static io.merkato.ledger.AccountCode.STORE_CREDIT;

import io.merkato.api.Given;
import io.merkato.api.Idempotency;
import io.merkato.api.MutationPayload;
import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.api.UserError;
import io.merkato.api.UserErrorCode;
import io.merkato.api.Uuid7;
import io.merkato.api.Viewer;
import io.merkato.customer.Customer;
import io.merkato.customer.Customers;
import io.merkato.ledger.Ledger;
import io.merkato.ledger.Transfer;
import io.merkato.ledger.TransferKind;
import io.merkato.money.Money;
import io.merkato.tenancy.TenantContext;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.Currency;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

/** Gives store credit or takes it, never more than there is. */
@Controller
class StoreCreditAdjust {

    record Input(Customer.Id customerId, Change change, String reason) {}

    /** @param amount below 0 to take */
    record Change(BigDecimal amount, Currency currency) {}

    record Payload(@Nullable StoreCredit storeCredit, List<UserError> userErrors) implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, errors);
        }
    }

    private final Customers customers;
    private final StoreCreditRepository credits;
    private final Ledger ledger;
    private final Clock clock;

    StoreCreditAdjust(Customers customers, StoreCreditRepository credits, Ledger ledger, Clock clock) {
        this.customers = customers;
        this.credits = credits;
        this.ledger = ledger;
        this.clock = clock;
    }

    @MutationMapping
    Payload storeCreditAdjust(
            @Argument Input input, Idempotency once, @ContextValue TenantContext tenant, @ContextValue Viewer viewer) {
        return tenant.mutateOnce(
                viewer.may(STORE_CREDIT_WRITE),
                once,
                Payload::refused,
                tx -> adjust(tx, input, viewer),
                (tx, id) ->
                        new Payload(credits.after(tx, credits.change(tx, new StoreCreditChange.Id(id))), List.of()));
    }

    private StoreCreditChange.Id adjust(TenantContext tx, Input input, Viewer viewer) {
        Customer.Id customer =
                customers.hold(tx, input.customerId()).orElseThrow(() -> Given.nothing("input", "customerId"));
        Money amount = amount(input.change());
        if (amount.minorUnits() < 0) {
            refuseMoreThan(credits.hold(tx, customer, amount.currency()), amount, viewer);
        }
        var change = new StoreCreditChange(
                new StoreCreditChange.Id(Uuid7.next()),
                customer,
                StoreCreditChange.Kind.ADJUSTED,
                amount,
                input.reason().strip(),
                null,
                viewer.actor().name(),
                clock.instant());
        credits.insert(tx, change);
        ledger.post(
                tx,
                List.of(Transfer.of(TransferKind.STORE_CREDIT_ADJUSTED, change.id(), customer, change.changedAt())
                        .debit(CREDIT_GRANTED, tx.id(), amount)
                        .credit(STORE_CREDIT, customer, amount)));
        tx.created(change.id(), change);
        return change.id();
    }

    /** How much there is, is told to those who may read it. */
    private static void refuseMoreThan(Money held, Money taken, Viewer viewer) {
        if (held.plus(taken).minorUnits() < 0) {
            throw new Refused(Refusal.of(
                    UserErrorCode.OUT_OF_RANGE,
                    "No more can be taken than there is"
                            + (viewer.has(STORE_CREDIT_READ)
                                    ? ": " + held.amount() + " " + held.currency() + "."
                                    : "."),
                    "input",
                    "change",
                    "amount"));
        }
    }

    private static Money amount(Change change) {
        try {
            Money amount = Money.of(change.amount(), change.currency());
            if (amount.minorUnits() != 0) {
                return amount;
            }
        } catch (ArithmeticException e) {
            throw new Refused(Refusal.of(
                    UserErrorCode.INVALID,
                    change.currency() + " has fewer decimals, or the amount is too large.",
                    "input",
                    "change",
                    "amount"));
        }
        throw new Refused(
                Refusal.of(UserErrorCode.OUT_OF_RANGE, "0 is neither given nor taken.", "input", "change", "amount"));
    }
}
