package io.merkato.tenancy;

import static io.merkato.jooq.tenancy.Tables.DOMAIN;
import static io.merkato.jooq.tenancy.Tables.DOMAINS_OF;
import static org.jooq.Records.mapping;

import io.merkato.api.Sql;
import io.merkato.jooq.tenancy.tables.DomainsOf;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jooq.Record5;
import org.jooq.SelectConditionStep;
import org.jooq.impl.DSL;
import org.springframework.stereotype.Repository;

/** The hosts of a tenant's own. */
@Repository
class DomainRepository {

    private final PlatformContext platform;

    DomainRepository(PlatformContext platform) {
        this.platform = platform;
    }

    List<Domain> findAll(TenantContext tenant) {
        return select(tenant).orderBy(DOMAIN.ID).fetch(mapping(Domain::new));
    }

    /** For platform operators. */
    Map<Tenant.Id, List<Domain>> ofTenants(Collection<Tenant.Id> tenants) {
        DomainsOf of = DOMAINS_OF.call(tenants.stream().map(Tenant.Id::value).toArray(UUID[]::new));
        return platform.sql()
                .selectFrom(of)
                .orderBy(of.ID)
                .fetchGroups(
                        of.TENANT_ID,
                        row -> new Domain(
                                new Domain.Id(row.getId()),
                                row.getHost(),
                                row.getToken(),
                                row.getCreatedAt(),
                                row.getVerifiedAt()));
    }

    Optional<Domain> find(TenantContext tenant, Domain.Id id) {
        return select(tenant).and(DOMAIN.ID.eq(id)).fetchOptional(mapping(Domain::new));
    }

    Map<Domain.Id, Domain> byId(TenantContext tenant, Set<Domain.Id> ids) {
        return select(tenant).and(Sql.isAny(DOMAIN.ID, ids)).fetchMap(DOMAIN.ID, mapping(Domain::new));
    }

    Optional<Domain> lock(TenantContext tenant, Domain.Id id) {
        return select(tenant).and(DOMAIN.ID.eq(id)).forUpdate().fetchOptional(mapping(Domain::new));
    }

    Domain claim(TenantContext tenant, Domain.Id id, String host, String token) {
        return tenant.sql()
                .insertInto(DOMAIN)
                .set(DOMAIN.TENANT_ID, tenant.id())
                .set(DOMAIN.ID, id)
                .set(DOMAIN.HOST, host)
                .set(DOMAIN.TOKEN, token)
                .returningResult(DOMAIN.ID, DOMAIN.HOST, DOMAIN.TOKEN, DOMAIN.CREATED_AT, DOMAIN.VERIFIED_AT)
                .fetchSingle(mapping(Domain::new));
    }

    int count(TenantContext tenant) {
        return tenant.sql().fetchCount(DOMAIN, tenant.owns(DOMAIN));
    }

    /** From the commit on the host leads to the tenant. */
    Domain verify(TenantContext tenant, Domain.Id id) {
        return tenant.sql()
                .update(DOMAIN)
                .set(DOMAIN.VERIFIED_AT, DSL.coalesce(DOMAIN.VERIFIED_AT, DSL.val(Instant.now(), DOMAIN.VERIFIED_AT)))
                .where(tenant.owns(DOMAIN), DOMAIN.ID.eq(id))
                .returningResult(DOMAIN.ID, DOMAIN.HOST, DOMAIN.TOKEN, DOMAIN.CREATED_AT, DOMAIN.VERIFIED_AT)
                .fetchSingle(mapping(Domain::new));
    }

    void remove(TenantContext tenant, Domain.Id id) {
        tenant.sql()
                .deleteFrom(DOMAIN)
                .where(tenant.owns(DOMAIN), DOMAIN.ID.eq(id))
                .execute();
    }

    private static SelectConditionStep<Record5<Domain.Id, String, String, Instant, Instant>> select(
            TenantContext tenant) {
        return tenant.sql()
                .select(DOMAIN.ID, DOMAIN.HOST, DOMAIN.TOKEN, DOMAIN.CREATED_AT, DOMAIN.VERIFIED_AT)
                .from(DOMAIN)
                .where(tenant.owns(DOMAIN));
    }
}
