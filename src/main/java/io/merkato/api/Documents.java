package io.merkato.api;

import static java.util.Objects.requireNonNull;

import graphql.analysis.QueryTraverser;
import graphql.analysis.QueryVisitorFieldEnvironment;
import graphql.analysis.QueryVisitorStub;
import graphql.execution.CoercedVariables;
import graphql.execution.instrumentation.dataloader.DataLoaderDispatchingContextKeys;
import graphql.language.AstPrinter;
import graphql.language.Document;
import graphql.language.OperationDefinition;
import graphql.parser.InvalidSyntaxException;
import graphql.parser.Parser;
import graphql.parser.ParserEnvironment;
import graphql.schema.GraphQLInterfaceType;
import graphql.schema.GraphQLObjectType;
import graphql.schema.GraphQLSchema;
import graphql.validation.OperationValidationRule;
import graphql.validation.QueryComplexityLimits;
import graphql.validation.ValidationError;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.graphql.ExecutionGraphQlResponse;
import org.springframework.graphql.ExecutionGraphQlService;
import org.springframework.graphql.ResponseError;
import org.springframework.graphql.execution.GraphQlSource;
import org.springframework.graphql.support.DefaultExecutionGraphQlRequest;
import org.springframework.stereotype.Component;

/** Queries that the product itself asks, where no request does. The limits of requests hold for them too, and {@link OwnAllowance}. */
@Component
public class Documents {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final FieldCosts costs = new FieldCosts();
    private final ObjectProvider<GraphQlSource> source;
    private final ObjectProvider<ExecutionGraphQlService> service;

    Documents(ObjectProvider<GraphQlSource> source, ObjectProvider<ExecutionGraphQlService> service) {
        this.source = source;
        this.service = service;
    }

    /**
     * What a query came to.
     *
     * @param data null where nothing could be answered
     * @param errors the messages of its faults
     */
    public record Answer(@Nullable Map<?, ?> data, List<String> errors) {}

    /** What is wrong with a query, in words for callers; nothing where it would be carried out. */
    public List<String> problems(Document query) {
        return problems(schema(), query);
    }

    /** As {@link #problems(Document)}, of a schema that nothing is carried out by. */
    public static List<String> problems(GraphQLSchema schema, Document query) {
        return problems(schema, query, SubscriptionRoot.OTHER_RULES);
    }

    private static List<String> problems(
            GraphQLSchema schema, Document query, Predicate<OperationValidationRule> rules) {
        List<String> problems = SubscriptionRoot.validate(schema, query, QueryLimits.LIMITS, rules).stream()
                .map(ValidationError::getMessage)
                .map(ForeignError::words)
                .toList();
        Fault shape = problems.isEmpty() ? DocumentShape.refusal(query) : null;
        return shape == null ? problems : List.of(String.valueOf(shape.getMessage()));
    }

    /** As {@link #problems(Document)}, of a text as requests send it. */
    public List<String> problems(String text) {
        return problems(text, this::problems);
    }

    /** As {@link #problems(String)}, of a text that is {@link #blanked}: it is not looked at what its strings would have to be. */
    public List<String> problemsOfBlanked(String text) {
        return problems(
                text,
                query -> problems(
                        schema(),
                        Blanks.open(query),
                        SubscriptionRoot.OTHER_RULES.and(
                                rule -> rule != OperationValidationRule.NO_UNDEFINED_VARIABLES)));
    }

    private static List<String> problems(String text, Function<Document, List<String>> ofParsed) {
        try {
            return ofParsed.apply(parse(text));
        } catch (Fault fault) {
            return List.of(String.valueOf(fault.getMessage()));
        }
    }

    /** A document without what its strings say, which may be passwords and codes: they are empty. Comments are left out. */
    public static String blanked(Document query) {
        return AstPrinter.printAst(Blanks.empty(query)).strip();
    }

