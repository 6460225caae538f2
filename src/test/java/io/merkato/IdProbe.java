package io.merkato;

import static org.assertj.core.api.Assertions.assertThat;

import graphql.schema.GraphQLFieldDefinition;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What one root field answers to somebody for ids that are none of theirs.
 *
 * @param path the arguments down to where the id goes
 */
record IdProbe(Client as, String root, GraphQLFieldDefinition field, List<String> path) {

    private static final int IN_A_DOCUMENT = 8;
    private static final int MUTATIONS = 5;
    private static final int FIELDS = 400;

    /** The answers by id, with the id itself blotted out, and the cursors, which carry the question they belong to. */
    Map<String, String> answers(Collection<String> ids) {
        List<String> asked = List.copyOf(ids);
        int most = Math.clamp(FIELDS / fields(), 1, inADocument());
        var answers = new LinkedHashMap<String, String>();
        IntStream.range(0, (asked.size() + most - 1) / most)
                .parallel()
                .mapToObj(part -> asked.subList(part * most, Math.min(asked.size(), (part + 1) * most)))
                .map(this::answered)
                .forEachOrdered(answers::putAll);
        return answers;
    }

    private Map<String, String> answered(List<String> ids) {
        var answers = new LinkedHashMap<String, String>();
        if (!together(ids, answers)) {
            ids.forEach(id -> answers.put(id, alone(id)));
        }
        return answers;
    }

    private int inADocument() {
        boolean alone = SampleCall.isRetriable(field) || field.hasAppliedDirective("alone");
        return root.equals("Query") ? IN_A_DOCUMENT : alone ? 1 : MUTATIONS;
    }

    private int fields() {
        return new SampleCall(root, field, path, "").document().split(" ").length;
    }

    /** Whether the answers could be told apart: where one takes all the data with it, each is asked alone. */
    private boolean together(List<String> ids, Map<String, String> answers) {
        JsonNode response = run(SampleCall.forEach(root, field, path, ids));
        JsonNode data = response.path("data");
        boolean nameless = response.path("errors").valueStream().anyMatch(error -> !error.hasNonNull("path"));
        if (!data.isObject() || nameless) {
            return false;
        }
        for (int i = 0; i < ids.size(); i++) {
            String name = "call" + i;
            List<String> errors = response.path("errors")
                    .valueStream()
                    .filter(error -> error.at("/path/0").asString().equals(name))
                    .map(error -> error.toString().replace('"' + name + '"', '"' + field.getName() + '"'))
                    .toList();
            answers.put(ids.get(i), blotted(data.get(name) + " " + errors, ids.get(i)));
        }
        return true;
    }

    private String alone(String id) {
        return blotted(run(new SampleCall(root, field, path, id)).toString(), id);
    }

    /** Who has spent their share does as they are told: waits, and asks again. Else it would be the share that answers. */
    private JsonNode run(SampleCall call) {
        JsonNode response = as.run(call.document(), call.arguments());
        while (response.toString().contains("\"THROTTLED\"")) {
            int seconds = response.at("/errors/0/extensions/retryAfter").asInt();
            assertThat(seconds).as(response.toString()).isBetween(1, 10);
            LockSupport.parkNanos(Duration.ofSeconds(seconds).toNanos());
            response = as.run(call.document(), call.arguments());
        }
        assertThat(response.toString()).doesNotContain("INTERNAL_ERROR", "QUERY_TOO_COMPLEX");
        return response;
    }

    static String blotted(@Nullable String answer, String id) {
        return String.valueOf(answer)
                .replace(id.length() > 10 ? id : "\u0000", "…")
                .replaceAll("(ursor\":\")[^\"]*", "$1")
                .replaceAll("\"locations\":\\[[^]]*],?", "");
    }
}
