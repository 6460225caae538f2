package io.merkato.provider;

import org.jspecify.annotations.Nullable;

/** What came of a {@link ProviderCall}. */
sealed interface ProviderAnswer {

    @SuppressWarnings("ArrayRecordComponent")
    record Said(int status, byte[] body) implements ProviderAnswer {

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
    record Silence(String cause, boolean sent) implements ProviderAnswer {}

    /** The account's credentials are not accepted; nothing was asked. */
    record NoAccess(int status) implements ProviderAnswer {}
}
