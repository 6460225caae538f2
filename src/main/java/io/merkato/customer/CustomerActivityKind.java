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
    ORDER_PLACED;

    /** Whether customers can do it as often as they like. */
    boolean isRepeatable() {
        return switch (this) {
            case JOINED, GUEST_MERGED, ORDER_PLACED -> false;
            case PROFILE_UPDATED,
                    ADDRESS_CREATED,
                    ADDRESS_UPDATED,
                    ADDRESS_DELETED,
                    WISHLIST_ADDED,
                    WISHLIST_REMOVED,
                    CONSENT_RECORDED -> true;
        };
    }
}
