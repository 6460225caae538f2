package io.merkato.api;

import graphql.schema.DataFetcher;
import graphql.schema.GraphQLCodeRegistry;
import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLObjectType;
import graphql.schema.GraphQLSchemaElement;
import graphql.schema.GraphQLTypeVisitorStub;
import graphql.util.TraversalControl;
import graphql.util.TraverserContext;

/** Puts the declared audience in front of every field of the schema. */
final class AudienceVisitor extends GraphQLTypeVisitorStub {

    @Override
    public TraversalControl visitGraphQLFieldDefinition(
            GraphQLFieldDefinition field, TraverserContext<GraphQLSchemaElement> context) {
        if (context.getParentNode() instanceof GraphQLObjectType type
                && !type.getName().startsWith("__")) {
            Audience audience = Audience.of(type, field)
                    .orElseThrow(() -> new IllegalStateException(
                            "%s.%s declares no audience: say @public, @authenticated or @requires on it or on its type"
                                    .formatted(type.getName(), field.getName())));
            if (!(audience instanceof Audience.Everybody)) {
                GraphQLCodeRegistry.Builder registry = context.getVarFromParents(GraphQLCodeRegistry.Builder.class);
                DataFetcher<?> fetcher = registry.getDataFetcher(type, field);
                registry.dataFetcher(type, field, guarded(fetcher, audience));
            }
        }
        return TraversalControl.CONTINUE;
    }

    private static DataFetcher<?> guarded(DataFetcher<?> fetcher, Audience audience) {
        return environment -> {
            Viewer viewer = environment.getGraphQlContext().get("viewer");
            if (viewer == null) {
                throw Fault.unauthenticated();
            }
            audience.admit(viewer);
            return fetcher.get(environment);
        };
    }
}
