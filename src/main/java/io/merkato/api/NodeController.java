package io.merkato.api;

import graphql.schema.DataFetchingEnvironment;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.dataloader.DataLoader;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.stereotype.Controller;

/** Any object by its id, from the loader of its type. */
@Controller
class NodeController {

    private final Map<String, NodeType> types;

    NodeController(List<NodeType> types) {
        this.types = types.stream().collect(Collectors.toMap(NodeType::prefix, Function.identity()));
    }

    @QueryMapping
    CompletableFuture<@Nullable Object> node(@Argument String id, DataFetchingEnvironment environment) {
        NodeType type = types.get(id.substring(0, Math.max(0, id.lastIndexOf('_'))));
        if (type == null) {
            return CompletableFuture.<@Nullable Object>completedFuture(null);
        }
        DataLoader<Object, @Nullable Object> loader = environment.getDataLoader(type.loader());
        if (loader == null) {
            throw new IllegalStateException("There is no loader named " + type.loader());
        }
        return loader.load(type.parse(id));
    }

    @QueryMapping
    CompletableFuture<List<@Nullable Object>> nodes(@Argument List<String> ids, DataFetchingEnvironment environment) {
        List<CompletableFuture<@Nullable Object>> nodes =
                ids.stream().map(id -> node(id, environment)).toList();
        return CompletableFuture.allOf(nodes.toArray(CompletableFuture[]::new))
                .thenApply(loaded ->
                        nodes.stream().map(CompletableFuture::join).collect(Collectors.<@Nullable Object>toList()));
    }
}
