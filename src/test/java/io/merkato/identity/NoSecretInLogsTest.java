package io.merkato.identity;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.read.ListAppender;
import io.merkato.Client;
import io.merkato.Merchants;
import io.merkato.Merchants.Merchant;
import io.merkato.MerkatoTest;
import io.merkato.Patience;
import io.merkato.Statements;
import io.merkato.api.Uuid7;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import org.springframework.boot.logging.logback.StructuredLogEncoder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.PayloadApplicationEvent;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Secrets planted in every place that takes or makes one, and everything that is logged on the way, with every logger at its finest that the configuration does not hold back. */
@MerkatoTest
class NoSecretInLogsTest {

    private static final String CANARY = "canary in a coal mine 4711";

    private final Merchants merchants;
    private final Client client;
    private final Statements statements;
    private final LinkedBlockingQueue<TokenIssued> sent = new LinkedBlockingQueue<>();

    NoSecretInLogsTest(
            Merchants merchants, Client client, Statements statements, ConfigurableApplicationContext application) {
        this.statements = statements;
        this.merchants = merchants;
        this.client = client;
        application.addApplicationListener(event -> {
            if (event instanceof PayloadApplicationEvent<?> payload
                    && payload.getPayload() instanceof TokenIssued issued) {
                sent.add(issued);
            }
        });
    }

