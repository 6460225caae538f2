package io.merkato.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.nimbusds.jose.KeySourceException;
import io.merkato.api.Fault;
import io.merkato.api.FaultCode;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.jwt.JwtValidationException;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;
import org.springframework.stereotype.Component;

/**
 * Finds out whom a bearer token names: an API key, an access token of this server, or one of an outside issuer.
 * A verified token is remembered by its hash for {@code merkato.staleness}, because its signature takes longer to check than most queries take to answer.
 */
@Component
class Authenticator implements AuthenticationManager {

    private final ApiKeys apiKeys;
    private final AccessTokens accessTokens;
    private final OutsideIssuers outside;
    private final Sessions sessions;
    private final Viewers viewers;
    private final Clock clock;
    private final Cache<ByteBuffer, Caller.Person> verified;

    Authenticator(
            ApiKeys apiKeys,
            AccessTokens accessTokens,
            OutsideIssuers outside,
            Sessions sessions,
            Viewers viewers,
            Clock clock,
            @Value("${merkato.staleness}") Duration staleness) {
        this.apiKeys = apiKeys;
        this.accessTokens = accessTokens;
        this.outside = outside;
        this.sessions = sessions;
        this.viewers = viewers;
        this.clock = clock;
        this.verified = Caffeine.newBuilder()
                .maximumSize(100_000)
                .expireAfterWrite(staleness)
                .build();
    }

    /** A credential that is not good is no end yet: what renews it is asked for with it, because clients send it always. */
    @Override
    public Authentication authenticate(Authentication request) {
        if (!(request instanceof BearerTokenAuthenticationToken bearer)) {
            return request;
        }
        try {
            return new CallerAuthentication(caller(bearer.getToken()));
        } catch (Fault why) {
            return new CallerAuthentication(new Caller.Refused(why));
        }
    }

    /** @throws Fault {@code UNAUTHENTICATED}, which tells only whether a token was good until it expired; {@code UNAVAILABLE} where its issuer is away */
    Caller caller(String token) {
        return token.startsWith(TenantToken.API_KEY)
                ? apiKeys.findWorking(token).orElseThrow(Authenticator::invalid)
                : person(token);
    }

    private Caller.Person person(String token) {
        ByteBuffer hash = ByteBuffer.wrap(new Secret(token).hash());
        Caller.Person person;
        try {
            person = verified.get(hash, unseen -> verify(token));
        } catch (JwtValidationException e) {
            throw e.getErrors().stream()
                            .allMatch(error ->
                                    Objects.toString(error.getDescription()).startsWith("Jwt expired"))
                    ? expired()
                    : invalid();
        } catch (JwtException e) {
            throw e.getCause() instanceof KeySourceException ? unchecked() : invalid();
        }
        if (!person.expiresAt().isAfter(clock.instant())) {
            throw expired();
        }
        if (!mayEnter(person)) {
            throw invalid();
        }
        return person;
    }

    private static Fault expired() {
        return Fault.of(
                FaultCode.UNAUTHENTICATED,
                "The access token has expired. Renew it with tokenRefresh.",
                Map.of("reason", "EXPIRED"));
    }

    private static Fault invalid() {
        return Fault.of(
                FaultCode.UNAUTHENTICATED,
                "The credential is not valid, or no longer. Sign in again.",
                Map.of("reason", "INVALID"));
    }

    /** Nothing is said against the token: there was no key to check it with. */
    private static Fault unchecked() {
        return Fault.of(
                FaultCode.UNAVAILABLE,
                "The issuer of this token does not answer, so nobody can say whether it is good. Try again in a moment.",
                Map.of("reason", "ISSUER_UNREACHABLE"));
    }

    private Caller.Person verify(String token) {
        return outside.issued(token) ? outside.verify(token) : accessTokens.verify(token);
    }

    private boolean mayEnter(Caller.Person person) {
        return person.session() == null ? viewers.admits(person) : sessions.lasts(person.session());
    }
}
