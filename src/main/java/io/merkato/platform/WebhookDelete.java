package io.merkato.platform;

import static io.merkato.api.Permission.WEBHOOKS_WRITE;

import io.merkato.api.MutationPayload;
import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.api.UserError;
import io.merkato.api.Viewer;
import io.merkato.tenancy.TenantContext;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

@Controller
class WebhookDelete {

    record Payload(Webhook.@Nullable Id webhookId, List<UserError> userErrors) implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, errors);
        }
    }

    private final WebhookRepository webhooks;

    WebhookDelete(WebhookRepository webhooks) {
        this.webhooks = webhooks;
    }

    @MutationMapping
    Payload webhookDelete(@Argument Webhook.Id id, @ContextValue TenantContext tenant, @ContextValue Viewer viewer) {
        return tenant.mutate(viewer.may(WEBHOOKS_WRITE), Payload::refused, tx -> {
            Webhook before = webhooks.lock(tx, id).orElseThrow(() -> new Refused(Refusal.notFound("id")));
            webhooks.delete(tx, id, Instant.now());
            tx.deleted(id, before);
            return new Payload(id, List.of());
        });
    }
}
