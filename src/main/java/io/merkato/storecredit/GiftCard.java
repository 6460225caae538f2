package io.merkato.storecredit;

import io.merkato.api.TypeId;
import io.merkato.money.Money;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A gift card, but for its code, which is known to whoever has it. What is left of it is the ledger's to say.
 *
 * @param amount what it was issued for
 */
public record GiftCard(
        Id id,
        Money amount,
        String lastFour,
        @Nullable String recipient,
        @Nullable String note,
        @Nullable Instant expiresAt,
        @Nullable Instant disabledAt,
        @Nullable String disabledReason,
        String issuedBy,
        int version,
        Instant createdAt,
        Instant updatedAt) {

    public record Id(UUID value) implements TypeId {
        @Override
        public String prefix() {
            return "gift_card";
        }

        @Override
        public String toString() {
            return text();
        }
    }

    boolean isDisabled() {
        return disabledAt != null;
    }

    boolean isExpired(Instant now) {
        return expiresAt != null && !expiresAt.isAfter(now);
    }
}
