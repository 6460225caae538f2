package io.merkato.identity;

import static io.merkato.jooq.identity.Tables.SIGNING_KEY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import io.merkato.Client;
import io.merkato.MerkatoTest;
import io.merkato.api.Secrets;
import io.merkato.api.Uuid7;
import io.merkato.tenancy.PlatformContext;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.security.oauth2.jwt.JwtException;

@MerkatoTest
class SigningKeysTest {

    private static final Duration LIFE = Duration.ofDays(30);

    private final PlatformContext platform;
    private final SigningKeyRepository repository;
    private final IdentityProperties properties;
    private final SigningKeys keys;
    private final AccessTokens tokens;
    private final Client client;
    private final User.Id user = new User.Id(Uuid7.next());
    private final Session.Id session = new Session.Id(Uuid7.next());

    SigningKeysTest(
            PlatformContext platform,
            SigningKeyRepository repository,
            IdentityProperties properties,
            SigningKeys keys,
            AccessTokens tokens,
            Client client) {
        this.platform = platform;
        this.repository = repository;
        this.properties = properties;
        this.keys = keys;
        this.tokens = tokens;
        this.client = client;
    }

    @AfterEach
    void begin_anew() {
        platform.sql().deleteFrom(SIGNING_KEY).execute();
        keys.rotate();
    }

    /** The keys as a server sees them at that moment. */
    private SigningKeys at(Instant moment) {
        return new SigningKeys(platform, repository, properties, Clock.fixed(moment, ZoneOffset.UTC));
    }

    @Test
    void a_new_key_is_shown_before_it_signs_and_the_old_one_until_its_tokens_are_gone() {
        keys.rotate();
        SigningKey old = keys.signing();
        Instant due = old.createdAt().plus(LIFE).plusSeconds(1);

        SigningKeys then = at(due);
        then.rotate();
        assertThat(then.signing().number()).isEqualTo(old.number());
        assertThat(then.shown().getKeys()).hasSize(2);

        Instant signs = due.plus(SigningKeys.SHOWN_BEFORE);
        SigningKeys later = at(signs.plusSeconds(1));
        assertThat(later.signing().number()).isEqualTo(old.number() + 1);
        String byOld = tokens.mint(user, session, null, Instant.now());
        assertThat(new AccessTokens(later, properties).verify(byOld).user()).isEqualTo(user);

        SigningKeys muchLater = at(signs.plus(Duration.ofMinutes(71)));
        muchLater.rotate();
        assertThat(muchLater.shown().getKeys()).hasSize(1);
    }

