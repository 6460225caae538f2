package io.merkato.tenancy;

import static io.merkato.jooq.tenancy.Tables.SUBSCRIPTION;
import static io.merkato.jooq.tenancy.Tables.SUBSCRIPTIONS_OF;
import static org.jooq.Records.mapping;

import io.merkato.api.Uuid7;
import io.merkato.jooq.tenancy.tables.SubscriptionsOf;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.springframework.stereotype.Repository;

/** The terms a tenant has subscribed to. The database keeps {@code tenancy.tenant.plan} to the one in force. */
@Repository
class SubscriptionRepository {

    private final PlatformContext platform;

    SubscriptionRepository(PlatformContext platform) {
        this.platform = platform;
    }

    List<PlanSubscription> findAll(TenantContext tenant) {
        return tenant.sql()
                .select(SUBSCRIPTION.ID, SUBSCRIPTION.PLAN, SUBSCRIPTION.STARTED_AT, SUBSCRIPTION.ENDED_AT)
                .from(SUBSCRIPTION)
                .where(tenant.owns(SUBSCRIPTION))
                .orderBy(SUBSCRIPTION.ENDED_AT.desc().nullsFirst(), SUBSCRIPTION.ID.desc())
                .fetch(mapping(PlanSubscription::new));
    }

    /** For platform operators. */
    Map<Tenant.Id, List<PlanSubscription>> ofTenants(Collection<Tenant.Id> tenants) {
        SubscriptionsOf of =
                SUBSCRIPTIONS_OF.call(tenants.stream().map(Tenant.Id::value).toArray(UUID[]::new));
        return platform.sql()
                .selectFrom(of)
                .orderBy(of.ENDED_AT.desc().nullsFirst(), of.ID.desc())
                .fetchGroups(
                        of.TENANT_ID,
                        row -> new PlanSubscription(
                                new PlanSubscription.Id(row.getId()),
                                row.getPlan(),
                                row.getStartedAt(),
                                row.getEndedAt()));
    }

    void begin(TenantContext tenant, String plan) {
        tenant.sql()
                .insertInto(SUBSCRIPTION)
                .set(SUBSCRIPTION.TENANT_ID, tenant.id())
                .set(SUBSCRIPTION.ID, new PlanSubscription.Id(Uuid7.next()))
                .set(SUBSCRIPTION.PLAN, plan)
                .set(SUBSCRIPTION.STARTED_AT, now(SUBSCRIPTION.STARTED_AT))
                .execute();
    }

    void end(TenantContext tenant) {
        tenant.sql()
                .update(SUBSCRIPTION)
                .set(SUBSCRIPTION.ENDED_AT, now(SUBSCRIPTION.ENDED_AT))
                .where(tenant.owns(SUBSCRIPTION), SUBSCRIPTION.ENDED_AT.isNull())
                .execute();
    }

    /** By the one clock of the database, and later than what was done before the tenant was locked: terms follow one another. */
    private static Field<Instant> now(Field<Instant> column) {
        return DSL.function("clock_timestamp", column.getDataType());
    }
}
