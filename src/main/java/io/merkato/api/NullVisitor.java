package io.merkato.api;

import static java.util.Objects.requireNonNull;

import graphql.schema.DataFetcher;
import graphql.schema.GraphQLArgument;
import graphql.schema.GraphQLCodeRegistry;
import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLInputObjectField;
import graphql.schema.GraphQLInputObjectType;
import graphql.schema.GraphQLObjectType;
import graphql.schema.GraphQLSchemaElement;
import graphql.schema.GraphQLTypeUtil;
import graphql.schema.GraphQLTypeVisitorStub;
import graphql.util.TraversalControl;
import graphql.util.TraverserContext;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;
import org.springframework.graphql.data.ArgumentValue;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.MutationMapping;

/**
 * Refuses a null that would say nothing. In an input that changes something, what is left out stays as it is, and null clears
 * what may be empty, which its record has as an {@link ArgumentValue}; of anything else null would silently do nothing.
 */
final class NullVisitor extends GraphQLTypeVisitorStub {

    private static final Pattern CHANGES = Pattern.compile(".*(Update|Change|Move|Set)Input");

    private static final ClassValue<List<Member>> MEMBERS = new ClassValue<>() {
        @Override
        protected List<Member> computeValue(Class<?> input) {
            return Arrays.stream(input.getRecordComponents()).map(Member::of).toList();
        }
    };

    private final Map<String, Class<?>> inputs = new HashMap<>();

    /**
     * Of an input's record.
     *
     * @param clears whether null says something
     * @param type of it, or of each of its items
     */
    private record Member(String name, boolean clears, Class<?> type) {

        static Member of(RecordComponent component) {
            return new Member(
                    component.getName(),
                    component.getType() == ArgumentValue.class,
                    item(ResolvableType.forMethodReturnType(component.getAccessor())));
        }

        private static Class<?> item(ResolvableType type) {
            Class<?> raw = type.toClass();
            return raw == ArgumentValue.class || Collection.class.isAssignableFrom(raw)
                    ? item(type.getGeneric(0))
                    : raw;
        }
    }

    /** @param controllers the classes that answer mutations, each with its input as a record */
    NullVisitor(Stream<Class<?>> controllers) {
        controllers
                .flatMap(controller -> Arrays.stream(controller.getDeclaredMethods()))
                .filter(method -> method.isAnnotationPresent(MutationMapping.class))
                .forEach(this::note);
    }

    private void note(Method mutation) {
        Arrays.stream(mutation.getParameters())
                .filter(parameter -> parameter.isAnnotationPresent(Argument.class)
                        && parameter.getType().isRecord())
                .map(Parameter::getType)
                .filter(type -> type.getSimpleName().equals("Input"))
                .forEach(input -> inputs.put(mutation.getName(), input));
    }

    @Override
    public TraversalControl visitGraphQLFieldDefinition(
            GraphQLFieldDefinition field, TraverserContext<GraphQLSchemaElement> context) {
        if (context.getParentNode() instanceof GraphQLObjectType type
                && type.getName().equals("Mutation")
                && field.getArgument("input") instanceof GraphQLArgument argument
                && GraphQLTypeUtil.unwrapAll(argument.getType()) instanceof GraphQLInputObjectType input
                && inputs.get(field.getName()) instanceof Class<?> record) {
            GraphQLCodeRegistry.Builder registry = context.getVarFromParents(GraphQLCodeRegistry.Builder.class);
            DataFetcher<?> fetcher = registry.getDataFetcher(type, field);
            registry.dataFetcher(type, field, (DataFetcher<?>) environment -> {
                check(argument.getName(), environment.getArgument(argument.getName()), input, record);
                return fetcher.get(environment);
            });
        }
        return TraversalControl.CONTINUE;
    }

    private static void check(String where, @Nullable Object given, GraphQLInputObjectType input, Class<?> record) {
        switch (given) {
            case Map<?, ?> object
            when record.isRecord() -> {
                for (Member member : MEMBERS.get(record)) {
                    if (object.containsKey(member.name())) {
                        check(where, member, object.get(member.name()), input);
                    }
                }
            }
            case List<?> items -> {
                for (int i = 0; i < items.size(); i++) {
                    check(where + '.' + i, items.get(i), input, record);
                }
            }
            case null, default -> {}
        }
    }

    private static void check(String where, Member member, @Nullable Object given, GraphQLInputObjectType input) {
        String place = where + '.' + member.name();
        if (given == null
                && !member.clears()
                && CHANGES.matcher(input.getName()).matches()) {
            throw Fault.badInput(place + " cannot be null: left out it stays as it is.");
        }
        GraphQLInputObjectField field = requireNonNull(input.getFieldDefinition(member.name()));
        if (GraphQLTypeUtil.unwrapAll(field.getType()) instanceof GraphQLInputObjectType nested) {
            check(place, given, nested, member.type());
        }
    }
}
