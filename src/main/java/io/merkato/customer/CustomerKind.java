package io.merkato.customer;

/** How a tenant knows a customer: by a guest token only, or by a login or an address of their own. */
public enum CustomerKind {
    GUEST,
    REGISTERED
}
