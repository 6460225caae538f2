package io.merkato.provider;

/** A notice that its provider did send and that cannot be understood. */
public final class UnreadableNotice extends Exception {

    private static final long serialVersionUID = 1L;

    /** @param reason for staff */
    public UnreadableNotice(String reason) {
        super(reason);
    }
}
