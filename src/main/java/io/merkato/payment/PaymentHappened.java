package io.merkato.payment;

import io.merkato.api.Permission;
import io.merkato.platform.Event;
import io.merkato.platform.EventType;

/** Something that happened to a payment, for webhooks. */
record PaymentHappened(Type kind, Payment.Id aggregate) implements Event {

    enum Type {
        PAYMENT_AUTHORISED,
        PAYMENT_CAPTURED,
        PAYMENT_REFUNDED,
        PAYMENT_VOIDED,
        PAYMENT_CHARGED_BACK,
        PAYMENT_CORRECTED,
        PAYMENT_FAILED,
        PAYMENT_EXPIRING;

        EventType declared() {
            return new EventType(name(), "Payment", Permission.PAYMENTS_READ);
        }
    }

    static PaymentHappened of(PaymentEventKind kind, Payment.Id payment) {
        return new PaymentHappened(
                switch (kind) {
                    case AUTHORISED -> Type.PAYMENT_AUTHORISED;
                    case CHARGED, CAPTURED -> Type.PAYMENT_CAPTURED;
                    case REFUNDED -> Type.PAYMENT_REFUNDED;
                    case VOIDED -> Type.PAYMENT_VOIDED;
                    case CHARGED_BACK -> Type.PAYMENT_CHARGED_BACK;
                    case DENIED, REINSTATED -> Type.PAYMENT_CORRECTED;
                    case FAILED -> Type.PAYMENT_FAILED;
                    case FEE, PENDING, UNKNOWN ->
                        throw new IllegalArgumentException(kind + " is nothing that webhooks hear of");
                },
                payment);
    }

    @Override
    public String type() {
        return kind.name();
    }
}
