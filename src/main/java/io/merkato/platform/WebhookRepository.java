package io.merkato.platform;

import static io.merkato.jooq.platform.Tables.WEBHOOK;
import static org.jooq.impl.DSL.currentOffsetDateTime;
import static org.jooq.impl.DSL.function;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.val;

import io.merkato.api.Connection;
import io.merkato.api.PageArgs;
import io.merkato.api.Pages;
import io.merkato.api.Permission;
import io.merkato.api.Sql;
import io.merkato.tenancy.TenantContext;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.RecordMapper;
import org.jooq.SelectConditionStep;
import org.jooq.impl.SQLDataType;
import org.springframework.stereotype.Repository;

@Repository
class WebhookRepository {

    /** All but the secrets, which only whoever signs reads. */
    private static final List<Field<?>> FIELDS = List.of(
            WEBHOOK.ID,
            WEBHOOK.URL,
            WEBHOOK.DESCRIPTION,
            WEBHOOK.EVENT_TYPES,
            WEBHOOK.SELECTION,
            WEBHOOK.ENABLED,
            WEBHOOK.DISABLED_BECAUSE,
            WEBHOOK.PREVIOUS_SECRET_ENDS,
            WEBHOOK.FAILING_SINCE,
            WEBHOOK.CREATED_BY,
            WEBHOOK.VERSION,
            WEBHOOK.CREATED_AT,
            WEBHOOK.UPDATED_AT);

    private static final RecordMapper<Record, Webhook> MAPPER = row -> new Webhook(
            row.get(WEBHOOK.ID),
            row.get(WEBHOOK.URL),
            row.get(WEBHOOK.DESCRIPTION),
            List.of(row.get(WEBHOOK.EVENT_TYPES)),
            row.get(WEBHOOK.SELECTION),
            row.get(WEBHOOK.ENABLED),
            row.get(WEBHOOK.DISABLED_BECAUSE),
            row.get(WEBHOOK.PREVIOUS_SECRET_ENDS),
            row.get(WEBHOOK.FAILING_SINCE),
            row.get(WEBHOOK.CREATED_BY),
            row.get(WEBHOOK.VERSION),
            row.get(WEBHOOK.CREATED_AT),
            row.get(WEBHOOK.UPDATED_AT));

    private final Pages pages;

    WebhookRepository(Pages pages) {
        this.pages = pages;
    }

    private static SelectConditionStep<?> webhooks(TenantContext tenant) {
        return tenant.sql()
                .select(FIELDS)
                .from(WEBHOOK)
                .where(tenant.owns(WEBHOOK))
                .and(WEBHOOK.DELETED_AT.isNull());
    }

    Connection<Webhook> findAll(TenantContext tenant, PageArgs page) {
        return pages.fetch(tenant.id() + "/webhooks", webhooks(tenant), List.of(WEBHOOK.ID.desc()), page, MAPPER::map)
                .counted(
                        tenant.sql(),
                        selectOne().from(WEBHOOK).where(tenant.owns(WEBHOOK)).and(WEBHOOK.DELETED_AT.isNull()));
    }

    Map<Webhook.Id, Webhook> byId(TenantContext tenant, Collection<Webhook.Id> ids) {
        return webhooks(tenant).and(Sql.isAny(WEBHOOK.ID, ids)).fetchMap(WEBHOOK.ID, MAPPER);
    }

    Optional<Webhook> find(TenantContext tenant, Webhook.Id id) {
        return webhooks(tenant).and(WEBHOOK.ID.eq(id)).fetchOptional(MAPPER);
    }

    /** The webhook, which nobody else changes until the transaction ends. */
    Optional<Webhook> lock(TenantContext tx, Webhook.Id id) {
        return webhooks(tx).and(WEBHOOK.ID.eq(id)).forUpdate().fetchOptional(MAPPER);
    }

    /** How many there are; nobody adds another until the transaction ends. */
    int lockCount(TenantContext tx) {
        tx.sql()
                .select(function(
                        "pg_advisory_xact_lock",
                        SQLDataType.OTHER,
                        function("hashtextextended", SQLDataType.BIGINT, val("webhooks " + tx.id()), val(0))))
                .execute();
        return tx.sql()
                .selectCount()
                .from(WEBHOOK)
                .where(tx.owns(WEBHOOK))
                .and(WEBHOOK.DELETED_AT.isNull())
                .fetchSingle()
                .value1();
    }

