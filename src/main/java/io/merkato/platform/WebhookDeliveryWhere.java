package io.merkato.platform;

import static io.merkato.jooq.platform.Tables.WEBHOOK_DELIVERY;
import static org.jooq.impl.DSL.noCondition;

import io.merkato.api.DateTimeRange;
import io.merkato.api.IdMatch;
import io.merkato.api.Sql;
import io.merkato.api.StringMatch;
import io.merkato.api.Where;
import java.util.List;
import org.jooq.Condition;
import org.jspecify.annotations.Nullable;

/** Which deliveries a list holds. */
record WebhookDeliveryWhere(
        @Nullable List<WebhookDeliveryWhere> and,
        @Nullable List<WebhookDeliveryWhere> or,
        @Nullable WebhookDeliveryWhere not,
        @Nullable IdMatch webhookId,
        @Nullable StringMatch objectId,
        @Nullable WebhookDeliveryStatusMatch status,
        @Nullable DateTimeRange createdAt)
        implements Where<WebhookDeliveryWhere> {

    /** A null operator says nothing, an empty list matches nothing. */
    record WebhookDeliveryStatusMatch(
            @Nullable WebhookDeliveryStatus eq, @Nullable List<WebhookDeliveryStatus> oneOf) {

        Condition condition() {
            return (eq == null ? noCondition() : WEBHOOK_DELIVERY.STATUS.eq(eq))
                    .and(oneOf == null ? noCondition() : Sql.isAny(WEBHOOK_DELIVERY.STATUS, oneOf));
        }
    }

    @Override
    public Condition own() {
        return (webhookId == null ? noCondition() : webhookId.on(WEBHOOK_DELIVERY.WEBHOOK_ID, Webhook.Id::new))
                .and(objectId == null ? noCondition() : objectId.on(WEBHOOK_DELIVERY.AGGREGATE))
                .and(status == null ? noCondition() : status.condition())
                .and(createdAt == null ? noCondition() : createdAt.on(WEBHOOK_DELIVERY.CREATED_AT));
    }
}
