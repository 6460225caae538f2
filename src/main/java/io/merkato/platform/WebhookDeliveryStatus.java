package io.merkato.platform;

/** What became of telling a webhook of an event. */
public enum WebhookDeliveryStatus {
    PENDING,
    DELIVERED,
    FAILED
}
