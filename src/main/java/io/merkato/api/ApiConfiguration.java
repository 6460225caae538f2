package io.merkato.api;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.catalina.core.StandardHost;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.graphql.autoconfigure.GraphQlSourceBuilderCustomizer;
import org.springframework.boot.tomcat.TomcatConnectorCustomizer;
import org.springframework.boot.tomcat.TomcatContextCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.graphql.execution.RuntimeWiringConfigurer;
import org.springframework.stereotype.Controller;

@Configuration(proxyBeanMethods = false)
class ApiConfiguration {

    @Bean
    RuntimeWiringConfigurer scalars() {
        return wiring -> Scalars.ALL.forEach(wiring::scalar);
    }

    @Bean
    RuntimeWiringConfigurer readAnew(List<ReadAnew<?, ?, ?>> fields) {
        return wiring -> fields.forEach(each -> wiring.type(
                each.field().getTypeName(),
                type -> type.dataFetcher(each.field().getFieldName(), each)));
    }

    @Bean
    GraphQlSourceBuilderCustomizer guards(ListableBeanFactory beans, ControllerMethods methods, BareFetchers bare) {
        return builder -> builder.typeVisitors(List.of(
                methods.calledDirectly(),
                new RetriableVisitor(),
                new NullVisitor(controllers(beans)),
                new AudienceVisitor(),
                new TextVisitor(),
                bare));
    }

    private static Stream<Class<?>> controllers(ListableBeanFactory beans) {
        return Arrays.stream(beans.getBeanNamesForAnnotation(Controller.class))
                .<Class<?>>map(beans::getType)
                .filter(Objects::nonNull);
    }

    @Bean
    GraphQlSourceBuilderCustomizer parsedDocuments(DocumentCache cache) {
        return builder -> builder.configureGraphQl(graphQl -> graphQl.preparsedDocumentProvider(cache));
    }

    /** Instead of a chain of which it would be the only link. */
    @Bean
    GraphQlSourceBuilderCustomizer instrumentation(Operations operations) {
        return builder -> builder.configureGraphQl(graphQl -> graphQl.instrumentation(operations));
    }

    @Bean
    TomcatContextCustomizer serverFaults() {
        return context -> {
            if (context.getParent() instanceof StandardHost host) {
                host.setErrorReportValveClass(ServerFaults.class.getName());
            }
        };
    }

    /** However many languages a header names, it is no failure; how long it may be is bounded elsewhere. */
    @Bean
    TomcatConnectorCustomizer anyNumberOfLanguages() {
        return connector -> connector.setMaxLocaleCount(-1);
    }
}
