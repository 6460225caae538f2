package io.merkato.platform;

import graphql.language.AstPrinter;
import graphql.language.Document;
import graphql.language.OperationDefinition;
import graphql.language.SelectionSet;
import io.merkato.api.Actor;
import io.merkato.api.Documents;
import io.merkato.api.Fault;
import io.merkato.api.Permission;
import io.merkato.api.Reach;
import io.merkato.api.Viewer;
import io.merkato.tenancy.TenantContext;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What of an event's object a webhook is sent: the inside of a selection set, such as {@code id name variants(first: 5) { nodes { sku } }}. */
@Component
class Selections {

    static final String DEFAULT = "id";

    private static final Actor ACTOR = new Actor(Actor.Kind.SYSTEM, null, "webhooks");

    private final Documents documents;
    private final List<DocumentContext> contexts;

    Selections(Documents documents, List<DocumentContext> contexts) {
        this.documents = documents;
        this.contexts = contexts;
    }

    /** What is wrong with a selection on the object of such events, as a sentence; nothing where it can be sent. */
    Optional<String> problem(String selection, EventType type) {
        Document query;
        try {
            query = Documents.parse(query(selection, type));
        } catch (Fault fault) {
            return Optional.of(String.valueOf(fault.getMessage()));
        }
        List<String> problems = documents.problems(query);
        if (!problems.isEmpty()) {
            return Optional.of(problems.getFirst());
        }
        Optional<String> tooDear = documents.tooDear(query);
        if (tooDear.isPresent()) {
            return tooDear;
        }
        Set<Permission> beyond = new HashSet<>(documents.permissions(query, Map.of("id", "")));
        beyond.remove(type.permission());
        return beyond.stream()
                .sorted()
                .findFirst()
                .map(permission -> "It reads what takes %s; what %s tells is read with %s."
                        .formatted(permission, type.name(), type.permission()));
    }

    /**
     * The object as it is now, read with the right that reading such events takes and no other. Where it is there no longer, or that right is lacking, all that is
     * left of it is its id.
     *
     * @throws Unanswered where the answer has faults
     */
    Map<String, Object> read(TenantContext tenant, String selection, EventType type, Set<String> rights, String id) {
        Map<String, Object> gone = Map.of("id", id);
        if (selection.equals(DEFAULT) || !rights.contains(type.permission().name())) {
            return gone;
        }
        var viewer = new Viewer(ACTOR, Map.of(type.permission(), new Reach.EveryStore()), Viewer.Origin.NONE);
        var context = new HashMap<String, Object>(Map.of("tenant", tenant, "viewer", viewer));
        contexts.forEach(each -> context.putAll(each.values(tenant, viewer)));
        Documents.Answer answer;
        try {
            answer = documents.run(query(selection, type), Map.<String, @Nullable Object>of("id", id), context);
        } catch (Fault fault) {
            throw new Unanswered(String.valueOf(fault.getMessage()));
        }
        if (answer.data() == null || !answer.errors().isEmpty()) {
            throw new Unanswered(
                    answer.errors().isEmpty() ? "nothing" : answer.errors().getFirst());
        }
        return answer.data().get("node") instanceof Map<?, ?> node ? object(node) : gone;
    }

    @SuppressWarnings("unchecked") // as GraphQL answers an object
    private static Map<String, Object> object(Map<?, ?> node) {
        return (Map<String, Object>) node;
    }

    /** Built of what was parsed: whatever the text closes and opens stays within its braces, or is no selection. */
    private static String query(String selection, EventType type) {
        Document parsed = Documents.parse("{" + selection + "\n}");
        if (parsed.getDefinitions().size() != 1
                || !(parsed.getDefinitions().getFirst() instanceof OperationDefinition operation)
                || operation.getOperation() != OperationDefinition.Operation.QUERY) {
            throw Fault.badInput("Write the fields and nothing around them.");
        }
        SelectionSet fields = operation.getSelectionSet();
        return "query ($id: ID!) { node(id: $id) { ... on %s %s } }"
                .formatted(type.object(), AstPrinter.printAstCompact(fields));
    }

    /** The object could not be read; perhaps it can be later. */
    static final class Unanswered extends RuntimeException {
        Unanswered(String message) {
            super("The selection could not be read: " + message);
        }
    }
}
