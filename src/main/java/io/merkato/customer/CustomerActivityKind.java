package io.merkato.customer;

/** What a customer does. */
public enum CustomerActivityKind {
    JOINED,
    GUEST_MERGED,
    PROFILE_UPDATED,
    ADDRESS_CREATED,
    ADDRESS_UPDATED,
    ADDRESS_DELETED,
    WISHLIST_ADDED,
    WISHLIST_REMOVED,
    CONSENT_RECORDED,
    ORDER_PLACED
}
