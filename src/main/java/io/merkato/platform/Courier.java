package io.merkato.platform;

import static java.util.stream.Collectors.toUnmodifiableMap;

import io.merkato.api.Grant;
import io.merkato.api.Json;
import io.merkato.api.Permission;
import io.merkato.api.Viewer;
import io.merkato.tenancy.Change;
import io.merkato.tenancy.MutationLog;
import io.merkato.tenancy.TenantContext;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings one delivery to its webhook: makes what is sent, once, keeps it, sends it, and writes down what came of it. Each of these is a transaction of its
 * own and sending is none; where a node dies between two, the lease ends and another node goes on, sending again where it cannot know that it was sent.
 */
class Courier {

    private static final Logger LOG = LoggerFactory.getLogger(Courier.class);

    /** Twelve hours of nodes that die are no reason to give up; a delivery that kills every one of them is. */
    private static final int SUDDEN_ENDS = 10;

    private final OutboxRepository outbox;
    private final WebhookRepository webhooks;
    private final WebhookSecrets secrets;
    private final Selections selections;
    private final Map<String, EventType> types;
    private final MutationLog audit;
    private final WebhookProperties properties;
    private final Function<WebhookMessage, WebhookOutcome> send;
    private final Grant grant = Viewer.system("webhooks").may(Permission.WEBHOOKS_WRITE);

    Courier(
            OutboxRepository outbox,
            WebhookRepository webhooks,
            WebhookSecrets secrets,
            Selections selections,
            List<EventType> types,
            MutationLog audit,
            WebhookProperties properties,
            Function<WebhookMessage, WebhookOutcome> send) {
        this.outbox = outbox;
        this.webhooks = webhooks;
        this.secrets = secrets;
        this.selections = selections;
        this.types = types.stream().collect(toUnmodifiableMap(EventType::name, Function.identity()));
        this.audit = audit;
        this.properties = properties;
        this.send = send;
    }

    List<OutboxItem> claim(TenantContext tenant, UUID lease, Collection<Webhook.Id> busy) {
        return tenant.transact(grant, tx -> outbox.claim(tx, lease, properties.lease(), busy));
    }

    void bring(TenantContext tenant, OutboxItem item) {
        WebhookOutcome outcome = attempt(tenant, item);
        tenant.transact(grant, tx -> {
            settle(tx, item, outcome);
            return true;
        });
    }

    /** Whoever tries a webhook out waits for the answer: it is sent once, and says nothing about how it fares otherwise. */
    private static boolean isTest(OutboxItem item) {
        return item.eventType().equals(PlatformEventTypes.WEBHOOK_TEST);
    }

    private WebhookOutcome attempt(TenantContext tenant, OutboxItem item) {
        if (item.round() > properties.retries().size() + 1 + SUDDEN_ENDS) {
            return WebhookOutcome.failed(0, "Sending it came to a sudden end on our side too often.");
        }
        try {
            String payload = payload(tenant, item);
            return payload == null
                    ? WebhookOutcome.failed(0, "Somebody else sends it.")
                    : send.apply(new WebhookMessage(
                            item.url(),
                            item.eventId().text(),
                            item.secrets().stream()
                                    .map(kept -> secrets.open(tenant, item.webhookId(), kept))
                                    .toList(),
                            payload));
        } catch (Selections.Unanswered e) {
            return WebhookOutcome.failed(0, String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            LOG.error("Delivery {} could not be made", item.id(), e);
            return WebhookOutcome.failed(0, "Something went wrong on our side.");
        }
    }

    /**
     * What is kept was read with rights that the webhook had then; whoever changed it since is sent no more by it than they may read. Null where somebody else has
     * taken the delivery over.
     */
    private @Nullable String payload(TenantContext tenant, OutboxItem item) {
        EventType type = types.get(item.eventType());
        if (type == null) {
            throw new IllegalStateException(item.eventType() + " is declared by no EventType any more");
        }
        if (item.payload() != null
                && (isTest(item) || item.rights().contains(type.permission().name()))) {
            return item.payload();
        }
        var content = new LinkedHashMap<String, Object>();
        content.put("id", item.eventId());
        content.put("type", item.eventType());
        content.put("occurredAt", item.occurredAt().toString());
        content.put("tenant", tenant.id());
        String selection = isTest(item) ? Selections.DEFAULT : item.selection();
        content.put("data", selections.read(tenant, selection, type, item.rights(), item.aggregate()));
        String payload = Json.text(content);
        return item.payload() != null || tenant.transact(grant, tx -> outbox.keep(tx, item, payload)) ? payload : null;
    }

    private void settle(TenantContext tx, OutboxItem item, WebhookOutcome outcome) {
        Instant next = outcome.delivered() ? null : next(item);
        WebhookDeliveryStatus status = outcome.delivered()
                ? WebhookDeliveryStatus.DELIVERED
                : next == null ? WebhookDeliveryStatus.FAILED : WebhookDeliveryStatus.PENDING;
        if (!outbox.settle(tx, item, status, next)) {
            LOG.info("Delivery {} was taken from this node", item.id());
            return;
        }
        outbox.log(tx, item, outcome);
        outbox.followers(tx, item, next);
        if (isTest(item)) {
            return;
        }
        if (outcome.delivered()) {
            webhooks.works(tx, item.webhookId());
        } else {
            webhooks.fails(tx, item.webhookId());
            disableWhereHopeless(tx, item.webhookId(), outcome);
        }
    }

    /** Give or take a tenth, so that what failed together is not tried together. */
    private @Nullable Instant next(OutboxItem item) {
        int round = item.round();
        if (isTest(item) || round > properties.retries().size()) {
            return null;
        }
        long wait = properties.retries().get(round - 1).toMillis();
        long tenth = wait / 10;
        return Instant.now().plusMillis(wait + ThreadLocalRandom.current().nextLong(-tenth, tenth + 1));
    }

    private void disableWhereHopeless(TenantContext tx, Webhook.Id id, WebhookOutcome outcome) {
        Webhook before = webhooks.lock(tx, id).orElse(null);
        if (before == null || !before.enabled()) {
            return;
        }
        Duration failing =
                before.failingSince() == null ? Duration.ZERO : Duration.between(before.failingSince(), Instant.now());
        String because = outcome.gone()
                ? "The receiver answered 410: it wants nothing any more."
                : failing.compareTo(properties.disableAfter()) > 0
                        ? "Nothing went through since " + before.failingSince() + ". The last attempt: "
                                + outcome.error()
                        : null;
        if (because != null) {
            Webhook after = before.disabled(because, Instant.now());
            webhooks.disable(tx, after);
            audit.write(tx, grant, "webhookDisable", List.of(Change.of(Change.Kind.CHANGED, id, before, after)));
            LOG.info("Disabled webhook {} of tenant {}", id, tx.id());
        }
    }
}
