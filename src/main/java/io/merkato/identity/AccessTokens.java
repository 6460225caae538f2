package io.merkato.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.merkato.api.TypeId;
import io.merkato.tenancy.Tenant;
import java.time.Instant;
import java.util.Date;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.stereotype.Component;

/** Access tokens of the embedded issuer: JWTs (RFC 9068's type) that name the person, the session and the tenant. */
@Component
class AccessTokens {

    /** Keeps a token of another kind that the same keys might once sign from passing for an access token. */
    private static final JOSEObjectType TYPE = new JOSEObjectType("at+jwt");

    private static final String TENANT = "tenant";
    private static final String SESSION = "sid";

    private final SigningKeys keys;
    private final IdentityProperties properties;
    private final NimbusJwtDecoder decoder;

    AccessTokens(SigningKeys keys, IdentityProperties properties) {
        this.keys = keys;
        this.properties = properties;
        this.decoder = NimbusJwtDecoder.withJwkSource(keys)
                .jwsAlgorithm(SignatureAlgorithm.ES256)
                .jwtProcessorCustomizer(
                        processor -> processor.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(TYPE)))
                .build();
        this.decoder.setJwtValidator(new DelegatingOAuth2TokenValidator<>(
                new JwtTimestampValidator(), new JwtIssuerValidator(properties.issuer())));
    }

    String mint(User.Id user, Session.Id session, Tenant.@Nullable Id tenant, Instant now) {
        SigningKey key = keys.signing();
        var claims = new JWTClaimsSet.Builder()
                .issuer(properties.issuer())
                .subject(user.text())
                .claim(SESSION, session.text())
                .claim(TENANT, tenant == null ? null : tenant.text())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(properties.accessTokenLife())))
                .build();
        var header = new JWSHeader.Builder(JWSAlgorithm.ES256)
                .type(TYPE)
                .keyID(key.key().getKeyID())
                .build();
        try {
            var token = new SignedJWT(header, claims);
            token.sign(new ECDSASigner(key.key()));
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** @throws org.springframework.security.oauth2.jwt.JwtException unless this issuer signed it and it has not expired */
    Caller.Person verify(String token) {
        Jwt jwt = decoder.decode(token);
        String tenant = jwt.getClaimAsString(TENANT);
        if (jwt.getExpiresAt() == null || jwt.getIssuedAt() == null) {
            throw new BadJwtException("has no times");
        }
        return new Caller.Person(
                new User.Id(id("user", jwt.getSubject())),
                new Session.Id(id("session", jwt.getClaimAsString(SESSION))),
                tenant == null ? null : new Tenant.Id(id("tenant", tenant)),
                jwt.getIssuedAt(),
                jwt.getExpiresAt());
    }

    private static UUID id(String prefix, @Nullable String text) {
        UUID id = text == null ? TypeId.ABSENT : TypeId.parse(prefix, text);
        if (id.equals(TypeId.ABSENT)) {
            throw new BadJwtException("names no " + prefix);
        }
        return id;
    }
}
