package io.merkato.loyalty;

import io.merkato.money.Money;
import io.merkato.ordering.Order;
import java.util.List;

/**
 * Points that paid for an order or took something off it, and what went back of them.
 *
 * @param id the movement's
 * @param amount what they were worth
 * @param discount whether they took it off
 * @param taken as which they come back, the first first
 */
record Redemption(
        LoyaltyMovement.Id id,
        LoyaltyAccount.Id account,
        Order.Id order,
        long points,
        long returned,
        Money amount,
        boolean discount,
        List<Taken> taken) {

    Redemption {
        taken = List.copyOf(taken);
    }

    /** How many are back where so much of the amount is. */
    long backOf(long part) {
        return LoyaltyProgramme.share(points, part, amount.minorUnits());
    }
}
