package io.merkato.api;

/** What staff may do in a tenant, and operators on the platform. The schema's enum of the same name says it to callers. */
public enum Permission {
    /** Of platform operators alone; no role of a tenant carries it. */
    PLATFORM_OPERATE,
    TENANT_MANAGE,
    STORES_MANAGE,
    STAFF_MANAGE,
    API_KEYS_MANAGE,
    AUDIT_READ,
    CATALOG_READ,
    CATALOG_WRITE,
    COSTS_READ,
    REVIEWS_MODERATE,
    INVENTORY_READ,
    INVENTORY_WRITE,
    PRICING_READ,
    PRICING_WRITE,
    LEDGER_READ,
    PAYMENTS_READ,
    PAYMENTS_WRITE,
    PAYMENTS_MANAGE,
    CUSTOMERS_READ,
    CUSTOMERS_WRITE,
    ORDERS_READ,
    ORDERS_WRITE,
    ORDERS_IMPORT,
    PROMOTIONS_READ,
    PROMOTIONS_WRITE,
    SHIPPING_READ,
    SHIPPING_WRITE,
    POS_SELL,
    POS_MANAGE,
    ANALYTICS_READ,
    WEBHOOKS_READ,
    WEBHOOKS_WRITE
}
