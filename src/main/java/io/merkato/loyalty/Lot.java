package io.merkato.loyalty;

import io.merkato.api.Uuid7;
import io.merkato.ordering.Order;
import java.time.Instant;
import java.util.Comparator;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Points that came together, and what is left of them.
 *
 * @param orderId the order that earned them
 * @param expired how many were left when they expired, less those of them that were taken back since
 * @param expiresAt null for never
 */
record Lot(
        UUID id,
        LoyaltyAccount.Id account,
        Order.@Nullable Id orderId,
        long points,
        long remaining,
        long expired,
        Instant earnedAt,
        Instant maturesAt,
        boolean matured,
        @Nullable Instant expiresAt) {

    /** The first to expire is the first to be spent. */
    static final Comparator<Lot> SPENT_FIRST = Comparator.comparing(
                    (Lot lot) -> lot.expiresAt() == null ? Instant.MAX : lot.expiresAt())
            .thenComparing(Lot::earnedAt)
            .thenComparing(Lot::id);

    static Lot of(
            LoyaltyAccount.Id account,
            Order.@Nullable Id order,
            long points,
            Instant now,
            Instant maturesAt,
            @Nullable Instant expiresAt) {
        return new Lot(Uuid7.next(), account, order, points, points, 0, now, maturesAt, false, expiresAt);
    }

    boolean isExpired(Instant now) {
        return expiresAt != null && !expiresAt.isAfter(now);
    }

    Lot less(long taken) {
        return with(Math.subtractExact(remaining, taken), expired);
    }

    Lot asExpired() {
        return with(0, Math.addExact(expired, remaining));
    }

    Lot lessExpired(long taken) {
        return with(remaining, Math.subtractExact(expired, taken));
    }

    private Lot with(long left, long lost) {
        return new Lot(id, account, orderId, points, left, lost, earnedAt, maturesAt, matured, expiresAt);
    }

    Lot asMatured() {
        return new Lot(id, account, orderId, points, remaining, expired, earnedAt, maturesAt, true, expiresAt);
    }

    Lot of(LoyaltyAccount.Id other) {
        return new Lot(id, other, orderId, points, remaining, expired, earnedAt, maturesAt, matured, expiresAt);
    }
}
