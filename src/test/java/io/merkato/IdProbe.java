package io.merkato;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLSchema;
import io.merkato.api.Audience;
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
    private static final int ERRORS = 5;

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

    /** Whether it is for staff: an audience is asked before there are arguments, so whoever is none is refused whatever the id. */
    boolean isOfStaff(GraphQLSchema schema) {
        return Audience.of(requireNonNull(schema.getObjectType(root)), field).orElseThrow() instanceof Audience.Holder;
    }

    private Map<String, String> answered(List<String> ids) {
        Map<String, String> answers = together(ids);
        List<String> rest = ids.stream().filter(id -> !answers.containsKey(id)).toList();
        if (answers.isEmpty()) {
            rest.forEach(id -> answers.put(id, alone(id)));
        } else if (!rest.isEmpty()) {
            answers.putAll(answered(rest));
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

    /**
     * Of those whose answers can be told apart: one may take the data of others with it, of many errors only the first are told, and no mutation
     * is carried out after one that was refused.
     */
    private Map<String, String> together(List<String> ids) {
        JsonNode response = run(SampleCall.forEach(root, field, path, ids));
        List<JsonNode> all = response.path("errors").valueStream().toList();
        boolean whole = response.path("data").isObject() && all.size() < ERRORS;
        var answers = new LinkedHashMap<String, String>();
        for (int i = 0; i < ids.size() && all.stream().allMatch(error -> error.hasNonNull("path")); i++) {
            String name = "call" + i;
            List<JsonNode> errors = all.stream()
                    .filter(error -> error.at("/path/0").asString().equals(name))
                    .toList();
            boolean refused =
                    errors.stream().anyMatch(error -> error.path("path").size() == 1);
            if (whole || refused && root.equals("Query")) {
                answers.put(ids.get(i), answer(response, name, errors, ids.get(i)));
            }
        }
        return answers;
    }

    private String alone(String id) {
        JsonNode response = run(new SampleCall(root, field, path, id));
        return answer(
                response, field.getName(), response.path("errors").valueStream().toList(), id);
    }

    private String answer(JsonNode response, String name, List<JsonNode> errors, String id) {
        String answer = response.path("data").path(name) + " " + errors;
        return blotted(answer.replace("[\"" + name + '"', "[\"" + field.getName() + '"'), id);
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
