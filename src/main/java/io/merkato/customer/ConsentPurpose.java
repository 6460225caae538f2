package io.merkato.customer;

/** What a customer agrees to or not. */
public enum ConsentPurpose {
    MARKETING,
    PERSONALISATION,
    ANALYTICS,
    DATA_SHARING,
    TERMS
}
