package io.merkato.customer;

/** What a customer chooses an address for. */
public enum AddressUse {
    SHIPPING,
    BILLING
}
