package io.merkato.identity;

import io.merkato.api.Secrets;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.SecretKey;

/** HMAC-SHA-256 of texts, under the product's secret and for one purpose. */
record Hmac(SecretKey key) {

    static Hmac of(Secrets secrets, String purpose) {
        return new Hmac(secrets.key(purpose, "HmacSHA256"));
    }

    byte[] of(String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
