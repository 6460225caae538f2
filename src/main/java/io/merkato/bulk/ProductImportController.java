package io.merkato.bulk;

import static io.merkato.api.Permission.CATALOG_READ;
import static io.merkato.jooq.bulk.Tables.IMPORT_MARKS;

import io.merkato.api.Connection;
import io.merkato.api.PageArgs;
import io.merkato.api.Viewer;
import io.merkato.jooq.bulk.tables.records.ImportMarksRecord;
import io.merkato.tenancy.Lookout;
import io.merkato.tenancy.TenantContext;
import io.merkato.tenancy.Watched;
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

@Controller
class ProductImportController {

    private final ProductImportRepository imports;
    private final Watched<String> watched;

    ProductImportController(ProductImportRepository imports, Lookout lookout) {
        this.imports = imports;
        this.watched = lookout.watch("imports", IMPORT_MARKS::call, ImportMarksRecord::getMark);
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

    /** Ends with the import. */
    @SubscriptionMapping
    Flux<ProductImport> productImportProgress(
            @Argument ProductImport.Id id, @ContextValue TenantContext tenant, @ContextValue Viewer viewer) {
        viewer.mustHold(CATALOG_READ);
        return watched.states(tenant, id, mark -> mark, () -> imports.find(tenant, id))
                .distinctUntilChanged()
                .takeUntil(job -> job.status().isFinished());
    }
}
