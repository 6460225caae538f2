package io.merkato.payment;

/** What has to happen until a payment is done. */
public enum PaymentNextAction {
    REDIRECT,
    CONFIRM_ON_PHONE,
    WAIT
}
