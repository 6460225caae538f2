package io.merkato.api;

import java.util.HashSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Says where GraphiQL is, and which tenants and people the demo data offers, once the application is ready. */
@Component
class Welcome {

    private static final Logger LOG = LoggerFactory.getLogger(Welcome.class);

    private final boolean graphiql;
    private final ObjectProvider<DemoAccess> demo;

    Welcome(@Value("${merkato.graphiql.enabled:true}") boolean graphiql, ObjectProvider<DemoAccess> demo) {
        this.graphiql = graphiql;
        this.demo = demo;
    }

    @EventListener
    void ready(ApplicationReadyEvent event) {
        if (graphiql
                && event.getApplicationContext() instanceof WebServerApplicationContext web
                && web.getWebServer() != null) {
            LOG.info("Merkato is ready.{}", text(web.getWebServer().getPort()));
        }
    }

    private String text(int port) {
        var lines = new StringBuilder("\n\n  GraphiQL   http://localhost:" + port + "/graphiql\n");
        demo.ifAvailable(access -> {
            lines.append(access.tenants().stream()
                    .map(tenant -> tenant.slug() + " (" + tenant.name() + ")")
                    .collect(Collectors.joining(", ", "  Tenants    ", "\n")));
            var greeted = new HashSet<@Nullable String>();
            access.people().stream()
                    .filter(person -> greeted.add(person.tenant()))
                    .forEach(person -> lines.append("  Sign in    %s / %s   (%s)%n"
                            .formatted(person.login(), person.password(), person.label())));
        });
        return lines.toString();
    }
}
