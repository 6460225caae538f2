package io.merkato.api;

/** Who asks, as far as things belong to them: the context value {@code shopper}. Asking may read from the database, once. */
public interface Ownership {

    /** Whether they can own things here: somebody who is signed in, or a guest who is known. */
    boolean isSomebody();

    boolean mine(TypeId customer);

    /**
     * Forgets what was read, so that it is read again when it is asked for again.
     *
     * @throws Fault {@code UNAUTHENTICATED} where a guest who was known is so no longer
     */
    void again();
}
