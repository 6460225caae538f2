package io.merkato.identity;

import static io.merkato.jooq.identity.Tables.SIGNING_KEY;

import com.nimbusds.jose.jwk.ECKey;
import io.merkato.api.Secrets;
import io.merkato.tenancy.PlatformContext;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.text.ParseException;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import org.springframework.stereotype.Repository;

/** The private half of a key is kept encrypted (AES-256-GCM, bound to the key's id). */
@Repository
class SigningKeyRepository {

    private static final int NONCE = 12;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final SecretKey sealing;

    SigningKeyRepository(Secrets secrets) {
        this.sealing = secrets.key("identity.signing_key", "AES");
    }

    /** The newest first. */
    List<SigningKey> findAll(PlatformContext platform) {
        return platform.sql()
                .select(
                        SIGNING_KEY.ID,
                        SIGNING_KEY.NUMBER,
                        SIGNING_KEY.PRIVATE_KEY,
                        SIGNING_KEY.CREATED_AT,
                        SIGNING_KEY.SIGNS_FROM)
                .from(SIGNING_KEY)
                .orderBy(SIGNING_KEY.NUMBER.desc())
                .fetch(r -> new SigningKey(r.value2(), open(r.value1(), r.value3()), r.value4(), r.value5()));
    }

    /** Of several servers that add the same number, the first one's key stays. */
    void insert(PlatformContext platform, SigningKey key) {
        UUID id = UUID.fromString(key.key().getKeyID());
        platform.sql()
                .insertInto(SIGNING_KEY)
                .set(SIGNING_KEY.ID, id)
                .set(SIGNING_KEY.NUMBER, key.number())
                .set(SIGNING_KEY.PUBLIC_KEY, key.key().toPublicJWK().toJSONString())
                .set(SIGNING_KEY.PRIVATE_KEY, seal(id, key.key()))
                .set(SIGNING_KEY.CREATED_AT, key.createdAt())
                .set(SIGNING_KEY.SIGNS_FROM, key.signsFrom())
                .onConflict(SIGNING_KEY.NUMBER)
                .doNothing()
                .execute();
    }

    void deleteBefore(PlatformContext platform, int number) {
        platform.sql()
                .deleteFrom(SIGNING_KEY)
                .where(SIGNING_KEY.NUMBER.lt(number))
                .execute();
    }

    private byte[] seal(UUID id, ECKey key) {
        byte[] nonce = new byte[NONCE];
        RANDOM.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, id, nonce)
                    .doFinal(key.toJSONString().getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.allocate(NONCE + sealed.length)
                    .put(nonce)
                    .put(sealed)
                    .array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private ECKey open(UUID id, byte[] sealed) {
        try {
            byte[] plain = cipher(Cipher.DECRYPT_MODE, id, Arrays.copyOf(sealed, NONCE))
                    .doFinal(sealed, NONCE, sealed.length - NONCE);
            return ECKey.parse(new String(plain, StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Signing key " + id + " was encrypted under another merkato.secret", e);
        } catch (ParseException e) {
            throw new IllegalStateException(e);
        }
    }

    private Cipher cipher(int mode, UUID id, byte[] nonce) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, sealing, new GCMParameterSpec(128, nonce));
        cipher.updateAAD(id.toString().getBytes(StandardCharsets.UTF_8));
        return cipher;
    }
}
