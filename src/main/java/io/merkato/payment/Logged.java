package io.merkato.payment;

import io.merkato.money.Money;
import io.merkato.ordering.Order;
import io.merkato.provider.ProviderRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the audit log keeps of payments: figures and what was asked, nothing of the payer's. */
final class Logged {

    private Logged() {}

    record OfPayment(Order.Id orderId, PaymentAccount.Id accountId, Money amount, boolean captureLater) {
        static OfPayment of(Payment payment) {
            return new OfPayment(payment.orderId(), payment.accountId(), payment.amount(), payment.captureLater());
        }
    }

    record OfOperation(
            Payment.Id paymentId,
            ProviderRequest.Kind kind,
            Money amount,
            @Nullable String reason) {}

    record OfRefund(
            Order.Id orderId,
            OrderRefundTo to,
            Money amount,
            @Nullable String reason) {}

    record OfState(PaymentState state, Money captured, Money refunded) {
        static OfState of(Payment payment) {
            return new OfState(
                    payment.state(),
                    payment.figures().captured(),
                    payment.figures().refunded());
        }
    }

    record OfSettling(
            PaymentOperationStatus status, @Nullable String reason) {}

    record OfDecision(@Nullable String decision) {}

    record OfChoice(List<PaymentAccount.Id> paymentAccounts) {}

    /** @param secretNames which there are, not what they are */
    record OfAccount(
            String provider,
            String name,
            String environment,
            java.util.Map<String, String> settings,
            List<String> secretNames,
            boolean enabled,
            int secretsChanged,
            boolean sameHolder) {

        static OfAccount of(PaymentAccount account, int secretsChanged) {
            return of(account, secretsChanged, false);
        }

        /**
         * @param secretsChanged how many were given anew
         * @param sameHolder whether staff said that they are the same holder's
         */
        static OfAccount of(PaymentAccount account, int secretsChanged, boolean sameHolder) {
            return new OfAccount(
                    account.provider(),
                    account.name(),
                    account.environment().name(),
                    account.settings(),
                    account.secretNames(),
                    account.enabled(),
                    secretsChanged,
                    sameHolder);
        }
    }
}
