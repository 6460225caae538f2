package io.merkato.platform;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.subtle.AesGcmJce;
import io.merkato.api.Secrets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * The key that tenants' key sets are encrypted under: {@code merkato.vault.key}, or one derived from the product's secret. Another one is
 * brought in without a break: the one before goes to {@code merkato.vault.old-keys}, which only read, until a night has passed.
 */
@Component
class VaultKey implements Aead {

    private final List<Aead> keys = new ArrayList<>();

    VaultKey(
            Secrets secrets,
            @Value("${merkato.vault.key:#{null}}") @Nullable String key,
            @Value("${merkato.vault.old-keys:}") List<String> old)
            throws GeneralSecurityException {
        byte[] derived = secrets.key("key sets of tenants", "AES").getEncoded();
        keys.add(new AesGcmJce(key == null ? derived : Base64.getDecoder().decode(key)));
        for (String each : old) {
            keys.add(new AesGcmJce(Base64.getDecoder().decode(each.strip())));
        }
        if (key != null) {
            keys.add(new AesGcmJce(derived));
        }
    }

    @Override
    public byte[] encrypt(byte[] content, byte[] place) throws GeneralSecurityException {
        return keys.getFirst().encrypt(content, place);
    }

    @Override
    public byte[] decrypt(byte[] sealed, byte[] place) throws GeneralSecurityException {
        for (Aead key : keys.subList(0, keys.size() - 1)) {
            try {
                return key.decrypt(sealed, place);
            } catch (GeneralSecurityException e) {
                // the next may be what it was sealed by
            }
        }
        return keys.getLast().decrypt(sealed, place);
    }
}
