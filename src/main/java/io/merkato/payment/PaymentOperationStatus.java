package io.merkato.payment;

/** How far a request to a provider has come. */
public enum PaymentOperationStatus {
    STARTED,
    PENDING,
    UNKNOWN,
    DECLINED,
    DONE;

    boolean isOpen() {
        return this == STARTED || this == PENDING || this == UNKNOWN;
    }
}
