package io.merkato.platform;

import static io.merkato.api.Permission.WEBHOOKS_WRITE;

import io.merkato.api.MutationPayload;
import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.api.UserError;
import io.merkato.api.VersionConflict;
import io.merkato.api.Viewer;
import io.merkato.tenancy.TenantContext;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.ArgumentValue;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

/** Whatever changes, what is sent from now on is theirs who changed it: they must have the rights that it takes. */
@Controller
class WebhookUpdate {

    record Input(
            @Nullable String url,
            @Nullable List<String> eventTypes,
            ArgumentValue<String> selection,
            ArgumentValue<String> description,
            @Nullable Boolean enabled) {}

    record Payload(@Nullable Webhook webhook, List<UserError> userErrors) implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, errors);
        }
    }

    private final WebhookRepository webhooks;
    private final WebhookChecks checks;

    WebhookUpdate(WebhookRepository webhooks, WebhookChecks checks) {
        this.webhooks = webhooks;
        this.checks = checks;
    }

    @MutationMapping
    Payload webhookUpdate(
            @Argument Webhook.Id id,
            @Argument Input input,
            @Argument @Nullable Integer ifVersion,
            @ContextValue TenantContext tenant,
            @ContextValue Viewer viewer) {
        return tenant.mutate(viewer.may(WEBHOOKS_WRITE), Payload::refused, tx -> {
            Webhook before = webhooks.lock(tx, id).orElseThrow(() -> new Refused(Refusal.notFound("id")));
            VersionConflict.check(ifVersion, before.version());
            Webhook wanted = changed(before, input);
            webhooks.update(tx, wanted, checks.rights(viewer, wanted.eventTypes(), "input", "eventTypes"));
            Webhook after = webhooks.find(tx, id).orElseThrow();
            return new Payload(tx.changed(id, before, after), List.of());
        });
    }

    private Webhook changed(Webhook before, Input input) {
        List<String> eventTypes =
                input.eventTypes() == null ? before.eventTypes() : checks.eventTypes(input.eventTypes());
        boolean enabled = input.enabled() == null ? before.enabled() : input.enabled();
        boolean begins = enabled && !before.enabled();
        return new Webhook(
                before.id(),
                input.url() == null ? before.url() : checks.url(input.url()),
                input.description().isOmitted()
                        ? before.description()
                        : checks.description(input.description().value()),
                eventTypes,
                selection(before, input, eventTypes, begins),
                enabled,
                enabled ? null : before.disabledBecause(),
                before.previousSecretEnds(),
                begins ? null : before.failingSince(),
                before.createdBy(),
                before.version() + 1,
                before.createdAt(),
                Instant.now());
    }

    /** One that was taken once and is no more, as the schema went on, keeps nobody from changing the rest. */
    private String selection(Webhook before, Input input, List<String> eventTypes, boolean begins) {
        if (!input.selection().isOmitted()) {
            return checks.selection(input.selection().value(), eventTypes);
        }
        return begins || input.eventTypes() != null
                ? checks.selection(before.selection(), eventTypes)
                : before.selection();
    }
}
