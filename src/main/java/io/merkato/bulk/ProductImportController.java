package io.merkato.bulk;

import static io.merkato.api.Permission.CATALOG_READ;

import io.merkato.api.Connection;
import io.merkato.api.PageArgs;
import io.merkato.api.Viewer;
import io.merkato.tenancy.TenantContext;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.dataloader.DataLoader;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.Arguments;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.graphql.data.method.annotation.SubscriptionMapping;
import org.springframework.stereotype.Controller;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

@Controller
class ProductImportController {

    private static final Duration LOOKS = Duration.ofMillis(500);

    private final ProductImportRepository imports;

    ProductImportController(ProductImportRepository imports) {
        this.imports = imports;
    }

    @QueryMapping
    @Nullable
    ProductImport productImport(
            @Argument ProductImport.Id id, @ContextValue TenantContext tenant, @ContextValue Viewer viewer) {
        viewer.mustHold(CATALOG_READ);
        return imports.find(tenant, id).orElse(null);
    }

    @QueryMapping
    Connection<ProductImport> productImports(
            @Arguments PageArgs page, @ContextValue TenantContext tenant, @ContextValue Viewer viewer) {
        viewer.mustHold(CATALOG_READ);
        return imports.findAll(tenant, page);
    }

    @SchemaMapping(typeName = "ProductImport", field = "problems")
    CompletableFuture<Connection<ProductImportProblem>> problems(
            ProductImport job,
            @Arguments PageArgs given,
            DataLoader<ProblemsAsked, Connection<ProductImportProblem>> problemsByImport) {
        PageArgs page = given.orFirst(20);
        page.size();
        int kept = Math.min(job.problems(), ProductImportRepository.KEPT_PROBLEMS);
        return problemsByImport
                .load(new ProblemsAsked(job.id(), page))
                .thenApply(problems -> problems.counted(Connection.capped(kept)));
    }

    @SchemaMapping(typeName = "ProductImport", field = "problemCount")
    int problemCount(ProductImport job) {
        return job.problems();
    }

    /** Looks again and again, and speaks when something changed; ends with the import. */
    @SubscriptionMapping
    Flux<ProductImport> productImportProgress(
            @Argument ProductImport.Id id, @ContextValue TenantContext tenant, @ContextValue Viewer viewer) {
        viewer.mustHold(CATALOG_READ);
        return Flux.interval(Duration.ZERO, LOOKS)
                .onBackpressureDrop()
                .concatMap(
                        tick -> Mono.fromCallable(() -> imports.find(tenant, id))
                                .subscribeOn(Schedulers.boundedElastic()),
                        1)
                .takeUntil(job -> job.isEmpty() || job.get().status().isFinished())
                .flatMap(Mono::justOrEmpty)
                .distinctUntilChanged();
    }
}
