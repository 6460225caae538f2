package io.merkato.platform;

import static io.merkato.jooq.platform.Tables.EVENT;
import static io.merkato.jooq.platform.Tables.EVENT_HEAD;
import static io.merkato.jooq.platform.Tables.WEBHOOK_ATTEMPT;
import static io.merkato.jooq.platform.Tables.WEBHOOK_DELIVERY;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;

import io.merkato.api.Connection;
import io.merkato.api.PageArgs;
import io.merkato.api.Pages;
import io.merkato.api.Sql;
import io.merkato.api.TypeId;
import io.merkato.api.Uuid7;
import io.merkato.api.Where;
import io.merkato.tenancy.TenantContext;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.Record;
import org.jooq.RecordMapper;
import org.jooq.SelectConditionStep;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Repository;

/** The log of what was sent; see {@link OutboxRepository} for what is to be sent. */
@Repository
class DeliveryRepository {

    /** Rows that one statement of the nightly work deletes. */
    private static final int BATCH = 5_000;

    private static final RecordMapper<Record, WebhookDelivery> MAPPER = row -> new WebhookDelivery(
            row.get(WEBHOOK_DELIVERY.ID),
            row.get(WEBHOOK_DELIVERY.WEBHOOK_ID),
            row.get(WEBHOOK_DELIVERY.EVENT_ID),
            row.get(WEBHOOK_DELIVERY.EVENT_TYPE),
            row.get(WEBHOOK_DELIVERY.AGGREGATE),
            row.get(WEBHOOK_DELIVERY.STATUS),
            row.get(WEBHOOK_DELIVERY.ATTEMPTS),
            row.get(WEBHOOK_DELIVERY.NEXT_ATTEMPT_AT),
            row.get(WEBHOOK_DELIVERY.PAYLOAD),
            row.get(WEBHOOK_DELIVERY.CREATED_AT),
            row.get(WEBHOOK_DELIVERY.FINISHED_AT));

    private final Pages pages;

    DeliveryRepository(Pages pages) {
        this.pages = pages;
    }

    private static SelectConditionStep<?> deliveries(TenantContext tenant) {
        return tenant.sql()
                .select(WEBHOOK_DELIVERY.fields())
                .from(WEBHOOK_DELIVERY)
                .where(tenant.owns(WEBHOOK_DELIVERY));
    }

    Connection<WebhookDelivery> findAll(TenantContext tenant, @Nullable WebhookDeliveryWhere where, PageArgs page) {
        Condition which = tenant.owns(WEBHOOK_DELIVERY).and(Where.of(where));
        return pages.fetch(
                        tenant.id() + "/webhookDeliveries",
                        tenant.sql()
                                .select(WEBHOOK_DELIVERY.fields())
                                .from(WEBHOOK_DELIVERY)
                                .where(which),
                        List.of(WEBHOOK_DELIVERY.ID.desc()),
                        page,
                        MAPPER::map)
                .counted(tenant.sql(), selectOne().from(WEBHOOK_DELIVERY).where(which));
    }

    Map<WebhookDelivery.Id, WebhookDelivery> byId(TenantContext tenant, Collection<WebhookDelivery.Id> ids) {
        return deliveries(tenant).and(Sql.isAny(WEBHOOK_DELIVERY.ID, ids)).fetchMap(WEBHOOK_DELIVERY.ID, MAPPER);
    }

    Optional<WebhookDelivery> find(TenantContext tenant, WebhookDelivery.Id id) {
        return deliveries(tenant).and(WEBHOOK_DELIVERY.ID.eq(id)).fetchOptional(MAPPER);
    }

    /** The attempts of each delivery, the first one first. */
    Map<WebhookDelivery.Id, List<WebhookAttempt>> attemptsOf(TenantContext tenant, Collection<WebhookDelivery.Id> ids) {
        return tenant.sql()
                .select(WEBHOOK_ATTEMPT.fields())
                .from(WEBHOOK_ATTEMPT)
                .where(tenant.owns(WEBHOOK_ATTEMPT))
                .and(Sql.isAny(WEBHOOK_ATTEMPT.WEBHOOK_DELIVERY_ID, ids))
                .orderBy(WEBHOOK_ATTEMPT.NUMBER)
                .fetchGroups(
                        WEBHOOK_ATTEMPT.WEBHOOK_DELIVERY_ID,
                        row -> new WebhookAttempt(
                                row.get(WEBHOOK_ATTEMPT.NUMBER),
                                row.get(WEBHOOK_ATTEMPT.AT),
                                row.get(WEBHOOK_ATTEMPT.MILLISECONDS),
                                row.get(WEBHOOK_ATTEMPT.STATUS_CODE),
                                row.get(WEBHOOK_ATTEMPT.ERROR),
                                row.get(WEBHOOK_ATTEMPT.RESPONSE)));
    }

