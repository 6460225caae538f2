package io.merkato;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import graphql.schema.GraphQLFieldDefinition;
import io.merkato.identity.BuiltInRole;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.springframework.graphql.execution.GraphQlSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Carries out every mutation of the schema as {@code changes/mutations.txt} says, and holds what each wrote to the audit
 * log against {@code changes/recorded.json}; then the same once more, which changes nothing where it is no creation. Those that take a
 * key are sent five times at once.
 */
@MerkatoTest
class EveryChangeIsToldTest {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Path FOLDER = Path.of("src/test/resources/changes");
    private static final Pattern CALL = Pattern.compile("(?s)(?:(operator|visitor) )?(\\w+)(\\(.*\\}) ?([\\w=/ ]*)");
    private static final Pattern ID = Pattern.compile("\\b([a-z]+(?:_[a-z]+)*)_[0-7][0-9a-hjkmnp-tv-z]{25}\\b");
    private static final Pattern TIME = Pattern.compile("\"\\d{4}-\\d{2}-\\d{2}T[0-9:.]+(?:Z|[+-]\\d\\d:\\d\\d)\"");
    private static final Pattern MADE_UP =
            Pattern.compile("p[0-9a-f-]{36}@|(?<=\"prefix\" : \")[^\"]+|(?<=\"…)[0-9A-Z]{4}(?=\")");

    /** What people do with their own login, and what guests do with their token, and what needs a token, a name server, a running import or a listener; each has its own test. */
    private static final Set<String> ELSEWHERE = Set.of(
            "signUp",
            "signUpConfirm",
            "signIn",
            "tokenRefresh",
            "signOut",
            "signOutEverywhere",
            "sessionRevoke",
            "passwordChange",
            "passwordResetRequest",
            "passwordReset",
            "invitationAccept",
            "domainVerify",
            "productImportStart",
            "webhookTest",
            "webhookDeliveryRetry",
            "productImportCancel",
            "guestStart",
            "guestClaim",
            "tenantCreate");

    /** Says what a thing is to be: said twice, there is nothing to write the second time. */
    private static final Pattern SETS =
            Pattern.compile(".*(Update|Set|Move|Publish|Unpublish|Archive|Default|Approve|Reject|Revoke)");

    private record Call(String as, String mutation, String rest, Map<String, String> keep) {}

    private final Merchants merchants;
    private final List<String> mutations;
    private final Set<String> retriable;
    private final Map<String, String> kept = new HashMap<>();
    private final Map<String, String> names = new HashMap<>();
    private long sequence;

    EveryChangeIsToldTest(GraphQlSource source, Merchants merchants) {
        this.merchants = merchants;
        this.mutations = requireNonNull(source.schema().getMutationType()).getFieldDefinitions().stream()
                .map(GraphQLFieldDefinition::getName)
                .toList();
        this.retriable = requireNonNull(source.schema().getMutationType()).getFieldDefinitions().stream()
                .filter(mutation -> mutation.hasAppliedDirective("retriable"))
                .map(GraphQLFieldDefinition::getName)
                .collect(Collectors.toSet());
    }

    @Test
    void every_mutation_tells_exactly_what_it_changed_and_changes_nothing_twice() throws IOException {
        List<Call> calls = calls();
        assertThat(calls.stream().map(Call::mutation).collect(Collectors.toSet()))
                .as("mutations in " + FOLDER + "/mutations.txt")
                .containsExactlyInAnyOrderElementsOf(mutations.stream()
                        .filter(mutation -> !ELSEWHERE.contains(mutation))
                        .toList());
        var merchant = merchants.open();
        Client owner = merchants.staff(merchant, BuiltInRole.OWNER);
        Map<String, Client> callers = Map.of(
                "owner", owner,
                "operator", merchants.operator().in(merchant.slug()),
                "visitor", merchants.shopper(merchant));
        JsonNode here = owner.data("{ tenant { id } store { id } }");
        kept.putAll(Map.of(
                "slug", merchant.slug(),
                "tenant", here.at("/tenant/id").asString(),
                "store", here.at("/store/id").asString()));

        ArrayNode steps = JSON.createArrayNode();
        var wrong = new SoftAssertions();
        told(merchant.slug());
        for (Call call : calls) {
            Client caller = requireNonNull(callers.get(call.as));
            String document = document(owner, call);
            JsonNode first = retriable.contains(call.mutation)
                    ? fiveTimes(caller, call, document, wrong)
                    : run(caller, call, document);
            wrong.check(
                    () -> assertThat(first.get("userErrors")).as(call.mutation).isEmpty());
            call.keep.forEach((name, place) -> kept.put(name, first.at(place).asString()));
            ObjectNode step = steps.addObject();
            step.set(call.mutation, told(merchant.slug()));
            JsonNode second = run(caller, call, document(owner, call));
            ArrayNode toldAgain = told(merchant.slug());
            if (SETS.matcher(call.mutation).matches()) {
                wrong.check(() ->
                        assertThat(toldAgain).as(call.mutation + " once more").isEmpty());
                wrong.check(() ->
                        assertThat(second).as(call.mutation + " once more").isEqualTo(first));
            }
            if (retriable.contains(call.mutation)) {
                wrong.check(() -> assertThat(second)
                        .as(call.mutation + " with its key once more")
                        .isEqualTo(first));
                wrong.check(() -> assertThat(run(caller, call, document.replaceFirst("(: \"?)(\\d)", "$19$2"))
                                .at("/userErrors/0/code")
                                .asString())
                        .as(call.mutation + " with its key and another number")
                        .isEqualTo("IDEMPOTENCY_KEY_REUSED"));
            }
            if (!second.get("userErrors").isEmpty()) {
                step.set("again", second.at("/userErrors/0/code"));
            } else if (!toldAgain.isEmpty()) {
                step.set("again", toldAgain);
            }
            if (first.has("secret")) {
                String secret = first.get("secret").asString();
                wrong.check(() -> assertThat(step.toString()).doesNotContain(secret));
            }
        }
        wrong.assertAll();
        same(
                FOLDER.resolve("recorded.json"),
                plain(JSON.writerWithDefaultPrettyPrinter().writeValueAsString(steps) + "\n"));
    }

