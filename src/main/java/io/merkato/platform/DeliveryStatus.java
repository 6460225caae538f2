package io.merkato.platform;

/** What became of telling a webhook of an event. */
public enum DeliveryStatus {
    PENDING,
    DELIVERED,
    FAILED
}
