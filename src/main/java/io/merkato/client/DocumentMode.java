package io.merkato.client;

/** Which documents an application may send; from the loosest to the strictest. */
public enum DocumentMode {
    OPEN,
    APQ,
    AUDIT,
    SAFELIST,
    IDS_ONLY;

    /** Whether documents may be sent that nobody registered. */
    boolean takesAny() {
        return compareTo(SAFELIST) < 0;
    }

    /** Whether a document that was sent once may be asked for by the hash of its text. */
    boolean isAutomatic() {
        return this == APQ || this == AUDIT;
    }

    static DocumentMode stricter(DocumentMode one, DocumentMode other) {
        return one.compareTo(other) < 0 ? other : one;
    }
}
