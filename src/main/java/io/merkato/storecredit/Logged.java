package io.merkato.storecredit;

import io.merkato.money.Money;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What the audit log keeps of gift cards: nothing of their codes. */
final class Logged {

    private Logged() {}

    record OfGiftCard(
            Money amount,
            @Nullable String recipient,
            @Nullable String note,
            @Nullable Instant expiresAt,
            @Nullable String disabledReason) {

        static OfGiftCard of(GiftCard card) {
            return new OfGiftCard(
                    card.amount(), card.recipient(), card.note(), card.expiresAt(), card.disabledReason());
        }
    }
}
