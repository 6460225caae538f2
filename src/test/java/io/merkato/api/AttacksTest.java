package io.merkato.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.Client;
import io.merkato.Merchants;
import io.merkato.MerkatoTest;
import io.merkato.Patience;
import io.merkato.identity.BuiltInRole;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Every request of {@code attacks.txt} gets the status and the code that stand there, and no answer says how this is made. A line is the status, the code of the
 * first error or {@code -}, and the request: {@code query} and a document, perhaps {@code ;;} and its variables; {@code body} and what is posted as JSON; {@code get} and
 * an address; {@code send} and a method, an address, headers and a body, each after {@code |}; {@code wire} and the same with a request line in front that may be none,
 * where {@code \r}, {@code \n} and {@code \0} of the body stand for what they say.
 * They go to a tenant of the demo, and where they say {@code ⟨tenant⟩} to one that has registered a document, whose owner is {@code ⟨owner⟩}.
 */
@MerkatoTest
@ExtendWith(OutputCaptureExtension.class)
class AttacksTest {

    private static final Path ATTACKS = Path.of("src/test/resources/attacks.txt");
    private static final Pattern REPEATED = Pattern.compile("⟨([^⟨⟩]*)×(\\d+)⟩", Pattern.DOTALL);
    private static final Pattern HASHED = Pattern.compile("⟨sha:([^⟨⟩]*)⟩");
    private static final Pattern LINE = Pattern.compile("(\\d{3}) (\\S+) +(query|body|get|send|wire) *(.*)");

    /** Class names, stack traces, SQL and what runs beneath. */
    private static final Pattern INSIDE = Pattern.compile(
            "\\b(java|javax|jakarta|org|com|io|tools|graphql|reactor)\\.[a-z]\\w*\\.\\w|\\w(Exception|Error)\\b(?!s)|\\bat [\\w.$]+\\(|\\$\\$|jooq|postgres|hikari|tomcat|jackson|antlr|spring"
                    + "|\\bselect \"|insert into|tenant_id|SQLSTATE",
            Pattern.CASE_INSENSITIVE);

    /** By a thread that answers a request; what others have to say meanwhile is no matter of these. */
    private static final Pattern NOTED = Pattern.compile(" (WARN|ERROR) \\d+ --- \\[[^]]*handler-\\d+]");

    private static final Map<String, String> USUAL =
            Map.of("Merkato-Tenant", "abol", "Accept", "application/graphql-response+json");

    private final Client bare;
    private final Client client;
    private final Merchants merchants;
    private final int port;

    /** Body is what is between its braces, however it was sent. */
    private record Answer(int status, String body) {}

    AttacksTest(Client client, Merchants merchants, ServletWebServerApplicationContext application) {
        this.merchants = merchants;
        this.port = requireNonNull(application.getWebServer()).getPort();
        this.bare = client;
        this.client = client.in("abol").with("Accept", "application/graphql-response+json");
    }

    @Test
    void each_is_answered_as_expected_and_none_is_told_how_this_is_made_or_fills_the_log(CapturedOutput log)
            throws IOException {
        String cursor = client.data("{ products(first: 1) { pageInfo { endCursor } } }")
                .at("/products/pageInfo/endCursor")
                .asString();
        Merchants.Merchant merchant = merchants.open();
        Client owner = merchants.staff(merchant, BuiltInRole.OWNER);
        registerDocument(owner);
        String token = requireNonNull(owner.headers().get("Authorization"));
        List<String> attacks = Files.readAllLines(ATTACKS).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .toList();
        assertThat(attacks).hasSizeGreaterThan(200);

        var found = new ArrayList<String>();
        var telling = new ArrayList<String>();
        var refusals = new TreeMap<Long, String>();
        for (String attack : attacks) {
            var line = LINE.matcher(attack);
            assertThat(line.matches()).as(attack).isTrue();
            String request =
                    written(line.group(4).replace("⟨tenant⟩", merchant.slug()).replace("⟨owner⟩", token), cursor);
            long begun = System.nanoTime();
            Answer answer = sent(line.group(3), request);
            long micros = (System.nanoTime() - begun) / 1_000;
            String code = code(answer.body());
            if (!code.equals("-")) {
                refusals.put(micros, attack);
            }
            found.add("%d %-28s %-7s %s".formatted(answer.status(), code, line.group(3), line.group(4)));
            INSIDE.matcher(answer.body())
                    .results()
                    .map(MatchResult::group)
                    .forEach(inside -> telling.add(inside + " in the answer to " + attack + ": " + answer.body()));
        }
        System.out.printf(
                "The slowest refusal took %.1f ms: %s%n",
                refusals.lastKey() / 1_000.0, refusals.lastEntry().getValue());
        assertThat(String.join("\n", found)).isEqualTo(String.join("\n", attacks));
        assertThat(telling).isEmpty();
        assertThat(log.getAll()).doesNotContain(Fault.class.getName()).doesNotContainPattern(NOTED);
    }

