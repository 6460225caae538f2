package io.merkato.storecredit;

enum GiftCardStatus {
    ACTIVE,
    EXPIRED,
    DISABLED
}
