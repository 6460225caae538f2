package io.merkato.storecredit;

import io.merkato.ledger.TransferKind;

/** What happened, in the words of who has it. */
enum CreditEntryKind {
    ISSUED,
    ADJUSTED,
    REDEEMED,
    PAID,
    REFUNDED,
    CONVERTED,
    CASHBACK,
    MERGED,
    OTHER;

    static CreditEntryKind of(TransferKind kind) {
        return switch (kind) {
            case GIFT_CARD_ISSUED -> ISSUED;
            case STORE_CREDIT_ADJUSTED -> ADJUSTED;
            case GIFT_CARD_REDEEMED -> REDEEMED;
            case PAYMENT_RECEIVED -> PAID;
            case PAYMENT_REFUNDED -> REFUNDED;
            case STORE_CREDIT_CONVERTED -> CONVERTED;
            case CASHBACK_GRANTED, CASHBACK_MATURED, CASHBACK_REVERSED, CASHBACK_COLLECTED -> CASHBACK;
            case STORE_CREDIT_MERGED -> MERGED;
            default -> OTHER;
        };
    }
}
