package io.merkato.api;

import static java.util.Objects.requireNonNull;

import graphql.GraphQLContext;
import graphql.schema.DataFetcher;
import graphql.schema.DataFetchingEnvironment;
import graphql.schema.DelegatingDataFetchingEnvironment;
import graphql.schema.FieldCoordinates;
import graphql.schema.GraphQLCodeRegistry;
import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLObjectType;
import graphql.schema.GraphQLSchemaElement;
import graphql.schema.GraphQLTypeVisitorStub;
import graphql.util.TraversalControl;
import graphql.util.TraverserContext;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.UndeclaredThrowableException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.dataloader.DataLoader;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.core.DefaultParameterNameDiscoverer;
import org.springframework.core.MethodParameter;
import org.springframework.core.annotation.SynthesizingMethodParameter;
import org.springframework.graphql.data.method.HandlerMethodArgumentResolver;
import org.springframework.graphql.data.method.annotation.Arguments;
import org.springframework.graphql.data.method.annotation.BatchMapping;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.support.AnnotatedControllerConfigurer;
import org.springframework.graphql.data.method.annotation.support.SourceMethodArgumentResolver;
import org.springframework.graphql.execution.SelfDescribingDataFetcher;
import org.springframework.stereotype.Component;
import org.springframework.util.ReflectionUtils;
import org.springframework.util.function.SingletonSupplier;

/**
 * Calls the methods of controllers as Spring does, but finds out once instead of at each field what never changes: which bean it is, and where each parameter
 * comes from. A future stays what it is instead of becoming a {@code Mono} on the way.
 *
 * <p>Arguments bind to typed ids, and mutations take the key of a retry. A request stays on its own thread from field to field: what a loader gathers, and so
 * how many statements a document takes, is no accident of timing, and no request takes more than one connection.
 */
@Component
class ControllerMethods extends AnnotatedControllerConfigurer {

    private interface Parameter {
        @Nullable
        Object of(DataFetchingEnvironment environment) throws Exception;
    }

    ControllerMethods() {
        var conversions = new ApplicationConversionService();
        conversions.addConverterFactory(new TypeIdConverter());
        configureBinder(options -> options.conversionService(conversions));
        addCustomArgumentResolver(new IdempotencyArgument());
        setBlockingMethodPredicate(method -> false);
    }

    /** To be the first of the visitors, as the others put something around fetchers. What makes the events of a subscription stays Spring's. */
    GraphQLTypeVisitorStub calledDirectly() {
        return new GraphQLTypeVisitorStub() {
            @Override
            public TraversalControl visitGraphQLFieldDefinition(
                    GraphQLFieldDefinition field, TraverserContext<GraphQLSchemaElement> context) {
                if (context.getParentNode() instanceof GraphQLObjectType type
                        && !type.getName().equals("Subscription")) {
                    GraphQLCodeRegistry.Builder registry = context.getVarFromParents(GraphQLCodeRegistry.Builder.class);
                    if (registry.getDataFetcher(type, field) instanceof SelfDescribingDataFetcher<?> spring
                            && spring.asMethod() instanceof Method method) {
                        DataFetcher<?> called =
                                method.isAnnotationPresent(BatchMapping.class) ? batch(spring) : call(method);
                        registry.dataFetcher(
                                FieldCoordinates.coordinates(type, field),
                                type.getName().equals("Mutation") ? readingAnew(called) : called);
                    }
                }
                return TraversalControl.CONTINUE;
            }
        };
    }

    /** What loaders read for an earlier mutation of the document may have changed by this one. */
    private static DataFetcher<?> readingAnew(DataFetcher<?> mutation) {
        return environment -> {
            environment.getDataLoaderRegistry().getDataLoaders().forEach(DataLoader::clearAll);
            return mutation.get(environment);
        };
    }

    private static DataFetcher<?> batch(DataFetcher<?> spring) {
        return environment -> spring.get(new WithLoaders(environment));
    }

    private static final class WithLoaders extends DelegatingDataFetchingEnvironment {

        WithLoaders(DataFetchingEnvironment environment) {
            super(environment);
        }

        @Override
        @SuppressWarnings("unchecked") // what is registered under the name
        public <K, V extends @Nullable Object> @Nullable DataLoader<K, V> getDataLoader(String name) {
            return (DataLoader<K, V>) Loaders.ofField(delegateEnvironment, name);
        }
    }

    private DataFetcher<@Nullable Object> call(Method method) {
        Parameter[] parameters = IntStream.range(0, method.getParameterCount())
                .mapToObj(index -> parameter(new SynthesizingMethodParameter(method, index)))
                .toArray(Parameter[]::new);
        Supplier<MethodHandle> handle = SingletonSupplier.of(() -> handle(method));
        return environment -> {
            try {
                var values = new @Nullable Object[parameters.length];
                for (int i = 0; i < values.length; i++) {
                    values[i] = parameters[i].of(environment);
                }
                return atHand(invoke(handle.get(), values));
            } catch (Error e) { // thrown on it would end the request with nothing tidied up behind it
                return CompletableFuture.failedFuture(e);
            }
        };
    }

    /** For a future, even one that is done, graphql-java makes futures of all that stands around the field. */
    private static @Nullable Object atHand(@Nullable Object answer) {
        return answer instanceof CompletableFuture<?> future && future.state() == Future.State.SUCCESS
                ? future.resultNow()
                : answer;
    }

    private MethodHandle handle(Method method) {
        ReflectionUtils.makeAccessible(method);
        try {
            return MethodHandles.lookup()
                    .unreflect(method)
                    .bindTo(obtainApplicationContext().getBean(method.getDeclaringClass()))
                    .asSpreader(Object[].class, method.getParameterCount())
                    .asType(MethodType.methodType(Object.class, Object[].class));
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    private static @Nullable Object invoke(MethodHandle handle, @Nullable Object[] values) throws Exception {
        try {
            return (Object) handle.invokeExact(values);
        } catch (Exception | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new UndeclaredThrowableException(e);
        }
    }

    /** What is not there is left to Spring, which says so. */
    private Parameter parameter(MethodParameter parameter) {
        parameter.initParameterNameDiscovery(new DefaultParameterNameDiscoverer());
        HandlerMethodArgumentResolver resolver =
                requireNonNull(getArgumentResolvers().getArgumentResolver(parameter), parameter::toString);
        Parameter usual = environment -> resolver.resolveArgument(parameter, environment);
        Class<?> type = parameter.getParameterType();
        ContextValue value = parameter.getParameterAnnotation(ContextValue.class);
        if (resolver instanceof SourceMethodArgumentResolver) {
            return DataFetchingEnvironment::getSource;
        }
        if (type == DataFetchingEnvironment.class) {
            return environment -> environment;
        }
        if (type == GraphQLContext.class) {
            return DataFetchingEnvironment::getGraphQlContext;
        }
        if (type == PageArgs.class && parameter.hasParameterAnnotation(Arguments.class)) {
            return PageArgs::of;
        }
        String name = value == null || value.name().isEmpty() ? parameter.getParameterName() : value.name();
        if (name == null) {
            return usual;
        }
        if (type == DataLoader.class) {
            return or(environment -> Loaders.ofField(environment, name), usual);
        }
        return value == null
                ? usual
                : or(environment -> environment.getGraphQlContext().get(name), usual);
    }

    private static Parameter or(Parameter found, Parameter otherwise) {
        return environment -> {
            Object there = found.of(environment);
            return there == null ? otherwise.of(environment) : there;
        };
    }
}
