package io.merkato.api;

import static graphql.schema.FieldCoordinates.coordinates;
import static graphql.schema.GraphQLTypeUtil.unwrapAll;
import static java.util.Objects.requireNonNull;

import graphql.language.Field;
import graphql.language.FragmentDefinition;
import graphql.language.FragmentSpread;
import graphql.language.InlineFragment;
import graphql.language.OperationDefinition;
import graphql.language.Selection;
import graphql.language.SelectionSet;
import graphql.language.TypeName;
import graphql.schema.FieldCoordinates;
import graphql.schema.GraphQLAppliedDirective;
import graphql.schema.GraphQLAppliedDirectiveArgument;
import graphql.schema.GraphQLCompositeType;
import graphql.schema.GraphQLDirectiveContainer;
import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLFieldsContainer;
import graphql.schema.GraphQLInterfaceType;
import graphql.schema.GraphQLObjectType;
import graphql.schema.GraphQLSchema;
import graphql.schema.GraphQLType;
import graphql.schema.GraphQLUnionType;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How long the schema lets an answer be kept, as its {@code @cacheControl} says by Apollo's convention: the least of all that is asked for
 * holds, a field of the root and whatever has fields of its own is 0 unless something is said of it, and one private part makes all private.
 * What not everybody may ask for is private, whatever is said of it. Of an interface its members speak too.
 *
 * @param maxAge seconds
 * @param isPrivate whether it is for its caller alone
 */
record CachePolicy(int maxAge, boolean isPrivate) {

    static final CachePolicy OF_ONE = new CachePolicy(0, true);

    private static final CachePolicy UNBOUNDED = new CachePolicy(Integer.MAX_VALUE, false);

    /** What stands on a type or a field. */
    private record Hint(@Nullable Integer maxAge, boolean isPrivate, boolean inherits) {

        static final Hint NONE = new Hint(null, false, false);

        static Hint on(GraphQLDirectiveContainer element) {
            GraphQLAppliedDirective said = element.getAppliedDirective("cacheControl");
            return said == null
                    ? NONE
                    : new Hint(
                            value(said, "maxAge"),
                            "PRIVATE".equals(CachePolicy.<String>value(said, "scope")),
                            Boolean.TRUE.equals(CachePolicy.<Boolean>value(said, "inheritMaxAge")));
        }
    }

    private static <T> @Nullable T value(GraphQLAppliedDirective directive, String name) {
        GraphQLAppliedDirectiveArgument argument = directive.getArgument(name);
        return argument == null ? null : argument.getValue();
    }

    /** Whether anybody may be given it again. */
    boolean isForAll() {
        return maxAge > 0 && !isPrivate;
    }

    /** @param without fields of which nothing is kept, so that it does not matter for how long they could be */
    static CachePolicy of(
            GraphQLSchema schema,
            Map<String, FragmentDefinition> fragments,
            OperationDefinition operation,
            Set<FieldCoordinates> without) {
        return switch (operation.getOperation()) {
            case QUERY ->
                new Walk(schema, fragments, without)
                        .through(operation.getSelectionSet(), schema.getQueryType(), true, UNBOUNDED)
                        .orNothing();
            case MUTATION, SUBSCRIPTION -> OF_ONE;
        };
    }

    private CachePolicy orNothing() {
        return maxAge == Integer.MAX_VALUE ? new CachePolicy(0, isPrivate) : this;
    }

    private CachePolicy and(@Nullable Integer otherMaxAge, boolean otherIsPrivate) {
        return new CachePolicy(
                otherMaxAge == null ? maxAge : Math.min(maxAge, otherMaxAge), isPrivate || otherIsPrivate);
    }

    private record Walk(
            GraphQLSchema schema, Map<String, FragmentDefinition> fragments, Set<FieldCoordinates> without) {

        CachePolicy through(SelectionSet selections, GraphQLType parent, boolean root, CachePolicy before) {
            CachePolicy policy = before;
            for (Selection<?> selection : selections.getSelections()) {
                policy = switch (selection) {
                    case Field field -> field(field, parent, root, policy);
                    case InlineFragment fragment ->
                        through(fragment.getSelectionSet(), type(fragment.getTypeCondition(), parent), root, policy);
                    case FragmentSpread spread -> {
                        FragmentDefinition fragment = requireNonNull(fragments.get(spread.getName()));
                        yield through(
                                fragment.getSelectionSet(), type(fragment.getTypeCondition(), parent), root, policy);
                    }
                    default -> throw new IllegalStateException("Unknown selection " + selection);
                };
            }
            return policy;
        }

        private CachePolicy field(Field field, GraphQLType parent, boolean root, CachePolicy before) {
            if (field.getName().equals("__typename")) {
                return before;
            }
            if (field.getName().startsWith("__")) {
                return before.and(0, false);
            }
            var container = (GraphQLFieldsContainer) parent;
            GraphQLFieldDefinition definition = container.getFieldDefinition(field.getName());
            List<GraphQLObjectType> members = members(parent);
            boolean left = members.stream()
                    .allMatch(member -> without.contains(coordinates(member.getName(), field.getName())));
            CachePolicy policy =
                    left ? before.and(null, Hint.on(definition).isPrivate()) : said(definition, root, before);
            for (GraphQLObjectType member : members) {
                GraphQLFieldDefinition its = member.getFieldDefinition(field.getName());
                boolean forAll = Audience.of(member, its).orElseThrow() instanceof Audience.Everybody;
                Hint hint = Hint.on(its);
                policy = policy.and(left ? null : hint.maxAge(), hint.isPrivate() || !forAll);
            }
            return field.getSelectionSet() == null
                    ? policy
                    : through(field.getSelectionSet(), unwrapAll(definition.getType()), false, policy);
        }

        private CachePolicy said(GraphQLFieldDefinition field, boolean root, CachePolicy before) {
            Hint hint = Hint.on(field);
            GraphQLType type = unwrapAll(field.getType());
            if (!(type instanceof GraphQLCompositeType)) {
                return before.and(hint.maxAge() == null && root ? Integer.valueOf(0) : hint.maxAge(), hint.isPrivate());
            }
            Hint ofType = Hint.on((GraphQLDirectiveContainer) type);
            Integer maxAge = hint.maxAge() == null ? ofType.maxAge() : hint.maxAge();
            boolean inherits = hint.inherits() || ofType.inherits();
            CachePolicy policy = before.and(
                    maxAge == null && (root || !inherits) ? Integer.valueOf(0) : maxAge,
                    hint.isPrivate() || ofType.isPrivate());
            if (!(type instanceof GraphQLObjectType)) {
                for (GraphQLObjectType member : members(type)) {
                    Hint its = Hint.on(member);
                    policy = policy.and(its.maxAge(), its.isPrivate());
                }
            }
            return policy;
        }

        private List<GraphQLObjectType> members(GraphQLType type) {
            return switch (type) {
                case GraphQLObjectType object -> List.of(object);
                case GraphQLInterfaceType shared -> requireNonNull(schema.getImplementations(shared));
                case GraphQLUnionType union ->
                    union.getTypes().stream().map(GraphQLObjectType.class::cast).toList();
                default -> List.of();
            };
        }

        private GraphQLType type(@Nullable TypeName condition, GraphQLType parent) {
            return condition == null ? parent : requireNonNull(schema.getType(condition.getName()));
        }
    }
}
