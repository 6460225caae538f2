package io.merkato;

import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.identity.BuiltInRole;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Each {@code golden/<module>/<case>.graphql} is asked of a demo tenant; its answer stands beside it in {@code .json} and
 * the statements it took in {@code .sql}, those of a node that remembers no catalogue. A new case is recorded at its first run, which fails so that it is looked at.
 *
 * <p>The first lines of a document are its headers, such as {@code # Merkato-Tenant: abol}; {@code # As: owner} asks as the
 * demo tenant's owner, {@code # As: operator} as a platform operator, an address as whoever signs in by it, {@code # As: newcomer}
 * as the owner of a merchant of the test's own, who carries out the document's {@code mutation Before} first: times and ids that
 * it makes are not recorded.
 */
@MerkatoTest
class GoldenQueriesTest {

    private static final Path GOLDEN = Path.of("src/test/resources/golden");
    private static final Pattern HEADER = Pattern.compile("(?m)^# ([A-Z][A-Za-z-]+): (.+)$");
    private static final Pattern BEFORE = Pattern.compile("(?s)mutation Before \\{.*?\\n\\}\\n");
    private static final Pattern MADE = Pattern.compile(
            "(?<=_)[0-7][0-9a-z]{25}\\b|(?<=\")p[0-9a-f-]{36}(?=@)|(?<=\")\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z");
    private static final JsonMapper JSON = JsonMapper.shared();

    /** Once for all queries, as a password takes longer than most of them. */
    private static final Map<String, Client> SIGNED_IN = new ConcurrentHashMap<>();

    private final Client client;
    private final Statements statements;
    private final Merchants merchants;
    private final DemoLogins logins;

    GoldenQueriesTest(Client client, Statements statements, Merchants merchants, DemoLogins logins) {
        this.client = client;
        this.merchants = merchants;
        this.logins = logins;
        this.statements = statements;
    }

    static List<Path> cases() throws IOException {
        try (Stream<Path> files = Files.walk(GOLDEN)) {
            return files.filter(file -> file.toString().endsWith(".graphql"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void answers_as_recorded_with_the_recorded_statements(Path document) throws IOException {
        String text = Files.readString(document);
        Client caller = client;
        String tenant = "";
        for (MatchResult header : HEADER.matcher(text).results().toList()) {
            String value = header.group(2);
            switch (header.group(1)) {
                case "As" ->
                    caller = switch (value) {
                        case "operator" -> merchants.operator();
                        case "newcomer" -> merchants.staff(merchants.open(), BuiltInRole.OWNER);
                        case "owner" -> signedIn(tenant, "owner@" + tenant + ".example");
                        default -> signedIn(tenant, value);
                    };
                case "Merkato-Tenant" -> {
                    tenant = value;
                    caller = caller.in(tenant);
                }
                default -> caller = caller.with(header.group(1), value);
            }
        }
        Client asking = caller;
        Matcher before = BEFORE.matcher(text);
        if (before.find()) {
            String store = asking.data("{ store { id } }").at("/store/id").asString();
            asking.data(before.group().replace("<store>", store));
            text = before.replaceFirst("");
        }
        String query = text;
        asking.run(query); // what is read once and kept is read by now
        var answers = new ArrayList<JsonNode>();
        String sql = statements.of(() -> answers.add(asking.run(query, Map.of()))).stream()
                .sorted()
                .collect(Collectors.joining(";\n", "", ";\n"));

        String json = JSON.writerWithDefaultPrettyPrinter()
                        .writeValueAsString(answers.getFirst())
                        .replaceAll("(http://127\\.0\\.0\\.1):\\d+", "$1")
                + "\n";
        if (before.hasMatch()) {
            json = MADE.matcher(json).replaceAll("…");
        }

        same(beside(document, ".json"), json);
        same(beside(document, ".sql"), sql);
    }

    private Client signedIn(String tenant, String login) {
        return SIGNED_IN.computeIfAbsent(tenant + ' ' + login, somebody -> logins.person(tenant, login));
    }

    private static void same(Path recorded, String now) throws IOException {
        if (!Files.exists(recorded) || Boolean.getBoolean("golden.record")) {
            Files.writeString(recorded, now);
            assertThat(Boolean.getBoolean("golden.record"))
                    .as("recorded just now, look at " + recorded)
                    .isTrue();
        }
        assertThat(now).as(recorded.toString()).isEqualTo(Files.readString(recorded));
    }

    private static Path beside(Path document, String extension) {
        return document.resolveSibling(document.getFileName().toString().replace(".graphql", extension));
    }
}
