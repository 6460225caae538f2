package io.merkato.payment;

enum OrderRefundPartStatus {
    PLANNED,
    UNDER_WAY,
    DONE,
    FAILED;

    /** @param any whether anything went back: people may have said so, and the provider denied it */
    static OrderRefundPartStatus of(PaymentOperationStatus status, boolean any) {
        return switch (status) {
            case STARTED, PENDING, UNKNOWN -> UNDER_WAY;
            case DECLINED -> FAILED;
            case DONE -> any ? DONE : FAILED;
        };
    }
}