    @Test
    void no_password_token_or_key_is_logged() throws InterruptedException {
        var context = (LoggerContext) LoggerFactory.getILoggerFactory();
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        var log = new ListAppender<ILoggingEvent>() {
            @Override
            protected void append(ILoggingEvent event) {
                event.prepareForDeferredProcessing();
                super.append(event);
            }
        };
        log.setContext(context);
        log.start();
        Level before = root.getLevel();
        Appender<ILoggingEvent> console = root.getAppender("CONSOLE");
        root.detachAppender(console);
        root.addAppender(log);
        root.setLevel(Level.TRACE);
        var secrets = new ArrayList<>(List.of(CANARY));
        try {
            use(secrets);
        } finally {
            root.setLevel(before);
            root.detachAppender(log);
            root.addAppender(console);
        }

        assertThat(List.copyOf(log.list).stream()
                        .anyMatch(event -> event.getLevel() == Level.TRACE
                                && event.getMDCPropertyMap().keySet().equals(Set.of("tenant", "trace_id"))))
                .isTrue();
        assertThat(secrets).hasSize(16).allMatch(secret -> secret.length() >= 16);
        for (ILoggingEvent event : List.copyOf(log.list)) {
            String text = event.getFormattedMessage()
                    + event.getMDCPropertyMap()
                    + (event.getThrowableProxy() == null ? "" : ThrowableProxyUtil.asString(event.getThrowableProxy()));
            assertThat(secrets).as(event.getLoggerName()).noneMatch(text::contains);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ecs", "logstash"})
    void each_line_of_json_says_its_tenant_and_trace_and_no_secret_also_of_a_failure(String format)
            throws InterruptedException {
        var context = (LoggerContext) LoggerFactory.getILoggerFactory();
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        var encoder = new StructuredLogEncoder();
        encoder.setContext(context);
        encoder.setFormat(format);
        encoder.setCharset(StandardCharsets.UTF_8);
        encoder.start();
        var written = new ByteArrayOutputStream();
        var log = new OutputStreamAppender<ILoggingEvent>();
        log.setContext(context);
        log.setEncoder(encoder);
        log.setOutputStream(written);
        log.start();
        Level before = root.getLevel();
        Appender<ILoggingEvent> console = root.getAppender("CONSOLE");
        root.detachAppender(console);
        root.addAppender(log);
        root.setLevel(Level.DEBUG);
        String slug = merchants.open().slug();
        String trace = Uuid7.next().toString().replace("-", "");
        var secrets = new ArrayList<>(List.of(CANARY));
        try {
            use(secrets);
            statements.failOnce("\"identity\".\"user\"", () -> {
                throw new IllegalStateException("out of order");
            });
            JsonNode failed = client.in(slug)
                    .with("traceparent", "00-" + trace + "-00f067aa0ba902b7-01")
                    .run(
                            "mutation ($e: String!, $p: String!) { signIn(input: {login: $e, password: $p}) { tokens { accessToken } } }",
                            Map.of("e", Merchants.email(), "p", CANARY));
            assertThat(failed.at("/errors/0/extensions/code").asString()).isEqualTo("INTERNAL_ERROR");
        } finally {
            root.setLevel(before);
            root.detachAppender(log);
            root.addAppender(console);
            log.stop();
        }

        String all = written.toString(StandardCharsets.UTF_8);
        assertThat(secrets).hasSize(16).noneMatch(all::contains);
        List<JsonNode> lines = all.lines().map(JsonMapper.shared()::readTree).toList();
        assertThat(lines).allMatch(JsonNode::isObject);
        List<JsonNode> ofTheFailure = lines.stream()
                .filter(line -> line.path("trace_id").asString("").equals(trace))
                .toList();
        assertThat(ofTheFailure).isNotEmpty();
        assertThat(ofTheFailure.stream().filter(line -> line.toString().contains("\"ERROR\"")))
                .singleElement()
                .satisfies(line -> {
                    assertThat(line.get("tenant").asString()).isEqualTo(slug);
                    assertThat(line.toString()).contains("out of order", "stack_trace", "IllegalStateException");
                });
    }

    private void use(List<String> secrets) throws InterruptedException {
        Merchant merchant = merchants.open();
        Client there = client.in(merchant.slug());
        Client owner = merchants.staff(merchant, BuiltInRole.OWNER);
        String email = Merchants.email();
        there.data("mutation ($e: String!) { signUp(input: {email: $e}) { userErrors { code } } }", Map.of("e", email));
        String signUp = taken();
        there.data(
                "mutation ($t: String!, $p: String!) { signUpConfirm(input: {token: $t, password: $p}) { tokens { accessToken } } }",
                Map.of("t", signUp, "p", CANARY));
        JsonNode tokens = there.data(
                        "mutation ($e: String!, $p: String!) { signIn(input: {login: $e, password: $p}) { tokens { accessToken refreshToken } } }",
                        Map.of("e", email, "p", CANARY))
                .at("/signIn/tokens");
        secrets.add(tokens.get("accessToken").asString());
        secrets.add(tokens.get("refreshToken").asString());
        String refreshed = there.data(
                        "mutation ($t: String!) { tokenRefresh(input: {refreshToken: $t}) { tokens { refreshToken } } }",
                        Map.of("t", secrets.getLast()))
                .at("/tokenRefresh/tokens/refreshToken")
                .asString();
        secrets.add(refreshed);
        secrets.add(owner.data(
                        "mutation { apiKeyCreate(input: {name: \"k\", permissions: [CATALOG_READ], stores: {every: true}}) { secret } }")
                .at("/apiKeyCreate/secret")
                .asString());
        there.data(
                "mutation ($e: String!) { passwordResetRequest(input: {login: $e}) { userErrors { code } } }",
                Map.of("e", email));
        secrets.add(taken());
        owner.data(
                "mutation ($e: String, $r: ID!) { memberInvite(input: {email: $e, roleId: $r, stores: {every: true}}) { userErrors { code } } }",
                Map.of(
                        "e",
                        Merchants.email(),
                        "r",
                        owner.data("{ roles(first: 1) { nodes { id } } }")
                                .at("/roles/nodes/0/id")
                                .asString()));
        secrets.add(taken());

        there.data(
                "mutation ($t: String!, $p: String!) { passwordReset(input: {token: $t, newPassword: $p}) { userErrors { code } } }",
                Map.of("t", secrets.get(5), "p", CANARY));
        there.run(
                "mutation ($p: Int!) { signIn(input: {login: 1, password: $p}) { user { id } } }", Map.of("p", CANARY));
        there.run(
                "mutation { signIn(input: {login: \"x\", password: \"" + CANARY + "\", nothing: 1}) { user { id } } }");
        there.as(CANARY.replace(' ', '-')).run("{ viewer { permissions } }");
        secrets.add(CANARY.replace(' ', '-'));
        secrets.add(signUp);
        there.as(secrets.get(1) + "x").run("{ viewer { permissions } }");
        there.post(
                "/graphql",
                "application/json",
                "{\"query\": \"{ viewer { permissions } }\", \"variables\": \"" + CANARY + "\"}");
        there.as(secrets.get(1))
                .with("Accept", "text/event-stream")
                .post(
                        "/graphql",
                        "application/json",
                        "{\"query\": \"subscription ($p: ID!) { productImportProgress(id: $p) { id } }\", \"variables\": {\"p\": \""
                                + CANARY + "\"}}");
        secrets.add(requireNonNull(owner.headers().get("Authorization")).substring(7));
        secrets.add(guests(there));
        secrets.addAll(ofMerchants(owner));
        there.as(tokens.get("accessToken").asString())
                .data(
                        "mutation ($p: String!) { passwordChange(input: {currentPassword: $p, newPassword: $p}) { userErrors { code } } }",
                        Map.of("p", CANARY));
        try (var socket = owner.socketByHandshake()) {
            socket.begin(owner.headers());
            socket.subscribe(
                    "1",
                    "mutation ($p: String!) { signIn(input: {login: \"x\", password: $p}) { userErrors { code } } }",
                    Map.of("p", CANARY));
            assertThat(socket.next()).contains("INVALID_CREDENTIALS");
        }
    }

    private static String guests(Client there) {
        String token = there.data("mutation { guestStart { guestToken } }")
                .at("/guestStart/guestToken")
                .asString();
        there.with("Merkato-Guest", token).data("{ viewer { customer { id } } }");
        there.with("Merkato-Guest", token + "x").run("{ viewer { customer { id } } }");
        return token;
    }

    /** Of webhooks, what payment accounts are given, and of gift cards with and without what divides them. */
    private static List<String> ofMerchants(Client owner) {
        var secrets = new ArrayList<String>();
        JsonNode made = owner.data(
                "mutation { webhookCreate(input: {url: \"https://example.com/hook\", eventTypes: [PRODUCT_CREATED], enabled: false}) { webhook { id } secret } }");
        secrets.add(made.at("/webhookCreate/secret").asString());
        secrets.add(owner.data(
                        "mutation ($id: ID!) { webhookSecretRotate(id: $id) { secret } }",
                        Map.of("id", made.at("/webhookCreate/webhook/id").asString()))
                .at("/webhookSecretRotate/secret")
                .asString());
        JsonNode account = owner.data(
                "mutation ($p: String!) { paymentAccountCreate(input: {provider: \"chapa\", name: \"Chapa\", environment: TEST, secrets: [{name: \"secretKey\", value: $p}, {name: \"webhookSecret\", value: $p}]}) { account { id } userErrors { code } } }",
                Map.of("p", CANARY.replace(' ', '_')));
        assertThat(account.at("/paymentAccountCreate/userErrors")).isEmpty();
        secrets.add(CANARY.replace(' ', '_'));
        String code = owner.data("""
                        mutation { giftCardsIssue(input: {cards: [{amount: {amount: "1", currency: "ETB"}, recipient: "Hana"}], paidBy: CASH}) @idempotent(key: "card") { issued { code } } }
                        """).at("/giftCardsIssue/issued/0/code").asString();
        owner.data(
                "mutation ($c: String!) { giftCardRedeem(input: {code: $c}) @idempotent(key: \"mine\") { userErrors { code } } }",
                Map.of("c", code));
        secrets.add(code);
        secrets.add(code.replace("-", ""));
        return secrets;
    }

    private String taken() throws InterruptedException {
        TokenIssued issued = sent.poll(Patience.MOST.toSeconds(), TimeUnit.SECONDS);
        assertThat(issued).isNotNull();
        return requireNonNull(issued.token());
    }
}
