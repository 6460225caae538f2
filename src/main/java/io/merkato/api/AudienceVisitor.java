package io.merkato.api;

import graphql.schema.DataFetcher;
import graphql.schema.DataFetchingEnvironment;
import graphql.schema.GraphQLCodeRegistry;
import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLInterfaceType;
import graphql.schema.GraphQLList;
import graphql.schema.GraphQLNamedOutputType;
import graphql.schema.GraphQLObjectType;
import graphql.schema.GraphQLSchemaElement;
import graphql.schema.GraphQLTypeUtil;
import graphql.schema.GraphQLTypeVisitorStub;
import graphql.schema.GraphQLUnionType;
import graphql.util.TraversalControl;
import graphql.util.TraverserContext;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

/**
 * Puts the declared audience in front of every field of the schema, and takes out of every answer the objects that belong to
 * another customer, so that no loader and no controller has to think of it.
 */
final class AudienceVisitor extends GraphQLTypeVisitorStub {

    private static final Set<String> ROOTS = Set.of("Query", "Mutation", "Subscription");

    @Override
    public TraversalControl visitGraphQLFieldDefinition(
            GraphQLFieldDefinition field, TraverserContext<GraphQLSchemaElement> context) {
        if (context.getParentNode() instanceof GraphQLObjectType type
                && !type.getName().startsWith("__")) {
            Audience audience = Audience.of(type, field)
                    .orElseThrow(() -> new IllegalStateException(
                            "%s.%s declares no audience: say @public, @authenticated, @owned or @requires on it or on its type"
                                    .formatted(type.getName(), field.getName())));
            GraphQLCodeRegistry.Builder registry = context.getVarFromParents(GraphQLCodeRegistry.Builder.class);
            if (!(audience instanceof Audience.Everybody)) {
                boolean root = ROOTS.contains(type.getName());
                registry.dataFetcher(type, field, guarded(registry.getDataFetcher(type, field), audience, root));
            }
            if (type.getName().equals("Subscription")) {
                registry.dataFetcher(type, field, new EachEvent(registry.getDataFetcher(type, field)));
            } else if (mayBeOwned((GraphQLNamedOutputType) GraphQLTypeUtil.unwrapAll(field.getType()))) {
                registry.dataFetcher(type, field, withoutOthers(registry.getDataFetcher(type, field)));
            }
        }
        return TraversalControl.CONTINUE;
    }

    private static boolean mayBeOwned(GraphQLNamedOutputType type) {
        return switch (type) {
            case GraphQLObjectType object -> Audience.ownerOf(object).isPresent() || leadsToOwned(object);
            case GraphQLInterfaceType several -> true;
            case GraphQLUnionType several -> true;
            default -> false;
        };
    }

    private static boolean leadsToOwned(GraphQLObjectType edge) {
        GraphQLFieldDefinition node = edge.getName().endsWith("Edge") ? edge.getFieldDefinition("node") : null;
        return node != null && mayBeOwned((GraphQLNamedOutputType) GraphQLTypeUtil.unwrapAll(node.getType()));
    }

    private static DataFetcher<?> guarded(DataFetcher<?> fetcher, Audience audience, boolean root) {
        return environment -> {
            Object object = root ? null : environment.getSource();
            audience.admit(viewer(environment), ownership(environment), object);
            return fetcher.get(environment);
        };
    }

    private static DataFetcher<?> withoutOthers(DataFetcher<?> fetcher) {
        return environment -> {
            Object value = fetcher.get(environment);
            return switch (value) {
                case CompletionStage<?> later -> later.thenApply(found -> withoutOthers(found, environment));
                case Publisher<?> later -> throw new IllegalStateException("Nobody looks whose it is: " + later);
                case null, default -> withoutOthers(value, environment);
            };
        };
    }

    private static @Nullable Object withoutOthers(@Nullable Object value, DataFetchingEnvironment environment) {
        return switch (value) {
            case Owned object -> isTheirs(object, environment) ? object : null;
            case Edge<?> edge -> withoutOthers(edge.node(), environment) == null ? null : edge;
            case List<?> list ->
                list.stream()
                        .map(each -> withoutOthers(each, environment))
                        .filter(each -> each != null || mayHaveGaps(environment))
                        .collect(Collectors.<@Nullable Object>toList());
            case null, default -> value;
        };
    }

    /** Whether a list may say that there is something which is not seen; else it is as long as what is. */
    private static boolean mayHaveGaps(DataFetchingEnvironment environment) {
        return !(GraphQLTypeUtil.unwrapNonNull(environment.getFieldType()) instanceof GraphQLList list)
                || GraphQLTypeUtil.isNullable(list.getWrappedType());
    }

    /** A record has the name of its type in the schema, wherever that is one of several. */
    static boolean isTheirs(Owned object, DataFetchingEnvironment environment) {
        String name = object.getClass().getSimpleName();
        return Optional.ofNullable(environment.getGraphQLSchema().getObjectType(name))
                .flatMap(Audience::ownerOf)
                .orElseThrow(() -> new IllegalStateException(name + " belongs to somebody but is not @owned"))
                .sees(object, viewer(environment), ownership(environment));
    }

    private static Viewer viewer(DataFetchingEnvironment environment) {
        Viewer viewer = environment.getGraphQlContext().get("viewer");
        if (viewer == null) {
            throw Fault.unauthenticated();
        }
        return viewer;
    }

    private static @Nullable Ownership ownership(DataFetchingEnvironment environment) {
        return environment.getGraphQlContext().get("shopper");
    }
}
