package io.merkato.provider;

/** A notice that its provider did not send, or sent too long ago. */
public final class ForgedNotice extends Exception {

    private static final long serialVersionUID = 1L;

    /** @param reason for logs, without what was sent */
    public ForgedNotice(String reason) {
        super(reason);
    }
}
