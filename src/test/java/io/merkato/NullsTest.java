package io.merkato;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLInputObjectField;
import graphql.schema.GraphQLInputObjectType;
import graphql.schema.GraphQLInputType;
import graphql.schema.GraphQLSchema;
import graphql.schema.GraphQLType;
import graphql.schema.GraphQLTypeUtil;
import io.merkato.api.Audience;
import io.merkato.api.Permission;
import io.merkato.identity.BuiltInRole;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.springframework.graphql.execution.GraphQlSource;
import tools.jackson.databind.JsonNode;

/**
 * Null for whatever a mutation's input lets be null: it is as if left out in what is made, it clears what an input that changes
 * something says it clears, and is refused anywhere else, as it would do nothing and say nothing.
 */
@MerkatoTest
class NullsTest {

    private static final int DEEPEST = 4;

    /** Refused by the mutation itself, {@code REQUIRED}, once it has found what to change. */
    private static final Set<String> REQUIRED = Set.of(
            "BrandUpdateInput.name",
            "BrandUpdateInput.slug",
            "CategoryUpdateInput.slug",
            "CustomerGroupUpdateInput.code",
            "CustomerGroupUpdateInput.name",
            "ProductUpdateInput.name",
            "ProductUpdateInput.slug");

    private record Place(
            GraphQLFieldDefinition mutation, String type, GraphQLInputObjectField field, List<String> path) {

        @Override
        public String toString() {
            return mutation.getName() + ' ' + String.join(".", path);
        }

        /** The path down to something plain, which a sample can stand for. */
        List<String> leaf() {
            var leaf = new ArrayList<>(path);
            GraphQLType below = GraphQLTypeUtil.unwrapAll(field.getType());
            while (below instanceof GraphQLInputObjectType input) {
                GraphQLInputObjectField first = input.getFieldDefinitions().getFirst();
                leaf.add(first.getName());
                below = GraphQLTypeUtil.unwrapAll(first.getType());
            }
            return leaf;
        }

        boolean changes() {
            return type.matches(".*(Update|Change|Move|Set)Input");
        }

        boolean clears() {
            return requireNonNull(field.getDescription()).matches("(?i)(?s).*\\bnull\\b.*");
        }
    }

    private final GraphQLSchema schema;
    private final Merchants merchants;

    NullsTest(GraphQlSource source, Merchants merchants) {
        this.schema = source.schema();
        this.merchants = merchants;
    }

    @TestFactory
    Stream<DynamicTest> null_is_said_to_clear_or_refused() {
        var merchant = merchants.open();
        Client owner = merchants.staff(merchant, BuiltInRole.OWNER);
        Client operator = merchants.operator().in(merchant.slug());
        return requireNonNull(schema.getMutationType()).getFieldDefinitions().stream()
                .filter(mutation -> mutation.getArgument("input") != null)
                .flatMap(mutation -> places(
                        mutation,
                        List.of("input"),
                        mutation.getArgument("input").getType()))
                .map(place -> dynamicTest(place.toString(), () -> check(operates(place) ? operator : owner, place)));
    }

    private static void check(Client caller, Place place) {
        var call = new SampleCall("Mutation", place.mutation, place.leaf(), "product_00000000000000000000000001");
        JsonNode error =
                caller.run(call.document(), with(call.arguments(), place.path)).at("/errors/0");
        String code = error.at("/extensions/code").asString("");

        boolean refused =
                place.changes() && !place.clears() && !REQUIRED.contains(place.type + '.' + place.field.getName());
        assertThat(code).as(place.field.getDescription()).isEqualTo(refused ? "BAD_USER_INPUT" : "");
        if (refused) {
            assertThat(error.at("/message").asString()).contains(place.field.getName() + " cannot be null");
        }
    }

    private boolean operates(Place place) {
        return Audience.of(requireNonNull(schema.getMutationType()), place.mutation)
                                .orElseThrow()
                        instanceof Audience.Holder(Permission permission)
                && permission == Permission.PLATFORM_OPERATE;
    }

    private static Stream<Place> places(GraphQLFieldDefinition mutation, List<String> path, GraphQLInputType type) {
        if (!(GraphQLTypeUtil.unwrapAll(type) instanceof GraphQLInputObjectType input) || path.size() > DEEPEST) {
            return Stream.of();
        }
        return input.getFieldDefinitions().stream().flatMap(field -> {
            var longer = new ArrayList<>(path);
            longer.add(field.getName());
            return Stream.concat(
                    GraphQLTypeUtil.isNullable(field.getType()) && !input.isOneOf()
                            ? Stream.of(new Place(mutation, input.getName(), field, longer))
                            : Stream.of(),
                    places(mutation, longer, field.getType()));
        });
    }

    /** The arguments with null at the end of the path. */
    private static Map<String, Object> with(Map<String, Object> arguments, List<String> path) {
        @SuppressWarnings("unchecked")
        var changed = (Map<String, Object>) requireNonNull(nulled(arguments, path));
        return changed;
    }

    private static @Nullable Object nulled(@Nullable Object value, List<String> path) {
        return switch (value) {
            case Map<?, ?> object -> {
                var copy = new LinkedHashMap<Object, @Nullable Object>(object);
                copy.put(
                        path.getFirst(),
                        path.size() == 1 ? null : nulled(object.get(path.getFirst()), path.subList(1, path.size())));
                yield copy;
            }
            case List<?> items ->
                items.stream().map(item -> requireNonNull(nulled(item, path))).toList();
            case null, default -> throw new AssertionError("Nothing stands at " + path);
        };
    }
}
