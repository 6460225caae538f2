package io.merkato.platform;

import static io.merkato.api.Permission.WEBHOOKS_READ;
import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toUnmodifiableMap;

import io.merkato.api.Connection;
import io.merkato.api.Json;
import io.merkato.api.PageArgs;
import io.merkato.api.Viewer;
import io.merkato.tenancy.TenantContext;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.dataloader.DataLoader;
import org.jooq.JSONB;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.Arguments;
import org.springframework.graphql.data.method.annotation.BatchMapping;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.stereotype.Controller;

@Controller
class WebhookController {

    private final WebhookRepository webhooks;
    private final DeliveryRepository deliveries;
    private final Map<String, EventType> types;

    WebhookController(WebhookRepository webhooks, DeliveryRepository deliveries, List<EventType> types) {
        this.webhooks = webhooks;
        this.deliveries = deliveries;
        this.types = types.stream().collect(toUnmodifiableMap(EventType::name, Function.identity()));
    }

    @QueryMapping
    @Nullable
    Webhook webhook(@Argument Webhook.Id id, @ContextValue TenantContext tenant, @ContextValue Viewer viewer) {
        viewer.mustHold(WEBHOOKS_READ);
        return webhooks.find(tenant, id).orElse(null);
    }

    @QueryMapping
    Connection<Webhook> webhooks(
            @Arguments PageArgs page, @ContextValue TenantContext tenant, @ContextValue Viewer viewer) {
        viewer.mustHold(WEBHOOKS_READ);
        return webhooks.findAll(tenant, page);
    }

    @QueryMapping
    Connection<WebhookDelivery> webhookDeliveries(
            @Arguments PageArgs page,
            @Argument @Nullable WebhookDeliveryWhere where,
            @ContextValue TenantContext tenant,
            @ContextValue Viewer viewer) {
        viewer.mustHold(WEBHOOKS_READ);
        return deliveries.findAll(tenant, where, page);
    }

    @SchemaMapping
    CompletableFuture<@Nullable Webhook> webhook(
            WebhookDelivery delivery, DataLoader<Webhook.Id, @Nullable Webhook> webhookById) {
        return webhookById.load(delivery.webhookId());
    }

    @SchemaMapping
    @Nullable
    Object payload(WebhookDelivery delivery, @ContextValue Viewer viewer) {
        return delivery.payload() == null || !mayReadContent(delivery, viewer)
                ? null
                : Json.value(JSONB.valueOf(delivery.payload()));
    }

    @BatchMapping
    Map<WebhookDelivery, List<WebhookAttempt>> attempts(
            List<WebhookDelivery> of, @ContextValue TenantContext tenant, @ContextValue Viewer viewer) {
        var attempts = deliveries.attemptsOf(
                tenant, of.stream().map(WebhookDelivery::id).toList());
        return of.stream().distinct().collect(toMap(Function.identity(), delivery -> {
            List<WebhookAttempt> own = attempts.getOrDefault(delivery.id(), List.of());
            return mayReadContent(delivery, viewer)
                    ? own
                    : own.stream().map(WebhookAttempt::withoutResponse).toList();
        }));
    }

    /** Whoever may see that something was sent may not therefore see what, nor what the receiver said of it, which may repeat it. */
    private boolean mayReadContent(WebhookDelivery delivery, Viewer viewer) {
        EventType type = types.get(delivery.eventType());
        return type != null && viewer.has(type.permission());
    }
}
