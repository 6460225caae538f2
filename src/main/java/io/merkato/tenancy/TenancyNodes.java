package io.merkato.tenancy;

import static java.util.Objects.requireNonNull;

import graphql.GraphQLContext;
import io.merkato.api.NodeType;
import io.merkato.api.Permission;
import io.merkato.api.Viewer;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.graphql.execution.BatchLoaderRegistry;
import reactor.core.publisher.Mono;

/** What {@code node(id:)} answers of this module: the request's own tenant, to operators any, and the tenant's domains. */
@Configuration(proxyBeanMethods = false)
class TenancyNodes {

    private final Tenants tenants;
    private final DomainRepository domains;

    TenancyNodes(BatchLoaderRegistry loaders, Tenants tenants, DomainRepository domains) {
        this.tenants = tenants;
        this.domains = domains;
        loaders.forTypePair(Tenant.Id.class, Tenant.class)
                .withName("tenantById")
                .registerMappedBatchLoader((ids, environment) -> {
                    GraphQLContext context = requireNonNull(environment.getContext());
                    return Mono.fromSupplier(() -> tenants(ids, context));
                });
        loaders.forTypePair(Domain.Id.class, Domain.class)
                .withName("domainById")
                .registerMappedBatchLoader((ids, environment) -> {
                    GraphQLContext context = requireNonNull(environment.getContext());
                    return Mono.fromSupplier(() -> domains(ids, context));
                });
    }

    @Bean
    NodeType tenantNode() {
        return NodeType.of(Tenant.Id.class, "tenantById");
    }

    @Bean
    NodeType domainNode() {
        return NodeType.of(Domain.Id.class, "domainById");
    }

    private Map<Tenant.Id, Tenant> tenants(Set<Tenant.Id> ids, GraphQLContext context) {
        @Nullable TenantContext own = context.get("tenant");
        Viewer viewer = requireNonNull(context.get("viewer"));
        var found = new HashMap<Tenant.Id, Tenant>();
        for (Tenant.Id id : ids) {
            if (viewer.has(Permission.PLATFORM_OPERATE)
                    || own != null && own.id().equals(id)) {
                tenants.find(id).ifPresent(tenant -> found.put(id, tenant));
            }
        }
        return found;
    }

    private Map<Domain.Id, Domain> domains(Set<Domain.Id> ids, GraphQLContext context) {
        @Nullable TenantContext tenant = context.get("tenant");
        Viewer viewer = requireNonNull(context.get("viewer"));
        return tenant != null && viewer.has(Permission.TENANT_MANAGE) ? domains.byId(tenant, ids) : Map.of();
    }
}
