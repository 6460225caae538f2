package io.merkato.catalog;

import static graphql.execution.instrumentation.dataloader.DataLoaderDispatchingContextKeys.ENABLE_DATA_LOADER_EXHAUSTED_DISPATCHING;
import static java.util.Objects.requireNonNull;

import io.merkato.api.Viewer;
import io.merkato.store.StoreView;
import io.merkato.tenancy.TenantContext;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.ExecutionGraphQlService;
import org.springframework.graphql.support.DefaultExecutionGraphQlRequest;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Asks one tenant's store, behind HTTP. */
record Shopper(ExecutionGraphQlService graphql, TenantContext tenant, StoreView view, Viewer viewer) {

    Shopper as(Viewer other) {
        return new Shopper(graphql, tenant, view, other);
    }

    Shopper in(StoreView other) {
        return new Shopper(graphql, tenant, other, viewer);
    }

    JsonNode run(String document, Map<String, @Nullable Object> variables) {
        var request = new DefaultExecutionGraphQlRequest(document, null, variables, Map.of(), "test", null);
        request.configureExecutionInput((input, builder) -> builder.graphQLContext(Map.of(
                        "tenant",
                        tenant,
                        "viewer",
                        viewer,
                        "storeView",
                        view,
                        ENABLE_DATA_LOADER_EXHAUSTED_DISPATCHING,
                        true))
                .build());
        var response = requireNonNull(graphql.execute(request).block());
        return JsonMapper.shared().valueToTree(response.toMap());
    }

    /** The {@code data} of a document that must go through without errors. */
    JsonNode data(String document, Map<String, @Nullable Object> variables) {
        JsonNode response = run(document, variables);
        if (response.has("errors")) {
            throw new AssertionError(response.get("errors").toPrettyString());
        }
        return response.get("data");
    }

    JsonNode data(String document) {
        return data(document, Map.of());
    }

    String code(String document) {
        return run(document, Map.of()).at("/errors/0/extensions/code").asString();
    }
}
