package io.merkato.identity;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.JWTParser;
import io.merkato.api.Uuid7;
import io.merkato.tenancy.PlatformContext;
import java.text.ParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtAudienceValidator;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.stereotype.Component;

/** The outside OIDC issuers of the configuration: whose access tokens are accepted, and whose login a token's subject is. */
@Component
class OutsideIssuers {

    private record Known(IdentityProperties.Issuer issuer, JwtDecoder decoder) {}

    private final PlatformContext platform;
    private final UserRepository users;
    private final Map<String, Known> known;

    OutsideIssuers(PlatformContext platform, UserRepository users, IdentityProperties properties) {
        this.platform = platform;
        this.users = users;
        this.known = properties.issuers().stream()
                .map(issuer -> new Known(issuer, decoder(issuer)))
                .collect(Collectors.toUnmodifiableMap(each -> each.issuer().issuer(), Function.identity()));
    }

    private static JwtDecoder decoder(IdentityProperties.Issuer issuer) {
        var decoder = NimbusJwtDecoder.withJwkSource(OutsideKeys.of(issuer.issuer()))
                .jwsAlgorithms(all -> all.addAll(List.of(SignatureAlgorithm.values())))
                .build();
        decoder.setJwtValidator(new DelegatingOAuth2TokenValidator<>(
                new JwtTimestampValidator(),
                new JwtIssuerValidator(issuer.issuer()),
                new JwtAudienceValidator(issuer.audience())));
        return decoder;
    }

    /** Whether the token says that one of them issued it; nothing is verified yet. */
    boolean issued(String token) {
        return find(token) != null;
    }

    private @Nullable Known find(String token) {
        try {
            JWTClaimsSet claims = JWTParser.parse(token).getJWTClaimsSet(); // null of an encrypted one
            String issuer = claims == null ? null : claims.getIssuer();
            return issuer == null ? null : known.get(issuer);
        } catch (ParseException e) {
            return null;
        }
    }

    /**
     * Its login; made at the first sight of a subject.
     *
     * @throws org.springframework.security.oauth2.jwt.JwtException unless the token is good
     */
    Caller.Person verify(String token) {
        Known issuer = find(token);
        if (issuer == null) {
            throw new BadJwtException("of no known issuer");
        }
        Jwt jwt = issuer.decoder().decode(token);
        String subject = jwt.getSubject();
        if (subject == null || jwt.getExpiresAt() == null || jwt.getIssuedAt() == null) {
            throw new BadJwtException("has no subject or no times");
        }
        User.Id user = byAddress(jwt, issuer.issuer()).orElseGet(() -> bySubject(jwt, subject, issuer.issuer()));
        return new Caller.Person(user, null, null, jwt.getIssuedAt(), jwt.getExpiresAt());
    }

    /** Where both sides have seen that the address is theirs. */
    private Optional<User.Id> byAddress(Jwt jwt, IdentityProperties.Issuer issuer) {
        String email = jwt.getClaimAsString("email");
        return issuer.trustEmail() && email != null && Boolean.TRUE.equals(jwt.getClaimAsBoolean("email_verified"))
                ? Login.Email.parse(email)
                        .flatMap(login -> users.findAccount(platform.sql(), login)
                                .filter(account -> account.verified(login))
                                .map(account -> account.user().id()))
                : Optional.empty();
    }

    private User.Id bySubject(Jwt jwt, String subject, IdentityProperties.Issuer issuer) {
        return users.findId(platform.sql(), issuer.issuer(), subject).orElseGet(() -> {
            users.insertOutside(platform.sql(), new User.Id(Uuid7.next()), issuer.issuer(), subject, name(jwt));
            return users.findId(platform.sql(), issuer.issuer(), subject).orElseThrow();
        });
    }

    private static @Nullable String name(Jwt jwt) {
        String name = jwt.getClaimAsString("name");
        return name == null || name.isBlank() || name.length() > 255 ? null : name.strip();
    }
}
