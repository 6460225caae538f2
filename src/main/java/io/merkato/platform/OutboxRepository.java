package io.merkato.platform;

import static io.merkato.jooq.platform.Tables.EVENT;
import static io.merkato.jooq.platform.Tables.TENANTS_TO_DELIVER_FOR;
import static io.merkato.jooq.platform.Tables.WEBHOOK;
import static io.merkato.jooq.platform.Tables.WEBHOOK_ATTEMPT;
import static io.merkato.jooq.platform.Tables.WEBHOOK_DELIVERY;
import static org.jooq.impl.DSL.greatest;
import static org.jooq.impl.DSL.lateral;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.notExists;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;

import io.merkato.api.Sql;
import io.merkato.tenancy.PlatformContext;
import io.merkato.tenancy.Tenant;
import io.merkato.tenancy.TenantContext;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Repository;

/**
 * What is to be sent, and who is at it. Of the events of one object a webhook is sent the first that is pending, and no later one before that is finished;
 * since a later one never becomes visible before an earlier one ({@code platform.event_head}), the order cannot be reversed.
 */
@Repository
class OutboxRepository {

    /** So many of one webhook's deliveries a node takes at once. */
    static final int OF_ONE_WEBHOOK = 8;

    private static final int PUT_OFF_AT_ONCE = 1_000;

    /** Tenants at work for whom something is due, those that wait longest first. */
    List<Tenant.Id> waiting(PlatformContext platform, int most) {
        return platform.sql().selectFrom(TENANTS_TO_DELIVER_FOR.call(Instant.now(), most)).fetch(0, UUID.class).stream()
                .map(Tenant.Id::new)
                .toList();
    }

    /**
     * Takes what is due of the tenant and nobody else is at: nobody else will be until the lease ends. A node that dies takes it to its end, and another
     * begins anew.
     *
     * @param busy webhooks that have enough to do
     */
    List<OutboxItem> claim(TenantContext tx, UUID lease, Duration lasts, Collection<Webhook.Id> busy) {
        Instant now = Instant.now();
        var delivery = WEBHOOK_DELIVERY.as("delivery");
        var earlier = WEBHOOK_DELIVERY.as("earlier");
        var due = lateral(select(delivery.ID)
                .from(delivery)
                .where(tx.owns(delivery))
                .and(delivery.WEBHOOK_ID.eq(WEBHOOK.ID))
                .and(due(delivery, now))
                .and(notExists(selectOne()
                        .from(earlier)
                        .where(tx.owns(earlier))
                        .and(earlier.WEBHOOK_ID.eq(delivery.WEBHOOK_ID))
                        .and(earlier.AGGREGATE.eq(delivery.AGGREGATE))
                        .and(earlier.STATUS.eq(WebhookDeliveryStatus.PENDING))
                        .and(earlier.POSITION.lt(delivery.POSITION))))
                .orderBy(delivery.NEXT_ATTEMPT_AT)
                .limit(OF_ONE_WEBHOOK)
                .forUpdate()
                .of(delivery)
                .skipLocked()
                .asTable("due", "id"));
        List<WebhookDelivery.Id> ids = tx.sql()
                .select(due.field("id", WEBHOOK_DELIVERY.ID.getDataType()))
                .from(WEBHOOK)
                .crossJoin(due)
                .where(sends(tx, busy))
                .fetch(row -> row.value1());
        if (ids.isEmpty()) {
            putOff(tx, now, busy);
            return List.of();
        }
        tx.sql()
                .update(WEBHOOK_DELIVERY)
                .set(WEBHOOK_DELIVERY.LEASE, lease)
                .set(WEBHOOK_DELIVERY.LEASE_UNTIL, now.plus(lasts))
                // Counted before it is made: what brings a node down every time comes to an end, too.
                .set(WEBHOOK_DELIVERY.ATTEMPTS, WEBHOOK_DELIVERY.ATTEMPTS.plus(1))
                .where(tx.owns(WEBHOOK_DELIVERY))
                .and(Sql.isAny(WEBHOOK_DELIVERY.ID, ids))
                .execute();
        return tx.sql()
                .select(WEBHOOK_DELIVERY.fields())
                .select(EVENT.OCCURRED_AT)
                .select(
                        WEBHOOK.URL,
                        WEBHOOK.SELECTION,
                        WEBHOOK.RIGHTS,
                        WEBHOOK.SECRET,
                        WEBHOOK.PREVIOUS_SECRET,
                        WEBHOOK.PREVIOUS_SECRET_ENDS)
                .from(WEBHOOK_DELIVERY)
                .join(WEBHOOK)
                .on(tx.owns(WEBHOOK).and(WEBHOOK.ID.eq(WEBHOOK_DELIVERY.WEBHOOK_ID)))
                .join(EVENT)
                .on(tx.owns(EVENT).and(EVENT.ID.eq(WEBHOOK_DELIVERY.EVENT_ID)))
                .where(tx.owns(WEBHOOK_DELIVERY))
                .and(Sql.isAny(WEBHOOK_DELIVERY.ID, ids))
                .orderBy(WEBHOOK_DELIVERY.ID)
                .fetch(OutboxItem::of);
    }

