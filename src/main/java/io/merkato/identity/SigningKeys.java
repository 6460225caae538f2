package io.merkato.identity;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import io.merkato.tenancy.PlatformContext;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The keys of the embedded issuer. The first is made at the first start. A new one is shown to the world two hours before
 * it signs, and the old one until the last token it signed has expired, so whoever verifies never meets an unknown key.
 */
@Component
class SigningKeys implements JWKSource<SecurityContext> {

    static final Duration SHOWN_BEFORE = Duration.ofHours(2);
    private static final Duration SHOWN_AFTER = Duration.ofHours(1);
    private static final Duration PAUSE = Duration.ofSeconds(10);

    private final PlatformContext platform;
    private final SigningKeyRepository repository;
    private final IdentityProperties properties;
    private final Clock clock;

    /** Newest first; empty before the first use. */
    private volatile List<SigningKey> keys = List.of();

    private volatile Instant loadedAt = Instant.EPOCH;

    SigningKeys(PlatformContext platform, SigningKeyRepository repository, IdentityProperties properties, Clock clock) {
        this.platform = platform;
        this.repository = repository;
        this.properties = properties;
        this.clock = clock;
    }

    SigningKey signing() {
        Instant now = clock.instant();
        return keys().stream()
                .filter(key -> !key.signsFrom().isAfter(now))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("No key signs yet"));
    }

    /** The public halves. */
    JWKSet shown() {
        return new JWKSet(
                keys().stream().map(key -> (JWK) key.key().toPublicJWK()).toList());
    }

    /** Makes the next key when the newest has had its time, and drops those whose tokens have all expired. To be called often. */
    synchronized void rotate() {
        Instant now = clock.instant();
        List<SigningKey> found = repository.findAll(platform);
        if (found.isEmpty()) {
            // Servers whose clocks differ start at once: for each of them the one first key already signs.
            repository.insert(platform, SigningKey.generate(1, now, now.minus(SHOWN_BEFORE)));
        } else if (found.getFirst()
                .createdAt()
                .plus(properties.signingKeyLife())
                .isBefore(now)) {
            repository.insert(
                    platform, SigningKey.generate(found.getFirst().number() + 1, now, now.plus(SHOWN_BEFORE)));
        }
        Instant expired = now.minus(properties.accessTokenLife()).minus(SHOWN_AFTER);
        found.stream()
                .filter(key -> key.signsFrom().isBefore(expired))
                .findFirst()
                .ifPresent(key -> repository.deleteBefore(platform, key.number()));
        load();
    }

    /** Looks again, at most every ten seconds, when a token names a key that is not known here. */
    @Override
    public List<JWK> get(JWKSelector selector, @Nullable SecurityContext context) {
        List<JWK> found = selector.select(shown());
        if (found.isEmpty() && loadedAt.plus(PAUSE).isBefore(clock.instant())) {
            load();
            found = selector.select(shown());
        }
        return found;
    }

    private List<SigningKey> keys() {
        if (keys.isEmpty()) {
            rotate();
        }
        return keys;
    }

    private synchronized void load() {
        keys = repository.findAll(platform);
        loadedAt = clock.instant();
    }
}
