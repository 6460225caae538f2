package io.merkato.platform;

import io.merkato.api.Secrets;
import io.merkato.tenancy.Tenant;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import org.springframework.stereotype.Component;

/**
 * What webhooks are signed with. Signing needs it in clear, so a hash would not do: it is kept encrypted (AES-256-GCM) under a key of the product's secret,
 * and bound to its tenant and webhook, so that a copy of the table tells nothing and a row moved elsewhere opens nothing.
 */
@Component
public class WebhookSecrets {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int BYTES = 32;
    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;

    private final SecretKey key;

    WebhookSecrets(Secrets secrets) {
        this.key = secrets.key("webhook secrets", "AES");
    }

    /** One that nobody knows, as it is kept: for whoever writes webhooks as rows. */
    public byte[] fresh(Tenant.Id tenant, Webhook.Id webhook) {
        return seal(tenant, webhook, random());
    }

    static byte[] random() {
        byte[] secret = new byte[BYTES];
        RANDOM.nextBytes(secret);
        return secret;
    }

    /** As Standard Webhooks has it. */
    static String text(byte[] secret) {
        return "whsec_" + Base64.getEncoder().encodeToString(secret);
    }

    byte[] seal(Tenant.Id tenant, Webhook.Id webhook, byte[] secret) {
        byte[] nonce = new byte[NONCE];
        RANDOM.nextBytes(nonce);
        byte[] sealed = run(Cipher.ENCRYPT_MODE, tenant, webhook, nonce, secret);
        return ByteBuffer.allocate(NONCE + sealed.length).put(nonce).put(sealed).array();
    }

    byte[] open(Tenant.Id tenant, Webhook.Id webhook, byte[] sealed) {
        return run(
                Cipher.DECRYPT_MODE,
                tenant,
                webhook,
                Arrays.copyOf(sealed, NONCE),
                Arrays.copyOfRange(sealed, NONCE, sealed.length));
    }

    private byte[] run(int mode, Tenant.Id tenant, Webhook.Id webhook, byte[] nonce, byte[] content) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(ByteBuffer.allocate(4 * Long.BYTES)
                    .putLong(tenant.value().getMostSignificantBits())
                    .putLong(tenant.value().getLeastSignificantBits())
                    .putLong(webhook.value().getMostSignificantBits())
                    .putLong(webhook.value().getLeastSignificantBits())
                    .array());
            return cipher.doFinal(content);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The webhook's secret does not open; was merkato.secret changed?", e);
        }
    }
}