    /**
     * What waits behind another is due when that is, or when its lease ends: its tenant would be found again and again, before those for whom there is something
     * to do. Nobody settles the other meanwhile; whoever does so later tells what waits.
     */
    private static void putOff(TenantContext tx, Instant now, Collection<Webhook.Id> busy) {
        var delivery = WEBHOOK_DELIVERY.as("delivery");
        var earlier = WEBHOOK_DELIVERY.as("earlier");
        var waiting = lateral(select(delivery.ID, delivery.WEBHOOK_ID, delivery.AGGREGATE, delivery.POSITION)
                        .from(delivery)
                        .where(tx.owns(delivery))
                        .and(delivery.WEBHOOK_ID.eq(WEBHOOK.ID))
                        .and(due(delivery, now))
                        .orderBy(delivery.NEXT_ATTEMPT_AT)
                        .limit(PUT_OFF_AT_ONCE))
                .as("waiting");
        var ahead = lateral(select(greatest(earlier.NEXT_ATTEMPT_AT, earlier.LEASE_UNTIL))
                .from(earlier)
                .where(tx.owns(earlier))
                .and(earlier.WEBHOOK_ID.eq(waiting.field(delivery.WEBHOOK_ID)))
                .and(earlier.AGGREGATE.eq(waiting.field(delivery.AGGREGATE)))
                .and(earlier.STATUS.eq(WebhookDeliveryStatus.PENDING))
                .and(earlier.POSITION.lt(waiting.field(delivery.POSITION)))
                .and(earlier.NEXT_ATTEMPT_AT.gt(now).or(earlier.LEASE_UNTIL.ge(now)))
                .orderBy(earlier.POSITION)
                .limit(1)
                .forUpdate()
                .of(earlier)
                .skipLocked()
                .asTable("ahead", "until"));
        var behind = name("behind")
                .as(select(waiting.field(delivery.ID), ahead.field("until", earlier.NEXT_ATTEMPT_AT.getDataType()))
                        .from(WEBHOOK)
                        .crossJoin(waiting)
                        .crossJoin(ahead)
                        .where(sends(tx, busy)));
        tx.sql()
                .with(behind)
                .update(WEBHOOK_DELIVERY)
                .set(WEBHOOK_DELIVERY.NEXT_ATTEMPT_AT, behind.field("until", Instant.class))
                .from(behind)
                .where(tx.owns(WEBHOOK_DELIVERY))
                .and(WEBHOOK_DELIVERY.ID.eq(behind.field(WEBHOOK_DELIVERY.ID)))
                .and(due(WEBHOOK_DELIVERY, now))
                .execute();
    }