    /** What was written to the audit log since this was asked last. */
    private ArrayNode told(String slug) {
        return TestDatabase.asSuperuser(superuser -> {
            ArrayNode entries = JSON.createArrayNode();
            try (var select = superuser.prepareStatement("""
                    select sequence, action, target_type, target_id, before, after from platform.audit_entry
                    where tenant_id = (select id from tenancy.tenant where slug = ?) and sequence > ? order by sequence
                    """)) {
                select.setString(1, slug);
                select.setLong(2, sequence);
                ResultSet rows = select.executeQuery();
                while (rows.next()) {
                    sequence = rows.getLong("sequence");
                    ObjectNode entry = entries.addObject();
                    for (String text : List.of("action", "target_type", "target_id")) {
                        entry.put(text, rows.getString(text));
                    }
                    for (String json : List.of("before", "after")) {
                        String value = rows.getString(json);
                        entry.set(json, value == null ? JSON.nullNode() : JSON.readTree(value));
                    }
                }
            }
            return entries;
        });
    }

    /** What is sent five times at once is done once and answered alike. */
    private static JsonNode fiveTimes(Client caller, Call call, String document, SoftAssertions wrong) {
        Callable<JsonNode> ask = () -> {
            JsonNode answer = run(caller, call, document);
            while (answer.at("/userErrors/0/code").asString("").equals("IDEMPOTENCY_IN_PROGRESS")) {
                answer = run(caller, call, document);
            }
            return answer;
        };
        try (var threads = Executors.newFixedThreadPool(5)) {
            List<JsonNode> answers = threads.invokeAll(Collections.nCopies(5, ask)).stream()
                    .map(Future::resultNow)
                    .distinct()
                    .toList();
            wrong.check(() -> assertThat(answers)
                    .as(call.mutation + " five times at once")
                    .hasSize(1));
            return answers.getFirst();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static JsonNode run(Client caller, Call call, String document) {
        return caller.data(document).get(call.mutation);
    }

    private String document(Client reader, Call call) {
        String text = call.rest;
        for (var each : kept.entrySet()) {
            text = text.replace('<' + each.getKey() + '>', each.getValue());
            if (text.contains('<' + each.getKey() + "!>")) {
                text = text.replace(
                        '<' + each.getKey() + "!>",
                        reader.data(
                                        "{ node(id: \"" + each.getValue()
                                                + "\") { ... on Product { version } ... on ProductVariant { version } ... on ShippingMethod { version } ... on PriceList { version } ... on FlashSale { version } } }")
                                .at("/node/version")
                                .toString());
            }
        }
        int end = text.lastIndexOf('}');
        return "mutation { " + call.mutation + text.substring(0, end) + " userErrors { code message path } } }";
    }

    private static List<Call> calls() throws IOException {
        return Arrays.stream(Files.readString(FOLDER.resolve("mutations.txt")).split("\n\n"))
                .map(String::strip)
                .filter(step -> !step.startsWith("#"))
                .map(step -> {
                    var found = CALL.matcher(step);
                    assertThat(found.matches()).as(step).isTrue();
                    Map<String, String> keep = Stream.of(found.group(4).split(" "))
                            .filter(each -> each.contains("="))
                            .collect(Collectors.toMap(
                                    each -> each.substring(0, each.indexOf('=')),
                                    each -> each.substring(each.indexOf('=') + 1)));
                    String as = found.group(1) == null ? "owner" : found.group(1);
                    return new Call(as, found.group(2), found.group(3), keep);
                })
                .toList();
    }

    /** Without what is another at each run. */
    private String plain(String text) {
        text = TIME.matcher(text).replaceAll("\"(time)\"");
        text = MADE_UP.matcher(text).replaceAll("(made up)");
        text = ID.matcher(text)
                .replaceAll(id -> names.computeIfAbsent(
                        id.group(),
                        each -> id.group(1)
                                + '_'
                                + (1
                                        + names.values().stream()
                                                .filter(name -> name.matches(id.group(1) + "_\\d+"))
                                                .count())));
        text = text.replaceAll("\\[ \"TENANT_MANAGE\"[^\\]]*\\]", "\"(all)\"");
        return text.replace(requireNonNull(kept.get("slug")), "(slug)");
    }

    private static void same(Path recorded, String now) throws IOException {
        if (Boolean.getBoolean("golden.record")) {
            Files.writeString(recorded, now);
        }
        assertThat(now).isEqualTo(Files.readString(recorded));
    }
}
