package io.merkato.loyalty;

import io.merkato.money.Money;
import io.merkato.money.Rate;
import io.merkato.ordering.Order;
import java.time.Instant;

/**
 * What an order earned when it was paid, and what it keeps of that.
 *
 * @param paid what it was earned for
 * @param onManual whether what staff recorded as paid counted
 * @param matured whether it is store credit by now
 */
record Cashback(
        Order.Id order,
        LoyaltyAccount.Id account,
        Money paid,
        Money granted,
        Money kept,
        Instant grantedAt,
        Instant maturesAt,
        boolean onManual,
        boolean matured) {

    Cashback keeping(Money now) {
        return new Cashback(order, account, paid, granted, now, grantedAt, maturesAt, onManual, matured);
    }

    /** It was earned for so much more than was known: that earns as what is paid now does. */
    Cashback earnedFor(Money more, Rate rate) {
        return new Cashback(
                order,
                account,
                paid.plus(more),
                granted.plus(more.portion(rate)),
                kept,
                grantedAt,
                maturesAt,
                onManual,
                matured);
    }

    Cashback asMatured() {
        return new Cashback(order, account, paid, granted, kept, grantedAt, maturesAt, onManual, true);
    }

    /** What it keeps where so much is kept of what it was earned for. */
    Money of(Money keptOfOrder) {
        return keptOfOrder.compareTo(paid) >= 0 ? granted : granted.share(keptOfOrder.minorUnits(), paid.minorUnits());
    }
}