    private static Condition sends(TenantContext tx, Collection<Webhook.Id> busy) {
        return tx.owns(WEBHOOK)
                .and(WEBHOOK.ENABLED)
                .and(WEBHOOK.DELETED_AT.isNull())
                .and(DSL.not(Sql.isAny(WEBHOOK.ID, busy)));
    }

    private static Condition due(io.merkato.jooq.platform.tables.WebhookDelivery delivery, Instant now) {
        return delivery.STATUS
                .eq(WebhookDeliveryStatus.PENDING)
                .and(delivery.NEXT_ATTEMPT_AT.le(now))
                .and(delivery.LEASE_UNTIL.isNull().or(delivery.LEASE_UNTIL.lt(now)));
    }

    /**
     * Keeps what is sent, so that the next attempt sends the same.
     *
     * @return false where the lease had passed to another, who may send something else
     */
    boolean keep(TenantContext tx, OutboxItem item, String payload) {
        return tx.sql()
                        .update(WEBHOOK_DELIVERY)
                        .set(WEBHOOK_DELIVERY.PAYLOAD, payload)
                        .where(held(tx, item))
                        .execute()
                == 1;
    }

    /**
     * Ends the turn with this delivery.
     *
     * @param next when it is sent again; null where it is finished
     * @return false where the lease had passed to another, who will tell
     */
    boolean settle(TenantContext tx, OutboxItem item, WebhookDeliveryStatus status, @Nullable Instant next) {
        return tx.sql()
                        .update(WEBHOOK_DELIVERY)
                        .set(WEBHOOK_DELIVERY.STATUS, status)
                        .set(WEBHOOK_DELIVERY.NEXT_ATTEMPT_AT, next)
                        .set(WEBHOOK_DELIVERY.FINISHED_AT, next == null ? Instant.now() : null)
                        .setNull(WEBHOOK_DELIVERY.LEASE)
                        .setNull(WEBHOOK_DELIVERY.LEASE_UNTIL)
                        .where(held(tx, item))
                        .execute()
                == 1;
    }

    /** What waits behind it for the same webhook is due when it is, and at once when it is finished. */
    void followers(TenantContext tx, OutboxItem item, @Nullable Instant next) {
        tx.sql()
                .update(WEBHOOK_DELIVERY)
                .set(WEBHOOK_DELIVERY.NEXT_ATTEMPT_AT, next == null ? Instant.now() : next)
                .where(tx.owns(WEBHOOK_DELIVERY))
                .and(WEBHOOK_DELIVERY.WEBHOOK_ID.eq(item.webhookId()))
                .and(WEBHOOK_DELIVERY.AGGREGATE.eq(item.aggregate()))
                .and(WEBHOOK_DELIVERY.STATUS.eq(WebhookDeliveryStatus.PENDING))
                .and(WEBHOOK_DELIVERY.POSITION.gt(item.position()))
                .execute();
    }

    void log(TenantContext tx, OutboxItem item, WebhookOutcome outcome) {
        tx.sql()
                .insertInto(WEBHOOK_ATTEMPT)
                .set(WEBHOOK_ATTEMPT.TENANT_ID, tx.id())
                .set(WEBHOOK_ATTEMPT.WEBHOOK_DELIVERY_ID, item.id())
                .set(WEBHOOK_ATTEMPT.NUMBER, item.attempt())
                .set(WEBHOOK_ATTEMPT.AT, Instant.now().minusMillis(outcome.milliseconds()))
                .set(WEBHOOK_ATTEMPT.MILLISECONDS, outcome.milliseconds())
                .set(WEBHOOK_ATTEMPT.STATUS_CODE, outcome.statusCode())
                .set(WEBHOOK_ATTEMPT.ERROR, outcome.error())
                .set(WEBHOOK_ATTEMPT.RESPONSE, outcome.response())
                .execute();
    }

    private static Condition held(TenantContext tx, OutboxItem item) {
        return tx.owns(WEBHOOK_DELIVERY)
                .and(WEBHOOK_DELIVERY.ID.eq(item.id()))
                .and(WEBHOOK_DELIVERY.LEASE.eq(item.lease()));
    }
}
