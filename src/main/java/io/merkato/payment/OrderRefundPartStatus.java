package io.merkato.payment;

enum OrderRefundPartStatus {
    PLANNED,
    UNDER_WAY,
    DONE,
    FAILED;

    static OrderRefundPartStatus of(PaymentOperationStatus status) {
        return switch (status) {
            case STARTED, PENDING, UNKNOWN -> UNDER_WAY;
            case DECLINED -> FAILED;
            case DONE -> DONE;
        };
    }
}
