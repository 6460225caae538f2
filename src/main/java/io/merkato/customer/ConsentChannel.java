package io.merkato.customer;

/** By what a customer may be written to or called. */
public enum ConsentChannel {
    EMAIL,
    SMS,
    WHATSAPP,
    PHONE,
    PUSH,
    POST
}
