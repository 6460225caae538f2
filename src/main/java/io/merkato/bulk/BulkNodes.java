package io.merkato.bulk;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.groupingBy;

import graphql.GraphQLContext;
import io.merkato.api.Connection;
import io.merkato.api.NodeType;
import io.merkato.api.Permission;
import io.merkato.api.Viewer;
import io.merkato.tenancy.TenantContext;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.graphql.execution.BatchLoaderRegistry;
import reactor.core.publisher.Mono;

/** What {@code node(id:)} answers of this module, and what its loaders read. */
@Configuration(proxyBeanMethods = false)
class BulkNodes {

    private final ProductImportRepository imports;

    BulkNodes(BatchLoaderRegistry loaders, ProductImportRepository imports) {
        this.imports = imports;
        loaders.forTypePair(ProductImport.Id.class, ProductImport.class)
                .withName("productImportById")
                .registerMappedBatchLoader((ids, environment) -> {
                    GraphQLContext context = requireNonNull(environment.getContext());
                    return Mono.fromSupplier(() -> byId(ids, context));
                });
        loaders.<ProblemsAsked, Connection<ProductImportProblem>>forName("problemsByImport")
                .registerMappedBatchLoader((asked, environment) -> {
                    GraphQLContext context = requireNonNull(environment.getContext());
                    return Mono.fromSupplier(() -> problems(asked, context));
                });
    }

    @Bean
    NodeType productImportNode() {
        return NodeType.of(ProductImport.Id.class, "productImportById");
    }

    private Map<ProductImport.Id, ProductImport> byId(Set<ProductImport.Id> ids, GraphQLContext context) {
        @Nullable TenantContext tenant = context.get("tenant");
        Viewer viewer = requireNonNull(context.get("viewer"));
        return tenant == null || !viewer.has(Permission.CATALOG_READ) ? Map.of() : imports.byId(tenant, ids);
    }

    /** Nobody comes here but by an import, so the viewer may. */
    private Map<ProblemsAsked, Connection<ProductImportProblem>> problems(
            Set<ProblemsAsked> asked, GraphQLContext context) {
        TenantContext tenant = requireNonNull(context.get("tenant"));
        var found = new HashMap<ProblemsAsked, Connection<ProductImportProblem>>();
        asked.stream()
                .collect(groupingBy(ProblemsAsked::page))
                .forEach((page, of) -> imports.problemsOf(
                                tenant, of.stream().map(ProblemsAsked::of).toList(), page)
                        .forEach((id, problems) -> found.put(new ProblemsAsked(id, page), problems)));
        return found;
    }
}
