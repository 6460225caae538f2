package io.merkato.platform;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What is sent to a webhook, signed as Standard Webhooks (standardwebhooks.com) has it.
 *
 * @param id the event's: the same however often it is sent
 * @param secrets each signs
 */
record WebhookMessage(String url, String id, List<byte[]> secrets, String payload) {

    /** The value of the header {@code webhook-signature}. */
    String signature(Instant at) {
        byte[] signed = (id + '.' + at.getEpochSecond() + '.' + payload).getBytes(StandardCharsets.UTF_8);
        return secrets.stream().map(secret -> "v1," + hmac(secret, signed)).collect(Collectors.joining(" "));
    }

    private static String hmac(byte[] secret, byte[] content) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            return Base64.getEncoder().encodeToString(mac.doFinal(content));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Says neither secrets nor content. */
    @Override
    public String toString() {
        return "WebhookMessage[" + id + "]";
    }
}
