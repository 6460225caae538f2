package io.merkato.payment;

import io.merkato.money.Money;

/**
 * What happened to a payment and what is under way, in sums that the database keeps.
 *
 * @param pending asked to be held or taken
 * @param capturing asked to be taken, or let go, of what is held
 * @param refunding asked to be given back
 */
record PaymentFigures(
        Money pending,
        Money capturing,
        Money refunding,
        Money authorised,
        Money captured,
        Money refunded,
        Money voided,
        Money chargedBack,
        Money fee) {}
