package io.merkato.tenancy;

import io.merkato.api.Connection;
import io.merkato.api.PageArgs;
import io.merkato.api.Permission;
import io.merkato.api.Viewer;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.Arguments;
import org.springframework.graphql.data.method.annotation.BatchMapping;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.stereotype.Controller;

@Controller
class TenantController {

    private final Tenants known;
    private final TenantRepository tenants;
    private final SubscriptionRepository subscriptions;
    private final DomainRepository domains;
    private final TenantContexts contexts;
    private final Plans plans;
    private final Hosts hosts;

    TenantController(
            Tenants known,
            TenantRepository tenants,
            SubscriptionRepository subscriptions,
            DomainRepository domains,
            TenantContexts contexts,
            Plans plans,
            Hosts hosts) {
        this.known = known;
        this.tenants = tenants;
        this.subscriptions = subscriptions;
        this.domains = domains;
        this.contexts = contexts;
        this.plans = plans;
        this.hosts = hosts;
    }

    @QueryMapping
    Tenant tenant(@ContextValue TenantContext tenant) {
        return known.byId(tenant);
    }

    @QueryMapping
    Connection<Tenant> tenants(
            @Arguments PageArgs page, @Argument @Nullable TenantWhere where, @ContextValue Viewer viewer) {
        viewer.mustHold(Permission.PLATFORM_OPERATE);
        return tenants.findAll(where, page);
    }

    @QueryMapping
    List<Plan> plans() {
        return plans.findAll();
    }

    @SchemaMapping
    Plan plan(Tenant tenant) {
        return plans.byCode(tenant.plan());
    }

    @SchemaMapping
    String host(Tenant tenant) {
        return hosts.of(tenant);
    }

    /** Others than the request's own tenant, and so several, stand here only where an operator asks. */
    @BatchMapping
    List<List<Domain>> domains(List<Tenant> tenants) {
        return ofEach(tenants, tenant -> domains.findAll(contexts.of(tenant)), domains::ofTenants);
    }

    @BatchMapping
    List<List<PlanSubscription>> subscriptions(List<Tenant> tenants) {
        return ofEach(tenants, tenant -> subscriptions.findAll(contexts.of(tenant)), subscriptions::ofTenants);
    }

    private static <T> List<List<T>> ofEach(
            List<Tenant> tenants,
            Function<Tenant.Id, List<T>> ofOne,
            Function<List<Tenant.Id>, Map<Tenant.Id, List<T>>> ofMany) {
        List<Tenant.Id> ids = tenants.stream().map(Tenant::id).toList();
        if (ids.size() == 1) {
            return List.of(ofOne.apply(ids.getFirst()));
        }
        Map<Tenant.Id, List<T>> found = ofMany.apply(ids);
        return ids.stream().map(id -> found.getOrDefault(id, List.of())).toList();
    }

    @SchemaMapping
    Plan plan(PlanSubscription subscription) {
        return plans.byCode(subscription.plan());
    }
}
