package io.merkato.platform;

import static io.merkato.api.Permission.WEBHOOKS_WRITE;

import io.merkato.api.MutationPayload;
import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.api.TypeId;
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

/** An event about the webhook itself, for it alone. */
@Controller
class WebhookTest {

    record Payload(@Nullable WebhookDelivery delivery, List<UserError> userErrors) implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, errors);
        }
    }

    private record Tried(TypeId aggregate) implements Event {
        @Override
        public String type() {
            return PlatformEventTypes.WEBHOOK_TEST;
        }
    }

    private final WebhookRepository webhooks;
    private final DeliveryRepository deliveries;
    private final Events events;

    WebhookTest(WebhookRepository webhooks, DeliveryRepository deliveries, Events events) {
        this.webhooks = webhooks;
        this.deliveries = deliveries;
        this.events = events;
    }

    @MutationMapping
    Payload webhookTest(@Argument Webhook.Id id, @ContextValue TenantContext tenant, @ContextValue Viewer viewer) {
        return tenant.mutate(viewer.may(WEBHOOKS_WRITE), Payload::refused, tx -> {
            Webhook webhook = webhooks.find(tx, id).orElseThrow(() -> new Refused(Refusal.notFound("id")));
            if (!webhook.enabled()) {
                throw new Refused(Refusal.of(UserErrorCode.NOT_ALLOWED, "The webhook is disabled.", "id"));
            }
            events.publish(tx, new Tried(id));
            var delivery =
                    deliveries.insert(tx, id, deliveries.lastEvent(tx, id).orElseThrow());
            WebhookDelivery made = deliveries.find(tx, delivery).orElseThrow();
            tx.created(delivery, made);
            return new Payload(made, List.of());
        });
    }
}
