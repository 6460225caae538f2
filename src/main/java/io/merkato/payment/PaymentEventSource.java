package io.merkato.payment;

/** How it became known. */
public enum PaymentEventSource {
    CALL,
    ENQUIRY,
    NOTICE,
    STAFF,
    SHOPPER
}
