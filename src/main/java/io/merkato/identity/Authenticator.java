package io.merkato.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;
import org.springframework.stereotype.Component;

/**
 * Finds out whom a bearer token names: an API key, an access token of this server, or one of an outside issuer.
 * A verified token is remembered by its hash for a minute, because its signature takes longer to check than most queries take to answer.
 */
@Component
class Authenticator implements AuthenticationManager {

    private final ApiKeys apiKeys;
    private final AccessTokens accessTokens;
    private final OutsideIssuers outside;
    private final Sessions sessions;
    private final Viewers viewers;
    private final Clock clock;
    private final Cache<ByteBuffer, Caller.Person> verified = Caffeine.newBuilder()
            .maximumSize(100_000)
            .expireAfterWrite(Duration.ofMinutes(1))
            .build();

    Authenticator(
            ApiKeys apiKeys,
            AccessTokens accessTokens,
            OutsideIssuers outside,
            Sessions sessions,
            Viewers viewers,
            Clock clock) {
        this.apiKeys = apiKeys;
        this.accessTokens = accessTokens;
        this.outside = outside;
        this.sessions = sessions;
        this.viewers = viewers;
        this.clock = clock;
    }

    @Override
    public Authentication authenticate(Authentication request) {
        return request instanceof BearerTokenAuthenticationToken bearer
                ? new CallerAuthentication(caller(bearer.getToken()))
                : request;
    }

    /** @throws InvalidBearerTokenException with the same words whatever is wrong with it */
    Caller caller(String token) {
        Optional<? extends Caller> caller =
                token.startsWith(TenantToken.API_KEY) ? apiKeys.findWorking(token) : person(token);
        return caller.orElseThrow(() -> new InvalidBearerTokenException("The credential is not valid, or no longer."));
    }

    private Optional<Caller.Person> person(String token) {
        ByteBuffer hash = ByteBuffer.wrap(new Secret(token).hash());
        try {
            return Optional.of(verified.get(hash, unseen -> verify(token))).filter(this::mayEnter);
        } catch (JwtException e) {
            return Optional.empty();
        }
    }

    private Caller.Person verify(String token) {
        return outside.issued(token) ? outside.verify(token) : accessTokens.verify(token);
    }

    private boolean mayEnter(Caller.Person person) {
        return person.expiresAt().isAfter(clock.instant())
                && (person.session() == null ? viewers.admits(person) : sessions.lasts(person.session()));
    }
}
