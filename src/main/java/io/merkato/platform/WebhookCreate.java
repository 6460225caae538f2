package io.merkato.platform;

import static io.merkato.api.Permission.WEBHOOKS_WRITE;

import io.merkato.api.MutationPayload;
import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.api.UserError;
import io.merkato.api.UserErrorCode;
import io.merkato.api.Uuid7;
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
class WebhookCreate {

    /** Each makes every event dearer to publish. */
    static final int MOST = 20;

    record Input(
            String url,
            List<String> eventTypes,
            @Nullable String selection,
            @Nullable String description,
            @Nullable Boolean enabled) {}

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

    WebhookCreate(WebhookRepository webhooks, WebhookChecks checks, WebhookSecrets secrets) {
        this.webhooks = webhooks;
        this.checks = checks;
        this.secrets = secrets;
    }

    @MutationMapping
    Payload webhookCreate(@Argument Input input, @ContextValue TenantContext tenant, @ContextValue Viewer viewer) {
        return tenant.mutate(viewer.may(WEBHOOKS_WRITE), Payload::refused, tx -> {
            List<String> eventTypes = checks.eventTypes(input.eventTypes());
            Instant now = Instant.now();
            var webhook = new Webhook(
                    new Webhook.Id(Uuid7.next()),
                    checks.url(input.url()),
                    checks.description(input.description()),
                    eventTypes,
                    checks.selection(input.selection(), eventTypes),
                    !Boolean.FALSE.equals(input.enabled()),
                    null,
                    null,
                    null,
                    viewer.actor().name(),
                    1,
                    now,
                    now);
            if (webhooks.lockCount(tx) >= MOST) {
                throw new Refused(Refusal.of(UserErrorCode.NOT_ALLOWED, "There are " + MOST + " webhooks already."));
            }
            byte[] secret = WebhookSecrets.random();
            webhooks.insert(
                    tx,
                    webhook,
                    checks.rights(viewer, eventTypes, "input", "eventTypes"),
                    secrets.seal(tx, webhook.id(), secret));
            tx.created(webhook.id(), webhook);
            return new Payload(webhook, WebhookSecrets.text(secret), List.of());
        });
    }
}
