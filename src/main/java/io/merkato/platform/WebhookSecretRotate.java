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

/** Whoever has the secret can send what the receiver takes for the webhook's events: they must have the rights that reading those takes. */
@Controller
class WebhookSecretRotate {

    record Payload(@Nullable Webhook webhook, @Nullable String secret, List<UserError> userErrors)
            implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, null, errors);
        }

        /** Says not the secret. */
        @Override
        public String toString() {
            return "Payload[" + webhook + ", " + userErrors + "]";
        }
    }

    private final WebhookRepository webhooks;
    private final WebhookChecks checks;
    private final WebhookSecrets secrets;
    private final WebhookProperties properties;

    WebhookSecretRotate(
            WebhookRepository webhooks, WebhookChecks checks, WebhookSecrets secrets, WebhookProperties properties) {
        this.webhooks = webhooks;
        this.checks = checks;
        this.secrets = secrets;
        this.properties = properties;
    }

    @MutationMapping
    Payload webhookSecretRotate(
            @Argument Webhook.Id id, @ContextValue TenantContext tenant, @ContextValue Viewer viewer) {
        return tenant.mutate(viewer.may(WEBHOOKS_WRITE), Payload::refused, tx -> {
            Webhook before = webhooks.lock(tx, id).orElseThrow(() -> new Refused(Refusal.notFound("id")));
            checks.rights(viewer, before.eventTypes(), "id");
            byte[] secret = WebhookSecrets.random();
            Instant now = Instant.now();
            webhooks.rotate(tx, id, secrets.seal(tx, id, secret), now.plus(properties.oldSecret()), now);
            Webhook after = webhooks.find(tx, id).orElseThrow();
            tx.changes(id, before, after);
            return new Payload(after, WebhookSecrets.text(secret), List.of());
        });
    }
}
