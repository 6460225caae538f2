package io.merkato.api;

import graphql.schema.DataFetcher;
import graphql.schema.GraphQLCodeRegistry;
import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLObjectType;
import graphql.schema.GraphQLSchemaElement;
import graphql.schema.GraphQLTypeVisitorStub;
import graphql.util.TraversalControl;
import graphql.util.TraverserContext;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Refuses what is no text, wherever it stands in the arguments, names in JSON among them: PostgreSQL stores no NUL, and half a surrogate pair is no character.
 * Refuses numbers too that are none or that nobody writes, which only JSON brings, and lists that are too long for a question; mutations say themselves, as
 * {@code TOO_LONG}, how much they take at once.
 */
final class TextVisitor extends GraphQLTypeVisitorStub {

    private static final int LONGEST_LIST = 250;

    /** Before the point, and after it; all of a {@code double} is within. */
    private static final int MOST_DIGITS = 400;

    @Override
    public TraversalControl visitGraphQLFieldDefinition(
            GraphQLFieldDefinition field, TraverserContext<GraphQLSchemaElement> context) {
        if (context.getParentNode() instanceof GraphQLObjectType type
                && !type.getName().startsWith("__")
                && !field.getArguments().isEmpty()) {
            GraphQLCodeRegistry.Builder registry = context.getVarFromParents(GraphQLCodeRegistry.Builder.class);
            DataFetcher<?> fetcher = registry.getDataFetcher(type, field);
            int most = type.getName().equals("Mutation") ? Integer.MAX_VALUE : LONGEST_LIST;
            registry.dataFetcher(type, field, (DataFetcher<?>) environment -> {
                environment.getArguments().forEach((name, value) -> check(name, value, most));
                return fetcher.get(environment);
            });
        }
        return TraversalControl.CONTINUE;
    }

    /** @param where the argument, and the way down from there */
    private static void check(String where, @Nullable Object value, int most) {
        switch (value) {
            case String text -> {
                if (!isText(text)) {
                    throw Fault.badInput("%s has a NUL or half a surrogate pair in it.".formatted(where));
                }
            }
            case Double number -> {
                if (!Double.isFinite(number)) {
                    throw tooLong(where);
                }
            }
            case BigInteger number -> {
                if (!isShort(new BigDecimal(number))) {
                    throw tooLong(where);
                }
            }
            case BigDecimal number -> {
                if (!isShort(number)) {
                    throw tooLong(where);
                }
            }
            case Map<?, ?> object ->
                object.forEach((name, member) -> {
                    if (!isText(String.valueOf(name))) {
                        throw Fault.badInput("%s has a name with a NUL or half a surrogate pair.".formatted(where));
                    }
                    check(where + '.' + name, member, most);
                });
            case List<?> list -> {
                if (list.size() > most) {
                    throw Fault.badInput("%s has %d items; %d are the most.".formatted(where, list.size(), most));
                }
                for (int i = 0; i < list.size(); i++) {
                    check(where + '.' + i, list.get(i), most);
                }
            }
            case null, default -> {}
        }
    }

    private static boolean isShort(BigDecimal number) {
        return number.scale() <= MOST_DIGITS && (long) number.precision() - number.scale() <= MOST_DIGITS;
    }

    private static Fault tooLong(String where) {
        return Fault.badInput("%s is a number of more than %d digits.".formatted(where, MOST_DIGITS));
    }

    static boolean isText(String text) {
        return text.indexOf('\0') < 0
                && text.codePoints()
                        .noneMatch(each -> each >= Character.MIN_SURROGATE && each <= Character.MAX_SURROGATE);
    }
}
