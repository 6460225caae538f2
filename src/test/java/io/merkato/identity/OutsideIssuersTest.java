package io.merkato.identity;

import static io.merkato.jooq.identity.Tables.USER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import io.merkato.Merchants;
import io.merkato.MerkatoTest;
import io.merkato.api.Fault;
import io.merkato.api.FaultCode;
import io.merkato.api.Uuid7;
import io.merkato.tenancy.PlatformContext;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.security.oauth2.jwt.JwtException;

@MerkatoTest
class OutsideIssuersTest {

    /** Made once, as each takes a second. */
    private static final RSAKey KEY = key("k1");

    private static final RSAKey ANOTHER = key("k2");

    private final PlatformContext platform;
    private final UserRepository users;
    private final People people;
    private final ApiKeys apiKeys;
    private final AccessTokens accessTokens;
    private final Sessions sessions;
    private final Viewers viewers;
    private final HttpServer server;
    private final String issuer;
    private final AtomicInteger keysRead = new AtomicInteger();
    private volatile JWKSet keys = new JWKSet(KEY);
    private volatile boolean away;
    private final String subject = Uuid7.next().toString();

    OutsideIssuersTest(
            PlatformContext platform,
            UserRepository users,
            People people,
            ApiKeys apiKeys,
            AccessTokens accessTokens,
            Sessions sessions,
            Viewers viewers)
            throws Exception {
        this.apiKeys = apiKeys;
        this.accessTokens = accessTokens;
        this.sessions = sessions;
        this.viewers = viewers;
        this.platform = platform;
        this.users = users;
        this.people = people;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        this.issuer = "http://127.0.0.1:" + server.getAddress().getPort();
        answer(
                "/.well-known/openid-configuration",
                () -> "{\"issuer\":\"" + issuer + "\",\"jwks_uri\":\"" + issuer
                        + "/keys\",\"subject_types_supported\":[\"public\"]}");
        answer("/keys", () -> {
            keysRead.incrementAndGet();
            return keys.toString();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void a_subject_has_the_same_login_every_time() throws Exception {
        OutsideIssuers outside = outside(false);
        String token = token(claims().claim("name", "Hanna").build());

        assertThat(outside.issued(token)).isTrue();
        Caller.Person first = outside.verify(token);
        assertThat(outside.verify(token(claims().build())).user()).isEqualTo(first.user());
        assertThat(first.session()).isNull();
        assertThat(first.tenant()).isNull();
        assertThat(users.find(platform.sql(), first.user()).orElseThrow().name())
                .isEqualTo("Hanna");
    }

    @Test
    void an_address_leads_to_its_login_only_where_the_issuer_is_trusted_and_has_verified_it() throws Exception {
        String email = Merchants.email();
        User.Id known = people.enrol(email, null, Merchants.PASSWORD);
        JWTClaimsSet verified =
                claims().claim("email", email).claim("email_verified", true).build();

        assertThat(outside(true).verify(token(verified)).user()).isEqualTo(known);
        assertThat(outside(false).verify(token(verified)).user()).isNotEqualTo(known);
        assertThat(outside(true)
                        .verify(token(claims().claim("email", email)
                                .claim("email_verified", false)
                                .build()))
                        .user())
                .isNotEqualTo(known);
        assertThat(outside(true)
                        .verify(token(claims().claim("email", email).build()))
                        .user())
                .isNotEqualTo(known);
        assertThat(outside(true)
                        .verify(token(claims().claim("email", "")
                                .claim("email_verified", true)
                                .build()))
                        .user())
                .isNotEqualTo(known);
        assertThat(platform.sql().fetchCount(USER, USER.SUBJECT.eq(subject))).isEqualTo(1);
    }

    @Test
    void an_address_that_nobody_has_shown_to_be_theirs_leads_nowhere() throws Exception {
        String email = Merchants.email();
        User.Id claimed = people.enrol(email, null, null);

        assertThat(outside(true)
                        .verify(token(claims().claim("email", email)
                                .claim("email_verified", true)
                                .build()))
                        .user())
                .isNotEqualTo(claimed);
    }

    @Test
    void what_is_not_meant_for_merkato_is_refused() throws Exception {
        OutsideIssuers outside = outside(true);
        for (JWTClaimsSet wrong : List.of(
                claims().audience("another").build(),
                claims().audience(List.of()).build(),
                claims().audience((String) null).build(),
                claims().subject(null).build(),
                claims().expirationTime(Date.from(Instant.now().minusSeconds(120)))
                        .build(),
                claims().expirationTime(null).build())) {
            assertThatThrownBy(() -> outside.verify(token(wrong)))
                    .as(wrong.toString())
                    .isInstanceOf(JwtException.class);
        }
        assertThat(outside.issued(token(claims().issuer("http://127.0.0.1:1").build())))
                .isFalse();
        assertThat(outside.issued(token(claims().issuer(null).build()))).isFalse();
        assertThat(outside.issued("")).isFalse();
        assertThatThrownBy(() -> outside.verify("null")).isInstanceOf(JwtException.class);
    }

    @Test
    void a_new_key_is_found_when_a_token_names_it_and_the_one_it_replaces_is_good_no_longer() throws Exception {
        OutsideIssuers outside = outside(false);
        User.Id user = outside.verify(token(claims().build())).user();
        keys = new JWKSet(ANOTHER);

        assertThat(outside.verify(token(ANOTHER, claims().build())).user()).isEqualTo(user);
        assertThatThrownBy(() -> outside.verify(token(claims().build()))).isInstanceOf(JwtException.class);
    }

    @Test
    void tokens_that_name_keys_nobody_has_do_not_make_us_read_keys_without_end() throws Exception {
        OutsideIssuers outside = outside(false);
        outside.verify(token(claims().build()));

        for (int i = 0; i < 50; i++) {
            String token = token(ANOTHER, claims().build());
            assertThatThrownBy(() -> outside.verify(token)).isInstanceOf(JwtException.class);
        }

        assertThat(keysRead.get()).as("twice in half a minute").isBetween(2, 10);
        outside.verify(token(claims().build()));
    }

    @Test
    void while_the_issuer_cannot_be_reached_its_tokens_are_good_as_far_as_its_keys_are_known() throws Exception {
        OutsideIssuers known = outside(false);
        known.verify(token(claims().build()));
        OutsideIssuers unknown = outside(false);
        server.stop(0);

        known.verify(token(claims().build()));
        assertThatThrownBy(() -> unknown.verify(token(claims().build()))).isInstanceOf(JwtException.class);
    }

    @Test
    void a_token_that_nobody_can_check_for_lack_of_keys_is_not_called_invalid_and_is_good_when_the_issuer_is_back()
            throws Exception {
        Authenticator authenticator = new Authenticator(
                apiKeys, accessTokens, outside(false), sessions, viewers, Clock.systemUTC(), Duration.ofSeconds(5));
        String token = token(claims().build());
        away = true;

        assertThatThrownBy(() -> authenticator.caller(token)).isInstanceOfSatisfying(Fault.class, fault -> {
            assertThat(fault.code()).isEqualTo(FaultCode.UNAVAILABLE);
            assertThat(fault.code().status()).isEqualTo(503);
            assertThat(fault.answer().toString()).contains("reason=ISSUER_UNREACHABLE");
        });

        away = false;
        assertThat(authenticator.caller(token)).isInstanceOf(Caller.Person.class);
    }

    private OutsideIssuers outside(boolean trustEmail) {
        var source = new MapConfigurationPropertySource(Map.of(
                "merkato.identity.issuers[0].issuer", issuer,
                "merkato.identity.issuers[0].audience", "merkato",
                "merkato.identity.issuers[0].trust-email", trustEmail));
        var properties = new Binder(source).bindOrCreate("merkato.identity", IdentityProperties.class);
        return new OutsideIssuers(platform, users, properties);
    }

    private JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .issuer(issuer)
                .subject(subject)
                .audience("merkato")
                .issueTime(new Date())
                .expirationTime(Date.from(Instant.now().plusSeconds(300)));
    }

    private static RSAKey key(String id) {
        try {
            return new RSAKeyGenerator(2048)
                    .keyID(id)
                    .algorithm(JWSAlgorithm.RS256)
                    .generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private String token(JWTClaimsSet claims) throws Exception {
        return token(KEY, claims);
    }

    private static String token(RSAKey key, JWTClaimsSet claims) throws Exception {
        var token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build(), claims);
        token.sign(new RSASSASigner(key));
        return token.serialize();
    }

    private void answer(String path, Supplier<String> json) {
        server.createContext(path, exchange -> {
            byte[] body = json.get().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(away ? 503 : 200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
    }
}
