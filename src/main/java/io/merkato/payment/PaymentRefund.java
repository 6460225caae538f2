package io.merkato.payment;

import io.merkato.api.Idempotency;
import io.merkato.api.MutationPayload;
import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.api.UserError;
import io.merkato.api.UserErrorCode;
import io.merkato.api.Viewer;
import io.merkato.money.Money;
import io.merkato.money.MoneyInput;
import io.merkato.ordering.Order;
import io.merkato.ordering.OrderFunds;
import io.merkato.ordering.Orders;
import io.merkato.provider.ProviderRequest;
import io.merkato.tenancy.TenantContext;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

/** Gives back of what was taken. */
@Controller
class PaymentRefund {

    record Input(@Nullable MoneyInput amount, @Nullable String reason) {}

    record Payload(@Nullable Payment payment, List<UserError> userErrors) implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, errors);
        }

        static Payload of(Payment payment) {
            return new Payload(payment, List.of());
        }
    }

    private final PaymentAsking asking;
    private final Orders orders;
    private final PaymentAccountRepository accounts;
    private final ProviderAccounts providers;

    PaymentRefund(PaymentAsking asking, Orders orders, PaymentAccountRepository accounts, ProviderAccounts providers) {
        this.asking = asking;
        this.orders = orders;
        this.accounts = accounts;
        this.providers = providers;
    }

    @MutationMapping
    Payload paymentRefund(
            @Argument Payment.Id id,
            @Argument Input input,
            Idempotency once,
            @ContextValue TenantContext tenant,
            @ContextValue Viewer viewer) {
        Map<String, ProviderTerms> terms = providers.knownTerms();
        return asking.ask(
                tenant,
                viewer,
                id,
                once,
                Payload::refused,
                (tx, order, payment) -> new PaymentAsking.Wanted(
                        ProviderRequest.Kind.REFUND,
                        amount(
                                payment,
                                Objects.requireNonNull(terms.get(accounts.find(tx, payment.accountId())
                                        .orElseThrow()
                                        .provider())),
                                input.amount(),
                                most(orders.fundsOf(tx, order), order, payment)),
                        input.reason()),
                Payload::of);
    }

    private static Money amount(Payment payment, ProviderTerms does, @Nullable MoneyInput given, Money most) {
        String whole = does.name() + " gives back the whole payment only";
        Money amount = PaymentAsking.amount(
                given,
                does.refundable(payment, most),
                does.refundsWhole() && most.minorUnits() > 0
                        ? whole + ", and not all of it is left."
                        : "Nothing was taken that could go back.");
        if (!does.refundable(payment, amount).equals(amount)) {
            throw new Refused(Refusal.of(
                    UserErrorCode.OUT_OF_RANGE,
                    does.refundsWhole()
                            ? whole + ": " + most.amount() + " " + most.currency() + "."
                            : does.name() + " gives back "
                                    + does.limit(amount.currency()).orElseThrow() + ".",
                    "input",
                    "amount"));
        }
        return amount;
    }

    /** Of what was given as store credit instead, nothing goes back again. */
    static Money most(OrderFunds funds, Order order, Payment payment) {
        Money held = funds.throughPayments()
                .getOrDefault(payment.id().text(), Money.zero(order.currency()))
                .minus(payment.figures().refunding());
        return payment.toRefund().least(held).least(order.held());
    }
}
