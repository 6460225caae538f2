package io.merkato.api;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * GraphiQL at /graphiql, from files in this jar alone: the policy sent with the page lets a browser load nothing from elsewhere.
 * It knows no more than any client; {@code merkato.graphiql.enabled=false} takes it away.
 */
@RestController
@ConditionalOnBooleanProperty(name = "merkato.graphiql.enabled", matchIfMissing = true)
class GraphiqlPage implements WebMvcConfigurer {

    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
            + "img-src 'self' data:; font-src 'self' data:; connect-src 'self'; "
            + "base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    private final Setup setup;

    GraphiqlPage(ObjectProvider<DemoAccess> demo) throws IOException {
        var access = demo.getIfAvailable(() -> new DemoAccess(List.of(), List.of()));
        setup = new Setup(access.tenants(), access.people(), GraphiqlExample.all());
    }

    record Setup(List<DemoAccess.Tenant> tenants, List<DemoAccess.Person> people, List<GraphiqlExample> examples) {}

    @GetMapping(path = "/graphiql", produces = MediaType.TEXT_HTML_VALUE)
    ResponseEntity<Resource> page() {
        return ResponseEntity.ok()
                .header("Content-Security-Policy", POLICY)
                .cacheControl(CacheControl.noCache())
                .body(new ClassPathResource("graphiql/index.html"));
    }

    /** Whoever opens the address that the start prints is led to the explorer. */
    @GetMapping("/")
    ResponseEntity<Void> front() {
        return ResponseEntity.status(HttpStatus.FOUND)
                .location(URI.create("/graphiql"))
                .build();
    }

    @GetMapping("/graphiql/setup")
    ResponseEntity<Setup> setup() {
        return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(setup);
    }

    @Override
    public void addResourceHandlers(ResourceHandlerRegistry registry) {
        registry.addResourceHandler("/graphiql/files/**")
                .addResourceLocations("classpath:/graphiql/", "classpath:/META-INF/resources/graphql-ui/")
                .setCacheControl(CacheControl.noCache());
    }
}
