package io.merkato.payment;

import io.merkato.provider.NextAction;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What has to happen until a payment is done; the address is of a {@code REDIRECT}. */
record PaymentNextStep(
        PaymentNextAction action,
        @Nullable String url,
        @Nullable Instant expiresAt) {

    /** @param before what had to happen until now: to wait takes nothing from the payer who still has to go somewhere */
    static PaymentNextStep of(NextAction next, @Nullable PaymentNextStep before) {
        return switch (next) {
            case NextAction.Redirect to ->
                new PaymentNextStep(PaymentNextAction.REDIRECT, to.url().toString(), to.expiresAt());
            case NextAction.ConfirmOnPhone phone ->
                new PaymentNextStep(PaymentNextAction.CONFIRM_ON_PHONE, null, phone.expiresAt());
            case NextAction.Wait time ->
                before == null ? new PaymentNextStep(PaymentNextAction.WAIT, null, null) : before;
        };
    }
}
