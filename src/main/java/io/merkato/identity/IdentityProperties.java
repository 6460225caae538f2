package io.merkato.identity;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Everything under {@code merkato.identity}.
 *
 * @param issuer the address under which others find this server's keys; the {@code iss} of its access tokens
 * @param refreshGrace how long a rotated refresh token may be sent again because its answer was lost
 * @param signingKeyLife after how long a new key begins to sign
 * @param triesPerAddress failed sign-ins, sign-ups and resets from one network address within a quarter of an hour; many people share one
 * @param signInsPerAddress sign-ins from one network address within a quarter of an hour, right or wrong
 * @param guestsPerAddress who begins to shop as a guest from one network address within a quarter of an hour
 * @param guestsPerTenant who begins to shop as a guest of one tenant within a day, from wherever
 * @param invitationsPerTenant whom staff of one tenant invite within a day
 * @param textsPerTenant text messages that are asked for at one tenant within a day, from wherever, no more than half of them by strangers: each costs money
 * @param texts the same at all tenants together, and at none
 * @param sessionsPerPerson how many are kept; another takes the place of the oldest
 * @param link where messages lead, with {@code {action}}, {@code {token}} and perhaps {@code {tenant}} in it; without it they say what to call
 * @param mailbox a folder that messages with secrets are written to, for development; without it they only go out as events
 * @param firstOperator who is made platform operator, and sent a password reset, where there is none yet
 * @param issuers outside OIDC issuers whose access tokens are accepted
 */
@ConfigurationProperties("merkato.identity")
record IdentityProperties(
        @DefaultValue("http://localhost:8080") String issuer,
        @DefaultValue("10m") Duration accessTokenLife,
        @DefaultValue("30d") Duration refreshTokenLife,
        @DefaultValue("90d") Duration sessionLife,
        @DefaultValue("10s") Duration refreshGrace,
        @DefaultValue("30d") Duration signingKeyLife,
        @DefaultValue("100") int triesPerAddress,
        @DefaultValue("300") int signInsPerAddress,
        @DefaultValue("300") int guestsPerAddress,
        @DefaultValue("100000") int guestsPerTenant,
        @DefaultValue("1000") int invitationsPerTenant,
        @DefaultValue("10000") int textsPerTenant,
        @DefaultValue("100000") int texts,
        @DefaultValue("50") int sessionsPerPerson,
        @Nullable String link,
        @Nullable Path mailbox,
        @Nullable String firstOperator,
        @DefaultValue List<Issuer> issuers) {

    /**
     * @param issuer the address of its discovery document, without {@code /.well-known/openid-configuration}
     * @param audience what its tokens must name as {@code aud}
     * @param trustEmail whether an address that it has verified leads to the login that has it; only for an issuer trusted with every login
     */
    record Issuer(
            String issuer,
            String audience,
            @DefaultValue("false") boolean trustEmail) {}
}
