package io.merkato.api;

import java.security.GeneralSecurityException;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.HKDFParameterSpec;

/** Keys for the things the product signs and encrypts, each derived from the one configured secret (HKDF, RFC 5869). */
public final class Secrets {

    private static final int SHORTEST = 32;

    private final byte[] secret;

    /** @param secret at least 32 random bytes, the same on every node */
    public Secrets(byte[] secret) {
        if (secret.length < SHORTEST) {
            throw new IllegalArgumentException("merkato.secret is shorter than " + SHORTEST + " bytes");
        }
        this.secret = secret.clone();
    }

    /**
     * The 256-bit key for one purpose.
     *
     * @param purpose what it is for; another purpose has another key
     * @param algorithm e.g. {@code AES} or {@code HmacSHA256}
     */
    public SecretKey key(String purpose, String algorithm) {
        try {
            return KDF.getInstance("HKDF-SHA256")
                    .deriveKey(
                            algorithm,
                            HKDFParameterSpec.ofExtract()
                                    .addIKM(secret)
                                    .thenExpand(purpose.getBytes(java.nio.charset.StandardCharsets.UTF_8), 32));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
