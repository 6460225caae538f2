package io.merkato.platform;

import static io.merkato.jooq.platform.Tables.TENANT_KEY;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import io.merkato.api.TypeId;
import io.merkato.tenancy.Tenant;
import io.merkato.tenancy.TenantContext;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.jooq.Record1;
import org.jooq.SelectConditionStep;
import org.springframework.stereotype.Component;

/**
 * Encrypts what tenants entrust and has to be known in clear again, such as the credentials of their accounts elsewhere. Each tenant has a key set of its
 * own, and what is sealed opens only for the tenant, thing and column that it was sealed for. Remembers no key: what one node rotates, the others use at once.
 */
@Component
public class Vault {

    private final VaultKey key;
    private final Clock clock;

    Vault(VaultKey key, Clock clock) throws GeneralSecurityException {
        AeadConfig.register();
        this.key = key;
        this.clock = clock;
    }

    /** As it is kept. */
    public byte[] seal(TenantContext tx, TypeId thing, String column, byte[] content) {
        tx.requireTransaction();
        try {
            return cipher(keySet(tx)).encrypt(content, place(tx.id(), thing, column));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What was sealed for just this place. */
    public byte[] open(TenantContext tenant, TypeId thing, String column, byte[] sealed) {
        try {
            return cipher(find(tenant).orElseThrow(() -> new GeneralSecurityException("The tenant has no keys")))
                    .decrypt(sealed, place(tenant.id(), thing, column));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("What " + thing.text() + " keeps does not open; was a key changed?", e);
        }
    }

    /** Gives the tenant's key set a new key to seal by, and writes it under the key that is configured now. What was sealed before still opens. */
    void rotate(TenantContext tx) {
        try {
            KeysetHandle.Builder keys = KeysetHandle.newBuilder(lock(tx).orElseThrow());
            keys.addEntry(KeysetHandle.generateEntryFromParameters(PredefinedAeadParameters.AES256_GCM)
                    .withRandomId()
                    .makePrimary());
            tx.sql()
                    .update(TENANT_KEY)
                    .set(TENANT_KEY.KEY_SET, written(tx.id(), keys.build()))
                    .set(TENANT_KEY.ROTATED_AT, clock.instant())
                    .where(tx.owns(TENANT_KEY))
                    .execute();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Writes the tenant's key set under the key that is configured now, and says since when its newest key is in use. Empty where it has none. */
    Optional<Instant> renew(TenantContext tx) {
        return lock(tx).map(keys -> {
            try {
                return tx.sql()
                        .update(TENANT_KEY)
                        .set(TENANT_KEY.KEY_SET, written(tx.id(), keys))
                        .where(tx.owns(TENANT_KEY))
                        .returning(TENANT_KEY.ROTATED_AT)
                        .fetchSingle()
                        .getRotatedAt();
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private KeysetHandle keySet(TenantContext tx) throws GeneralSecurityException {
        Optional<KeysetHandle> found = find(tx);
        if (found.isPresent()) {
            return found.get();
        }
        tx.sql()
                .insertInto(TENANT_KEY)
                .set(TENANT_KEY.TENANT_ID, tx.id())
                .set(
                        TENANT_KEY.KEY_SET,
                        written(tx.id(), KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM)))
                .set(TENANT_KEY.ROTATED_AT, clock.instant())
                .onConflictDoNothing()
                .execute();
        return find(tx).orElseThrow();
    }

    private Optional<KeysetHandle> find(TenantContext tenant) {
        return written(tenant).fetchOptional(TENANT_KEY.KEY_SET).map(written -> read(tenant.id(), written));
    }

    /** Two that rotate at once would each lose the other's key. */
    private Optional<KeysetHandle> lock(TenantContext tx) {
        return written(tx).forNoKeyUpdate().fetchOptional(TENANT_KEY.KEY_SET).map(written -> read(tx.id(), written));
    }

    private static SelectConditionStep<Record1<byte[]>> written(TenantContext tenant) {
        return tenant.sql().select(TENANT_KEY.KEY_SET).from(TENANT_KEY).where(tenant.owns(TENANT_KEY));
    }

    private byte[] written(Tenant.Id tenant, KeysetHandle keys) throws GeneralSecurityException {
        return TinkProtoKeysetFormat.serializeEncryptedKeyset(
                keys, key, tenant.text().getBytes(UTF_8));
    }

    private KeysetHandle read(Tenant.Id tenant, byte[] written) {
        try {
            return TinkProtoKeysetFormat.parseEncryptedKeyset(
                    written, key, tenant.text().getBytes(UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(
                    "The keys of a tenant do not open; was merkato.secret or merkato.vault.key changed?", e);
        }
    }

    private static Aead cipher(KeysetHandle keys) throws GeneralSecurityException {
        return keys.getPrimitive(RegistryConfiguration.get(), Aead.class);
    }

    /** The id says what it is of, and so the table. */
    private static byte[] place(Tenant.Id tenant, TypeId thing, String column) {
        return (tenant.text() + '|' + thing.text() + '|' + column).getBytes(UTF_8);
    }
}