    @Test
    void of_servers_that_start_at_once_one_makes_the_first_key() throws Exception {
        platform.sql().deleteFrom(SIGNING_KEY).execute();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<String> start = () -> at(Instant.now()).signing().key().getKeyID();
            var ids = threads.invokeAll(
                    IntStream.range(0, 16).mapToObj(i -> start).toList());
            assertThat(ids.stream().map(SigningKeysTest::value).distinct()).hasSize(1);
        }
    }

    @Test
    void others_verify_with_what_is_shown_and_see_no_private_part() throws Exception {
        var answer = client.get("/.well-known/jwks.json");
        JWKSet shown = JWKSet.parse(answer.body());

        assertThat(answer.headers().firstValue("Cache-Control")).contains("max-age=3600, public");
        assertThat(shown.getKeys())
                .allMatch(key -> !key.isPrivate() && key.getAlgorithm().equals(JWSAlgorithm.ES256));
        assertThat(shown.getKeyByKeyId(keys.signing().key().getKeyID())).isNotNull();
        assertThat(client.get("/.well-known/openid-configuration").body())
                .contains("\"jwks_uri\":\"http://localhost:8080/.well-known/jwks.json\"");
    }

    @Test
    void a_private_key_is_kept_encrypted() {
        keys.rotate();
        byte[] kept = platform.sql()
                .select(SIGNING_KEY.PRIVATE_KEY)
                .from(SIGNING_KEY)
                .limit(1)
                .fetchSingle(SIGNING_KEY.PRIVATE_KEY);
        assertThat(new String(kept, java.nio.charset.StandardCharsets.ISO_8859_1))
                .doesNotContain("\"d\":")
                .doesNotContain("\"kty\":");

        var foreign = new SigningKeyRepository(new Secrets(new byte[32]));
        assertThatThrownBy(() -> foreign.findAll(platform))
                .hasMessageContaining("encrypted under another merkato.secret");
    }

    @Test
    void a_token_that_this_server_did_not_sign_as_an_access_token_is_refused() throws Exception {
        Instant now = Instant.now();
        ECKey ours = keys.signing().key();
        ECKey theirs = SigningKey.generate(1, now, now).key();
        JWTClaimsSet good = claims("http://localhost:8080", now.plusSeconds(60));
        assertThat(tokens.verify(sign(ours, ours.getKeyID(), "at+jwt", good)).user())
                .isEqualTo(user);

        var mac = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256)
                        .type(new JOSEObjectType("at+jwt"))
                        .keyID(ours.getKeyID())
                        .build(),
                good);
        mac.sign(new MACSigner(ours.toPublicJWK().toJSONString().getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        String signed = sign(ours, ours.getKeyID(), "at+jwt", good);
        for (String token : List.of(
                sign(theirs, ours.getKeyID(), "at+jwt", good),
                sign(theirs, theirs.getKeyID(), "at+jwt", good),
                sign(ours, ours.getKeyID(), "JWT", good),
                sign(ours, ours.getKeyID(), "at+jwt", claims("https://elsewhere.example", now.plusSeconds(60))),
                sign(ours, ours.getKeyID(), "at+jwt", claims("http://localhost:8080", now.minusSeconds(120))),
                sign(
                        ours,
                        ours.getKeyID(),
                        "at+jwt",
                        new JWTClaimsSet.Builder(good).subject("").build()),
                sign(
                        ours,
                        ours.getKeyID(),
                        "at+jwt",
                        new JWTClaimsSet.Builder(good).subject(null).build()),
                sign(
                        ours,
                        ours.getKeyID(),
                        "at+jwt",
                        new JWTClaimsSet.Builder(good).claim("sid", null).build()),
                sign(
                        ours,
                        ours.getKeyID(),
                        "at+jwt",
                        new JWTClaimsSet.Builder(good).claim("sid", "").build()),
                sign(
                        ours,
                        ours.getKeyID(),
                        "at+jwt",
                        new JWTClaimsSet.Builder(good).claim("tenant", "").build()),
                sign(
                        ours,
                        ours.getKeyID(),
                        "at+jwt",
                        new JWTClaimsSet.Builder(good).expirationTime(null).build()),
                new PlainJWT(good).serialize(),
                mac.serialize(),
                signed.substring(0, signed.lastIndexOf('.') + 1),
                "",
                "null")) {
            assertThatThrownBy(() -> tokens.verify(token)).as(token).isInstanceOf(JwtException.class);
        }
    }

    private JWTClaimsSet claims(String issuer, Instant expiresAt) {
        return new JWTClaimsSet.Builder()
                .issuer(issuer)
                .subject(user.text())
                .claim("sid", session.text())
                .issueTime(Date.from(expiresAt.minusSeconds(600)))
                .expirationTime(Date.from(expiresAt))
                .build();
    }

    private static String sign(ECKey key, String keyId, String type, JWTClaimsSet claims) throws Exception {
        var token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.ES256)
                        .type(new JOSEObjectType(type))
                        .keyID(keyId)
                        .build(),
                claims);
        token.sign(new ECDSASigner(key));
        return token.serialize();
    }

    private static <T> T value(java.util.concurrent.Future<T> future) {
        try {
            return future.get();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
