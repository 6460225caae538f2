package io.merkato.pricing;

/** What decided a price, the first that applies from FLASH_SALE down to BASE. */
public enum PriceSource {
    BASE,
    STORE,
    PRICE_LIST,
    FLASH_SALE,
    /** Set by hand on an order. No decision answers it. */
    MANUAL
}
