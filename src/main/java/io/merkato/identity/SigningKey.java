package io.merkato.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import io.merkato.api.Uuid7;
import java.time.Instant;

/**
 * A key that access tokens are signed with: ECDSA on P-256, whose signatures are a quarter of RSA's size.
 *
 * @param number rises by one with each key
 */
record SigningKey(int number, ECKey key, Instant createdAt, Instant signsFrom) {

    static SigningKey generate(int number, Instant createdAt, Instant signsFrom) {
        try {
            ECKey key = new ECKeyGenerator(Curve.P_256)
                    .keyUse(KeyUse.SIGNATURE)
                    .algorithm(com.nimbusds.jose.JWSAlgorithm.ES256)
                    .keyID(Uuid7.next().toString())
                    .generate();
            return new SigningKey(number, key, createdAt, signsFrom);
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String toString() {
        return "SigningKey[" + number + " " + key.getKeyID() + "]";
    }
}