    /** Makes it due now, as if it had never been tried; what comes of it where it is being sent at this moment counts for nothing. */
    void again(TenantContext tx, WebhookDelivery.Id id) {
        tx.sql()
                .update(WEBHOOK_DELIVERY)
                .set(WEBHOOK_DELIVERY.STATUS, WebhookDeliveryStatus.PENDING)
                .set(WEBHOOK_DELIVERY.ATTEMPTS_BEFORE, WEBHOOK_DELIVERY.ATTEMPTS)
                .set(WEBHOOK_DELIVERY.NEXT_ATTEMPT_AT, Instant.now())
                .setNull(WEBHOOK_DELIVERY.LEASE)
                .setNull(WEBHOOK_DELIVERY.LEASE_UNTIL)
                .setNull(WEBHOOK_DELIVERY.FINISHED_AT)
                .where(tx.owns(WEBHOOK_DELIVERY))
                .and(WEBHOOK_DELIVERY.ID.eq(id))
                .execute();
    }

    /** Hands an event to one webhook, whatever that asks for. */
    WebhookDelivery.Id insert(TenantContext tx, Webhook.Id webhook, Event.Id event) {
        var id = new WebhookDelivery.Id(Uuid7.next());
        tx.sql()
                .insertInto(
                        WEBHOOK_DELIVERY,
                        WEBHOOK_DELIVERY.TENANT_ID,
                        WEBHOOK_DELIVERY.ID,
                        WEBHOOK_DELIVERY.WEBHOOK_ID,
                        WEBHOOK_DELIVERY.EVENT_ID,
                        WEBHOOK_DELIVERY.AGGREGATE,
                        WEBHOOK_DELIVERY.POSITION,
                        WEBHOOK_DELIVERY.EVENT_TYPE,
                        WEBHOOK_DELIVERY.NEXT_ATTEMPT_AT)
                .select(select(
                                EVENT.TENANT_ID,
                                DSL.val(id, WEBHOOK_DELIVERY.ID),
                                DSL.val(webhook, WEBHOOK_DELIVERY.WEBHOOK_ID),
                                EVENT.ID,
                                EVENT.AGGREGATE,
                                EVENT.POSITION,
                                EVENT.TYPE,
                                EVENT.OCCURRED_AT)
                        .from(EVENT)
                        .where(tx.owns(EVENT))
                        .and(EVENT.ID.eq(event)))
                .execute();
        return id;
    }

    Optional<Event.Id> lastEvent(TenantContext tx, TypeId aggregate) {
        return tx.sql()
                .select(EVENT.ID)
                .from(EVENT)
                .where(tx.owns(EVENT))
                .and(EVENT.AGGREGATE.eq(aggregate.text()))
                .orderBy(EVENT.POSITION.desc())
                .limit(1)
                .fetchOptional(EVENT.ID);
    }

    /** @return whether there may be more */
    boolean purgeDeliveries(TenantContext tx, Instant before) {
        return tx.sql()
                        .deleteFrom(WEBHOOK_DELIVERY)
                        .where(tx.owns(WEBHOOK_DELIVERY))
                        .and(WEBHOOK_DELIVERY.ID.in(select(WEBHOOK_DELIVERY.ID)
                                .from(WEBHOOK_DELIVERY)
                                .where(tx.owns(WEBHOOK_DELIVERY))
                                .and(WEBHOOK_DELIVERY.FINISHED_AT.lt(before))
                                .limit(BATCH)))
                        .execute()
                == BATCH;
    }

    /** Events go when nobody is to hear of them any more. */
    boolean purgeEvents(TenantContext tx, Instant before) {
        return tx.sql()
                        .deleteFrom(EVENT)
                        .where(tx.owns(EVENT))
                        .and(EVENT.ID.in(select(EVENT.ID)
                                .from(EVENT)
                                .where(tx.owns(EVENT))
                                .and(EVENT.OCCURRED_AT.lt(before))
                                .andNotExists(selectOne()
                                        .from(WEBHOOK_DELIVERY)
                                        .where(tx.owns(WEBHOOK_DELIVERY))
                                        .and(WEBHOOK_DELIVERY.EVENT_ID.eq(EVENT.ID)))
                                .limit(BATCH)))
                        .execute()
                == BATCH;
    }

    /**
     * An object without events counts anew. Whoever publishes about it meanwhile changes the time that is looked at here, and PostgreSQL looks again at a
     * row that changed.
     */
    void purgeHeads(TenantContext tx, Instant before) {
        tx.sql()
                .deleteFrom(EVENT_HEAD)
                .where(tx.owns(EVENT_HEAD))
                .and(EVENT_HEAD.PUBLISHED_AT.lt(before))
                .andNotExists(
                        selectOne().from(EVENT).where(tx.owns(EVENT)).and(EVENT.AGGREGATE.eq(EVENT_HEAD.AGGREGATE)))
                .execute();
    }
}
