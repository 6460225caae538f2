package io.merkato.channel;

/** Why cash came into a drawer or went out. */
public enum CashMovementKind {
    SALE,
    REFUND,
    PAY_IN,
    PAY_OUT
}
