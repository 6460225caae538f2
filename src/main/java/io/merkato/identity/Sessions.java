package io.merkato.identity;

import io.merkato.api.Fault;
import io.merkato.api.Secrets;
import io.merkato.api.Shortened;
import io.merkato.api.Uuid7;
import io.merkato.api.Viewer;
import io.merkato.identity.SessionRepository.Rotated;
import io.merkato.identity.SessionRepository.Stay;
import io.merkato.tenancy.PlatformContext;
import io.merkato.tenancy.Remembered;
import io.merkato.tenancy.Tenant;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** Sessions as their tokens see them: opened, carried on from token to token, ended. */
@Component
class Sessions {

    private final PlatformContext platform;
    private final SessionRepository sessions;
    private final UserRepository users;
    private final AccessTokens accessTokens;
    private final Throttle throttle;
    private final Hmac followers;
    private final Clock clock;
    private final IdentityProperties properties;
    private final Remembered<Session.Id, Boolean> lasting;
    private final Set<Session.Id> seen = ConcurrentHashMap.newKeySet();

    Sessions(
            PlatformContext platform,
            SessionRepository sessions,
            UserRepository users,
            AccessTokens accessTokens,
            Throttle throttle,
            Secrets secrets,
            Clock clock,
            IdentityProperties properties,
            @Value("${merkato.staleness}") Duration staleness) {
        this.platform = platform;
        this.sessions = sessions;
        this.users = users;
        this.accessTokens = accessTokens;
        this.throttle = throttle;
        this.followers = Hmac.of(secrets, "identity.refresh_token");
        this.clock = clock;
        this.properties = properties;
        this.lasting = new Remembered<>(100_000, staleness, id -> sessions.lasts(platform, id, clock.instant()));
    }

    /** Signs somebody in, within a transaction. */
    Tokens open(
            PlatformContext tx,
            User.Id user,
            Tenant.@Nullable Id tenant,
            @Nullable String device,
            Viewer.Origin origin) {
        Instant now = clock.instant();
        var session = new Session(
                new Session.Id(Uuid7.next()),
                device,
                shortened(origin.userAgent()),
                origin.address(),
                now,
                now,
                now.plus(properties.sessionLife()),
                null);
        sessions.insert(tx, session, user, tenant);
        users.signedIn(tx.sql(), user, now);
        Secret token = Secret.random("mr_");
        var stay = new Stay(session.id(), user, tenant, session.expiresAt());
        sessions.insertToken(tx, session.id(), token.hash(), now, tokenExpiry(stay, now));
        noticeEnd(sessions.deleteAllBut(tx, user, properties.sessionsPerPerson()));
        return tokens(stay, token, tokenExpiry(stay, now), now);
    }

    /**
     * The next tokens for a refresh token. Each is followed by exactly one other, computed from it, so that a client whose
     * answer got lost may ask again for a moment and is told the same. Later, or once the next was used, two
     * parties hold the session: it ends.
     *
     * @throws Fault {@code THROTTLED} for the newest token of a session that had too many; it stays the newest
     */
    Optional<Tokens> refresh(Secret token) {
        Instant now = clock.instant();
        Secret next = follower(token);
        sessions.findByNewest(platform, token.hash()).ifPresent(throttle::takeRefresh);
        Optional<Tokens> tokens =
                platform.transact(tx -> sessions.rotate(tx, token.hash(), now).map(stay -> {
                    Instant expiry = tokenExpiry(stay, now);
                    sessions.insertToken(tx, stay.id(), next.hash(), now, expiry);
                    return tokens(stay, next, expiry, now);
                }));
        return tokens.or(
                () -> sessions.findRotated(platform, token.hash(), now).flatMap(rotated -> again(rotated, next, now)));
    }

    private Optional<Tokens> again(Rotated rotated, Secret next, Instant now) {
        Stay stay = rotated.stay();
        Optional<Instant> unused = rotated.at().plus(properties.refreshGrace()).isAfter(now)
                ? sessions.findUnused(platform, next.hash())
                : Optional.empty();
        if (unused.isEmpty()) {
            noticeEnd(sessions.end(platform, stay.id(), stay.user(), Session.Ended.TOKEN_REUSED, now));
        }
        return unused.map(expiry -> tokens(stay, next, expiry, now));
    }

    /** Whether the session has neither ended nor expired; notes that it was used. */
    boolean lasts(Session.Id id) {
        boolean lasts = lasting.get(id);
        if (lasts) {
            seen.add(id);
        }
        return lasts;
    }

    /** To be called when these were ended here, so that this server notices at once, or once that is committed. */
    void noticeEnd(Collection<Session.Id> ended) {
        ended.forEach(lasting::forget);
    }

    void writeSeen() {
        var ids = Set.copyOf(seen);
        if (!ids.isEmpty()) {
            seen.removeAll(ids);
            sessions.seen(platform, ids, clock.instant());
        }
    }

    private Tokens tokens(Stay stay, Secret refreshToken, Instant expiry, Instant now) {
        String accessToken = accessTokens.mint(stay.user(), stay.id(), stay.tenant(), now);
        return new Tokens(accessToken, (int) properties.accessTokenLife().toSeconds(), refreshToken.text(), expiry);
    }

    private Instant tokenExpiry(Stay stay, Instant now) {
        Instant expiry = now.plus(properties.refreshTokenLife());
        return expiry.isBefore(stay.expiresAt()) ? expiry : stay.expiresAt();
    }

    private Secret follower(Secret token) {
        byte[] mac = followers.of(token.text());
        return new Secret("mr_" + Base64.getUrlEncoder().withoutPadding().encodeToString(mac));
    }

    private static @Nullable String shortened(@Nullable String userAgent) {
        return userAgent == null ? null : Shortened.start(userAgent, 500);
    }
}
