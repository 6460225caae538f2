package io.merkato.platform;

import io.merkato.api.Secrets;
import io.merkato.tenancy.Tenant;
import io.merkato.tenancy.TenantContext;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import org.springframework.stereotype.Component;

/**
 * What webhooks are signed with. Signing needs it in clear, so a hash would not do: it is kept in the {@link Vault}, bound to its tenant and webhook, so that a copy of
 * the table tells nothing and a row moved elsewhere opens nothing. Those that were made before there was a vault are under a key of the product's secret, until
 * {@link WebhookSealing} has sealed them anew.
 */
@Component
public class WebhookSecrets {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String COLUMN = "secret";
    private static final int BYTES = 32;
    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;

    private final SecretKey before;
    private final Vault vault;

    WebhookSecrets(Secrets secrets, Vault vault) {
        this.before = secrets.key("webhook secrets", "AES");
        this.vault = vault;
    }

    /** One that nobody knows, as it is kept: for whoever writes webhooks as rows. */
    public byte[] fresh(TenantContext tx, Webhook.Id webhook) {
        return seal(tx, webhook, random());
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

    byte[] seal(TenantContext tx, Webhook.Id webhook, byte[] secret) {
        return vault.seal(tx, webhook, COLUMN, secret);
    }

    byte[] open(TenantContext tenant, Webhook.Id webhook, byte[] sealed) {
        return isBeforeTheVault(sealed)
                ? openBefore(tenant.id(), webhook, sealed)
                : vault.open(tenant, webhook, COLUMN, sealed);
    }

    /** By its length: what the vault sealed says by which key, too. */
    static boolean isBeforeTheVault(byte[] sealed) {
        return sealed.length == NONCE + BYTES + TAG_BITS / Byte.SIZE;
    }

    private byte[] openBefore(Tenant.Id tenant, Webhook.Id webhook, byte[] sealed) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(Cipher.DECRYPT_MODE, before, new GCMParameterSpec(TAG_BITS, sealed, 0, NONCE));
            cipher.updateAAD(ByteBuffer.allocate(4 * Long.BYTES)
                    .putLong(tenant.value().getMostSignificantBits())
                    .putLong(tenant.value().getLeastSignificantBits())
                    .putLong(webhook.value().getMostSignificantBits())
                    .putLong(webhook.value().getLeastSignificantBits())
                    .array());
            return cipher.doFinal(sealed, NONCE, sealed.length - NONCE);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The webhook's secret does not open; was merkato.secret changed?", e);
        }
    }
}
