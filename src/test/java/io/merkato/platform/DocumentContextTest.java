package io.merkato.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.Merchants;
import io.merkato.MerkatoTest;
import io.merkato.api.Viewer;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.context.ApplicationContext;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.stereotype.Controller;

/** What a webhook selects may lead to any controller of a query or a type: what those find with a request, they find without one. */
@MerkatoTest
class DocumentContextTest {

    private final ApplicationContext beans;
    private final List<DocumentContext> contexts;
    private final Merchants merchants;

    DocumentContextTest(ApplicationContext beans, List<DocumentContext> contexts, Merchants merchants) {
        this.beans = beans;
        this.contexts = contexts;
        this.merchants = merchants;
    }

    @Test
    void what_controllers_ask_of_the_context_is_there_where_no_request_asks() {
        var given = new TreeSet<>(Set.of("tenant", "viewer"));
        var viewer = Viewer.system("test");
        contexts.forEach(each ->
                given.addAll(each.values(merchants.open().tenant(), viewer).keySet()));

        TreeSet<String> asked = beans.getBeansWithAnnotation(Controller.class).values().stream()
                .flatMap(controller -> Arrays.stream(controller.getClass().getDeclaredMethods()))
                .filter(DocumentContextTest::answersReads)
                .flatMap(method -> Arrays.stream(method.getParameters()))
                .filter(parameter -> parameter.isAnnotationPresent(ContextValue.class))
                .map(DocumentContextTest::name)
                .collect(Collectors.toCollection(TreeSet::new));

        asked.remove("origin"); // where a request reached this server: media of its own have no address without one
        assertThat(asked).contains("shopper", "storeView", "caller").isSubsetOf(given);
    }

    private static boolean answersReads(Method method) {
        SchemaMapping mapping = AnnotatedElementUtils.findMergedAnnotation(method, SchemaMapping.class);
        return mapping != null && !Set.of("Mutation", "Subscription").contains(mapping.typeName());
    }

    private static String name(Parameter parameter) {
        ContextValue asked = parameter.getAnnotation(ContextValue.class);
        return asked.name().isEmpty() ? parameter.getName() : asked.name();
    }
}
