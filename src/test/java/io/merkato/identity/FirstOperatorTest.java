package io.merkato.identity;

import static io.merkato.jooq.identity.Tables.PLATFORM_OPERATOR;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.merkato.Client;
import io.merkato.Merchants;
import io.merkato.MerkatoTest;
import io.merkato.TestDatabase;
import io.merkato.database.EarlyPostgres;
import io.merkato.tenancy.PlatformContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** A platform's first start: an operator is made of the configuration alone, and the way in lies in a file. */
@MerkatoTest
class FirstOperatorTest {

    private final PlatformContext platform;
    private final UserRepository users;
    private final People people;
    private final PasswordResetRepository resets;
    private final Throttle throttle;
    private final Clock clock;
    private final Client client;
    private final Viewers viewers;
    private final MessageText texts;
    private final ObjectProvider<EarlyPostgres> embedded;
    private final String email = Merchants.email();

    @TempDir
    private Path folder = Path.of("");

    FirstOperatorTest(
            PlatformContext platform,
            UserRepository users,
            People people,
            PasswordResetRepository resets,
            Throttle throttle,
            Clock clock,
            Client client,
            Viewers viewers,
            MessageText texts,
            ObjectProvider<EarlyPostgres> embedded) {
        this.platform = platform;
        this.throttle = throttle;
        this.users = users;
        this.people = people;
        this.resets = resets;
        this.clock = clock;
        this.client = client;
        this.viewers = viewers;
        this.texts = texts;
        this.embedded = embedded;
    }

    /** The operators of the demo step aside, as if the platform had none. */
    @BeforeEach
    void have_no_operator() throws SQLException {
        operators(
                "create table public.operators_aside as select * from identity.platform_operator",
                "delete from identity.platform_operator");
    }

    @AfterEach
    void have_them_back() throws SQLException {
        operators(
                "delete from identity.platform_operator",
                "insert into identity.platform_operator select * from public.operators_aside",
                "drop table public.operators_aside");
    }

    private void operators(String... statements) throws SQLException {
        var concerned = new HashSet<>(operators());
        try (Connection superuser = TestDatabase.superuser()) {
            for (String statement : statements) {
                superuser.createStatement().execute(statement);
            }
        }
        concerned.addAll(operators());
        concerned.forEach(viewers::noticeChange);
    }

    private List<User.Id> operators() {
        return platform.sql()
                .select(PLATFORM_OPERATOR.USER_ID)
                .from(PLATFORM_OPERATOR)
                .fetch(PLATFORM_OPERATOR.USER_ID);
    }

    private void start(@Nullable String firstOperator, Mailbox mailbox) {
        var sending =
                new PasswordResets(platform, users, resets, message -> deliver(mailbox, message), throttle, clock);
        new FirstOperator(
                        platform,
                        users,
                        people,
                        sending,
                        properties(
                                firstOperator == null
                                        ? Map.of()
                                        : Map.of("merkato.identity.first-operator", firstOperator)))
                .appoint();
    }

    private static void deliver(Mailbox mailbox, Object message) {
        try {
            mailbox.deliver((TokenIssued) message);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Mailbox mailbox(Map<String, ?> configuration) {
        return new Mailbox(texts, properties(configuration), embedded, folder.resolve("unused"));
    }

    private List<Path> messages() throws IOException {
        Path box = folder.resolve("box");
        if (!Files.exists(box)) {
            return List.of();
        }
        try (var files = Files.list(box)) {
            return files.toList();
        }
    }

    @Test
    void the_first_start_makes_an_operator_who_chooses_a_password_by_the_token_in_the_mailbox() throws IOException {
        List<String> logged = logged(() -> start(
                email,
                mailbox(Map.of("merkato.identity.mailbox", folder.resolve("box").toString()))));

        assertThat(messages()).hasSize(1);
        Path message = messages().getFirst();
        String text = Files.readString(message);
        assertThat(text)
                .startsWith("To: " + email + "\nSubject: A new password\n\n")
                .containsPattern("call the mutation passwordReset with this token:\n\nmp_[A-Za-z0-9_-]{43}\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(message)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("box"))))
                .isEqualTo("rwx------");
        String token =
                text.lines().filter(line -> line.startsWith("mp_")).findAny().orElseThrow();
        assertThat(logged).anyMatch(line -> line.endsWith(message.toString())).noneMatch(line -> line.contains(token));

        client.data(
                "mutation ($t: String!, $p: String!) { passwordReset(input: {token: $t, newPassword: $p}) { userErrors { code } } }",
                Map.of("t", token, "p", Merchants.PASSWORD));
        String access = client.data(
                        "mutation ($l: String!, $p: String!) { signIn(input: {login: $l, password: $p}) { tokens { accessToken } } }",
                        Map.of("l", email, "p", Merchants.PASSWORD))
                .at("/signIn/tokens/accessToken")
                .asString();
        assertThat(client.as(access)
                        .data("{ viewer { permissions } }")
                        .at("/viewer/permissions")
                        .toString())
                .isEqualTo("[\"PLATFORM_OPERATE\"]");
    }

    @Test
    void a_later_start_makes_no_second_one() throws IOException {
        Mailbox mailbox =
                mailbox(Map.of("merkato.identity.mailbox", folder.resolve("box").toString()));
        start(email, mailbox);
        start(email, mailbox);
        start(Merchants.email(), mailbox);
        start(null, mailbox);

        assertThat(messages()).hasSize(1);
        assertThat(platform.sql().fetchCount(PLATFORM_OPERATOR)).isEqualTo(1);
    }

    @Test
    void with_a_database_of_ones_own_and_nothing_configured_nothing_is_written() throws IOException {
        start(email, mailbox(Map.of()));

        try (var files = Files.list(folder)) {
            assertThat(files).isEmpty();
        }
        assertThat(platform.sql().fetchCount(PLATFORM_OPERATOR)).isEqualTo(1);
    }

    /** What is logged meanwhile, at the finest level of our own code. */
    private static List<String> logged(Runnable work) {
        var context = (LoggerContext) LoggerFactory.getILoggerFactory();
        Logger ours = context.getLogger("io.merkato");
        var log = new ListAppender<ILoggingEvent>();
        log.setContext(context);
        log.start();
        ours.addAppender(log);
        ours.setLevel(Level.TRACE);
        try {
            work.run();
        } finally {
            ours.detachAppender(log);
            ours.setLevel(null);
        }
        return log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    private static IdentityProperties properties(Map<String, ?> more) {
        return new Binder(new MapConfigurationPropertySource(more))
                .bindOrCreate("merkato.identity", IdentityProperties.class);
    }
}