    /**
     * Parses a text as that of a request.
     *
     * @throws Fault where it is none that is carried out, in words for callers
     */
    public static Document parse(String text) {
        Fault unread = DocumentShape.refusal(text);
        if (unread != null) {
            throw unread;
        }
        try {
            return Parser.parse(ParserEnvironment.newParserEnvironment()
                    .document(text)
                    .parserOptions(QueryLimits.PARSING)
                    .build());
        } catch (InvalidSyntaxException e) {
            throw Fault.badInput(words(e));
        } catch (NumberFormatException e) {
            throw DocumentShape.exponent();
        }
    }

    /**
     * Why a query would not be carried out for what it may cost, in words for callers.
     *
     * @param query one without {@link #problems}, and without fragments that have a name
     */
    public Optional<String> tooDear(Document query) {
        long requested = new CostReckoning(schema(), costs, Map.of(), Map.of())
                .cost(query.getDefinitionsOfType(OperationDefinition.class).getFirst())
                .requested();
        return requested > OwnAllowance.COST ? Optional.of(OwnAllowance.tooDear(requested)) : Optional.empty();
    }

    /** Why a text is no document, in words for callers. */
    private static String words(InvalidSyntaxException e) {
        return ForeignError.words(String.valueOf(e.getMessage()));
    }

    /**
     * What its fields take to be read.
     *
     * @param query one without {@link #problems}
     * @param variables any that it could be asked with
     */
    public Set<Permission> permissions(Document query, Map<String, Object> variables) {
        var needed = EnumSet.noneOf(Permission.class);
        QueryTraverser.newQueryTraverser()
                .schema(schema())
                .document(query)
                .coercedVariables(CoercedVariables.of(variables))
                .build()
                .visitPreOrder(new QueryVisitorStub() {
                    @Override
                    public void visitField(QueryVisitorFieldEnvironment field) {
                        if (!field.isTypeNameIntrospectionField()) {
                            possible(field).forEach(type -> {
                                if (Audience.of(
                                                        type,
                                                        type.getFieldDefinition(
                                                                field.getField().getName()))
                                                .orElse(null)
                                        instanceof Audience.Holder(Permission permission)) {
                                    needed.add(permission);
                                }
                            });
                        }
                    }
                });
        return needed;
    }

    /**
     * The deprecated fields, arguments and values that it names, as {@code Type.field}, {@code Type.field(argument)} and {@code Enum.VALUE}.
     *
     * @param query one without {@link #problems}
     */
    public List<String> deprecated(Document query) {
        return DeprecatedUses.of(schema(), query);
    }

    private Stream<GraphQLObjectType> possible(QueryVisitorFieldEnvironment field) {
        return switch (field.getFieldsContainer()) {
            case GraphQLObjectType object -> Stream.of(object);
            case GraphQLInterfaceType shared -> requireNonNull(schema().getImplementations(shared)).stream();
            default -> Stream.of();
        };
    }

    /**
     * Carries out a query.
     *
     * @param context what controllers find there: {@code tenant}, {@code viewer} and so on
     */
    public Answer run(String query, Map<String, @Nullable Object> variables, Map<String, Object> context) {
        var request = new DefaultExecutionGraphQlRequest(
                query, null, variables, null, Uuid7.next().toString(), null);
        var all = new HashMap<Object, Object>(context);
        all.put(QueryComplexityLimits.KEY, QueryLimits.LIMITS);
        all.put(Allowance.KEY, new OwnAllowance());
        all.put(DataLoaderDispatchingContextKeys.ENABLE_DATA_LOADER_EXHAUSTED_DISPATCHING, true);
        request.configureExecutionInput(
                (input, builder) -> builder.graphQLContext(all).build());
        ExecutionGraphQlResponse response;
        try {
            response = service.getObject().execute(request).block(PATIENCE);
        } catch (Fault fault) {
            return new Answer(null, List.of(String.valueOf(fault.getMessage())));
        }
        if (response == null) {
            throw new IllegalStateException("A query was not answered");
        }
        return new Answer(
                response.getExecutionResult().getData() instanceof Map<?, ?> data ? data : null,
                response.getErrors().stream()
                        .map(ResponseError::getMessage)
                        .map(String::valueOf)
                        .toList());
    }

    private GraphQLSchema schema() {
        return source.getObject().schema();
    }
}
