package io.merkato.tenancy;

import java.time.Duration;
import java.util.Optional;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Tenants by what a request names them with. Answers are remembered, also that there is none: a change shows at once on
 * the node that made it, and on others after {@code merkato.staleness}.
 */
@Component
public class Tenants {

    private static final int REMEMBERED = 20_000;

    private final Remembered<Name, Optional<Tenant>> tenants;
    private final TenantRepository repository;

    private sealed interface Name {
        record ById(Tenant.Id id) implements Name {}

        record BySlug(String slug) implements Name {}

        record ByHost(String host) implements Name {}
    }

    Tenants(TenantRepository repository, @Value("${merkato.staleness}") Duration staleness) {
        this.repository = repository;
        this.tenants = new Remembered<>(REMEMBERED, staleness, name -> switch (name) {
            case Name.ById(var id) -> repository.find(id);
            case Name.BySlug(var slug) -> repository.findBySlug(slug);
            case Name.ByHost(var host) -> repository.findByHost(host);
        });
    }

    public Optional<Tenant> find(Tenant.Id id) {
        return tenants.get(new Name.ById(id));
    }

    public Optional<Tenant> findBySlug(String slug) {
        return TenantChecks.isSlug(slug) ? tenants.get(new Name.BySlug(slug)) : Optional.empty();
    }

    /** By a verified host of the tenant's own, in lower case and without port. */
    public Optional<Tenant> findByHost(String host) {
        return tenants.get(new Name.ByHost(host));
    }

    /** The tenant that a context was opened for; within a transaction read anew, on its connection. */
    public Optional<Tenant> find(TenantContext tenant) {
        return tenant.isTransaction() ? repository.find(tenant) : find(tenant.id());
    }

    /** As {@link #find(TenantContext)}, of a tenant that is known to exist. */
    public Tenant byId(TenantContext tenant) {
        return find(tenant).orElseThrow(() -> new IllegalStateException("There is no tenant " + tenant.id()));
    }

    /** To be called after the commit. Changes of tenants are rare, so everything is read anew. */
    void forget() {
        tenants.forget();
    }
}
