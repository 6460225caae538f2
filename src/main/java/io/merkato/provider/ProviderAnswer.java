package io.merkato.provider;

import org.jspecify.annotations.Nullable;

/** What came of a {@link ProviderCall}. */
sealed interface ProviderAnswer {

    /** Whether the question may have arrived, now or before, without its answer being known. */
    boolean isLost();

    /** The same, where the question may have arrived before. */
    ProviderAnswer afterLost();

    /** What it answers: the request once more, where that may have arrived before. */
    default ProviderRequest request(ProviderRequest first) {
        return isLost() ? first.repeated() : first;
    }

    @SuppressWarnings("ArrayRecordComponent")
    record Said(int status, byte[] body, boolean isLost) implements ProviderAnswer {

        Said(int status, byte[] body) {
            this(status, body, false);
        }

        @Override
        public Said afterLost() {
            return new Said(status, body, true);
        }

        boolean ok() {
            return status >= 200 && status < 300;
        }

        /** Null where it is no JSON object. */
        @Nullable
        ProviderJson json() {
            return ProviderJson.read(body);
        }

        @Override
        public String toString() {
            return "Said[" + status + ", " + body.length + " bytes]";
        }
    }

    /**
     * No answer, or none that can be used.
     *
     * @param sent whether the question may have arrived
     */
    record Silence(String cause, boolean sent) implements ProviderAnswer {

        @Override
        public boolean isLost() {
            return sent;
        }

        @Override
        public Silence afterLost() {
            return new Silence(cause, true);
        }
    }

    /** The account's credentials are not accepted; nothing was asked this time. */
    record NoAccess(int status, boolean isLost) implements ProviderAnswer {

        NoAccess(int status) {
            this(status, false);
        }

        @Override
        public NoAccess afterLost() {
            return new NoAccess(status, true);
        }
    }
}
