package io.merkato.platform;

import static io.merkato.api.Permission.WEBHOOKS_WRITE;

import io.merkato.api.MutationPayload;
import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.api.UserError;
import io.merkato.api.UserErrorCode;
import io.merkato.api.Viewer;
import io.merkato.tenancy.TenantContext;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

/** Sends what failed, or was lost on the other side, once more: under the same id and with the same content. */
@Controller
class WebhookDeliveryRetry {

    record Payload(@Nullable WebhookDelivery delivery, List<UserError> userErrors) implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, errors);
        }
    }

    private final WebhookRepository webhooks;
    private final DeliveryRepository deliveries;

    WebhookDeliveryRetry(WebhookRepository webhooks, DeliveryRepository deliveries) {
        this.webhooks = webhooks;
        this.deliveries = deliveries;
    }

    @MutationMapping
    Payload webhookDeliveryRetry(
            @Argument WebhookDelivery.Id id, @ContextValue TenantContext tenant, @ContextValue Viewer viewer) {
        return tenant.mutate(viewer.may(WEBHOOKS_WRITE), Payload::refused, tx -> {
            WebhookDelivery before = deliveries.find(tx, id).orElseThrow(() -> new Refused(Refusal.notFound("id")));
            if (webhooks.find(tx, before.webhookId()).filter(Webhook::enabled).isEmpty()) {
                throw new Refused(Refusal.of(UserErrorCode.NOT_ALLOWED, "Its webhook is disabled or deleted.", "id"));
            }
            deliveries.again(tx, id);
            WebhookDelivery after = deliveries.find(tx, id).orElseThrow();
            tx.changes(id, before.withoutPayload(), after.withoutPayload());
            return new Payload(after, List.of());
        });
    }
}