    /** @param secret encrypted */
    void insert(TenantContext tx, Webhook fresh, Set<Permission> rights, byte[] secret) {
        tx.sql()
                .insertInto(WEBHOOK)
                .set(WEBHOOK.TENANT_ID, tx.id())
                .set(WEBHOOK.ID, fresh.id())
                .set(WEBHOOK.URL, fresh.url())
                .set(WEBHOOK.DESCRIPTION, fresh.description())
                .set(WEBHOOK.EVENT_TYPES, fresh.eventTypes().toArray(String[]::new))
                .set(WEBHOOK.SELECTION, fresh.selection())
                .set(WEBHOOK.RIGHTS, names(rights))
                .set(WEBHOOK.ENABLED, fresh.enabled())
                .set(WEBHOOK.SECRET, secret)
                .set(WEBHOOK.CREATED_BY, fresh.createdBy())
                .set(WEBHOOK.CREATED_AT, fresh.createdAt())
                .set(WEBHOOK.UPDATED_AT, fresh.updatedAt())
                .execute();
    }

    void update(TenantContext tx, Webhook changed, Set<Permission> rights) {
        tx.sql()
                .update(WEBHOOK)
                .set(WEBHOOK.URL, changed.url())
                .set(WEBHOOK.DESCRIPTION, changed.description())
                .set(WEBHOOK.EVENT_TYPES, changed.eventTypes().toArray(String[]::new))
                .set(WEBHOOK.SELECTION, changed.selection())
                .set(WEBHOOK.RIGHTS, names(rights))
                .set(WEBHOOK.ENABLED, changed.enabled())
                .set(WEBHOOK.DISABLED_BECAUSE, changed.disabledBecause())
                .set(WEBHOOK.FAILING_SINCE, changed.failingSince())
                .set(WEBHOOK.VERSION, changed.version())
                .set(WEBHOOK.UPDATED_AT, changed.updatedAt())
                .where(tx.owns(WEBHOOK))
                .and(WEBHOOK.ID.eq(changed.id()))
                .execute();
    }

    private static String[] names(Set<Permission> rights) {
        return rights.stream().map(Permission::name).sorted().toArray(String[]::new);
    }

    void delete(TenantContext tx, Webhook.Id id, Instant at) {
        tx.sql()
                .update(WEBHOOK)
                .set(WEBHOOK.DELETED_AT, at)
                .where(tx.owns(WEBHOOK))
                .and(WEBHOOK.ID.eq(id))
                .execute();
    }

    /** The secret now becomes the previous one; it signs until it ends. */
    void rotate(TenantContext tx, Webhook.Id id, byte[] secret, Instant previousEnds, Instant at) {
        tx.sql()
                .update(WEBHOOK)
                .set(WEBHOOK.PREVIOUS_SECRET, WEBHOOK.SECRET)
                .set(WEBHOOK.PREVIOUS_SECRET_ENDS, previousEnds)
                .set(WEBHOOK.SECRET, secret)
                .set(WEBHOOK.VERSION, WEBHOOK.VERSION.plus(1))
                .set(WEBHOOK.UPDATED_AT, at)
                .where(tx.owns(WEBHOOK))
                .and(WEBHOOK.ID.eq(id))
                .execute();
    }

    /** By the platform; see {@link Webhook#disabled}. */
    void disable(TenantContext tx, Webhook disabled) {
        tx.sql()
                .update(WEBHOOK)
                .set(WEBHOOK.ENABLED, false)
                .set(WEBHOOK.DISABLED_BECAUSE, disabled.disabledBecause())
                .set(WEBHOOK.VERSION, disabled.version())
                .set(WEBHOOK.UPDATED_AT, disabled.updatedAt())
                .where(tx.owns(WEBHOOK))
                .and(WEBHOOK.ID.eq(disabled.id()))
                .execute();
    }

    /** An attempt went through. */
    void works(TenantContext tx, Webhook.Id id) {
        tx.sql()
                .update(WEBHOOK)
                .setNull(WEBHOOK.FAILING_SINCE)
                .where(tx.owns(WEBHOOK))
                .and(WEBHOOK.ID.eq(id))
                .and(WEBHOOK.FAILING_SINCE.isNotNull())
                .execute();
    }

    /** An attempt failed. */
    void fails(TenantContext tx, Webhook.Id id) {
        tx.sql()
                .update(WEBHOOK)
                .set(WEBHOOK.FAILING_SINCE, currentOffsetDateTime().cast(WEBHOOK.FAILING_SINCE))
                .where(tx.owns(WEBHOOK))
                .and(WEBHOOK.ID.eq(id))
                .and(WEBHOOK.FAILING_SINCE.isNull())
                .execute();
    }

    /** For good, with its deliveries: those that were deleted before. */
    void purge(TenantContext tx, Duration kept) {
        tx.sql()
                .deleteFrom(WEBHOOK)
                .where(tx.owns(WEBHOOK))
                .and(WEBHOOK.DELETED_AT.lt(Instant.now().minus(kept)))
                .execute();
    }
}