    private static void registerDocument(Client owner) {
        assertThat(owner.data("""
                                mutation { clientApplicationCreate(input: {code: "web", mode: AUDIT}) { userErrors { code } }
                                    persistedDocumentsRegister(input: {client: "web", version: "1", manifest: {listed: "{ __typename }"}}) { registered } }""").at("/persistedDocumentsRegister/registered").asInt())
                .isEqualTo(1);
    }

    private static String written(String request, String cursor) {
        String hashed =
                HASHED.matcher(request.replace("⟨cursor⟩", cursor)).replaceAll(text -> Sha256.hex(text.group(1)));
        return REPEATED.matcher(hashed)
                .replaceAll(text -> java.util.regex.Matcher.quoteReplacement(
                        text.group(1).repeat(Integer.parseInt(text.group(2)))));
    }

    private Answer sent(String kind, String request) {
        return switch (kind) {
            case "query" -> {
                String[] parts = request.split(" ;; ", 2);
                String variables = parts.length == 1 ? "" : ",\"variables\":" + parts[1];
                // \\u stands for itself in JSON, as attackers write it
                String document = parts[0].replaceAll("\\\\(?!u)", "\\\\\\\\").replace("\"", "\\\"");
                yield post("{\"query\":\"" + document + "\"" + variables + "}");
            }
            case "body" -> post(request);
            case "get" -> answer(client.get(request));
            default -> {
                List<String> parts = Arrays.stream(request.split("\\|", -1))
                        .map(String::strip)
                        .toList();
                Map<String, String> headers = new LinkedHashMap<>(USUAL);
                parts.subList(1, parts.size() - 1).forEach(header -> {
                    String[] named = header.split(": ", 2);
                    headers.put(named[0], named[1]);
                });
                if (kind.equals("wire")) {
                    yield wired(parts.getFirst(), headers, parts.getLast());
                }
                String[] line = parts.getFirst().split(" ", 2);
                yield answer(
                        bare.send(line[0], line[1], headers, parts.getLast().getBytes(UTF_8)));
            }
        };
    }

    private Answer post(String body) {
        return answer(client.post("/graphql", "application/json", body));
    }

    private static Answer answer(HttpResponse<String> response) {
        return new Answer(response.statusCode(), response.body());
    }

    private Answer wired(String line, Map<String, String> headers, String written) {
        byte[] body = written.replace("\\r", "\r")
                .replace("\\n", "\n")
                .replace("\\0", "\0")
                .getBytes(UTF_8);
        if (!headers.containsKey("Transfer-Encoding")) {
            headers.putIfAbsent("Content-Length", "" + body.length);
        }
        headers.put("Host", "localhost");
        headers.put("Connection", "close");
        var head = new StringBuilder(line).append("\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout((int) Patience.MOST.toMillis());
            socket.getOutputStream().write(head.append("\r\n").toString().getBytes(UTF_8));
            socket.getOutputStream().write(body);
            socket.shutdownOutput();
            String answer = new String(socket.getInputStream().readAllBytes(), UTF_8);
            int begins = answer.indexOf('{');
            return new Answer(
                    Integer.parseInt(answer.split(" ", 3)[1]),
                    begins < 0 ? "" : answer.substring(begins, answer.lastIndexOf('}') + 1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String code(String body) {
        if (!body.startsWith("{")) {
            return "html";
        }
        JsonNode answer = JsonMapper.shared().readTree(body);
        return answer.path("errors").isEmpty()
                ? "-"
                : answer.at("/errors/0/extensions/code").asString();
    }
}
