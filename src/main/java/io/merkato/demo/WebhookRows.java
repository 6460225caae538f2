package io.merkato.demo;

import static io.merkato.jooq.platform.Tables.EVENT;
import static io.merkato.jooq.platform.Tables.EVENT_HEAD;
import static io.merkato.jooq.platform.Tables.WEBHOOK;
import static io.merkato.jooq.platform.Tables.WEBHOOK_ATTEMPT;
import static io.merkato.jooq.platform.Tables.WEBHOOK_DELIVERY;

import io.merkato.catalog.Product;
import io.merkato.platform.Event;
import io.merkato.platform.Webhook;
import io.merkato.platform.WebhookSecrets;
import io.merkato.tenancy.TenantContext;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A webhook whose receiver was slow at first and is gone now: disabled, since nobody is there. As old as the installation, for old deliveries go. */
final class WebhookRows {

    private static final String TYPE = "PRODUCT_UPDATED";

    private WebhookRows() {}

    static void write(TenantContext tenant, DemoShop demo, WebhookSecrets secrets) {
        DemoIds ids = demo.ids();
        UUID webhook = ids.of("webhook", "erp");
        UUID event = ids.of("event", "erp");
        UUID delivery = ids.of("webhook_delivery", "erp");
        String product =
                new Product.Id(ids.of("product", demo.products().getFirst().handle())).text();
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        Instant happened = now.minus(1, ChronoUnit.HOURS);

        var webhooks = new Rows(WEBHOOK);
        webhooks.next()
                .set(WEBHOOK.ID, webhook)
                .set(
                        WEBHOOK.URL,
                        "https://erp.%s.example/merkato".formatted(demo.shop().slug()))
                .set(WEBHOOK.DESCRIPTION, "The books")
                .set(WEBHOOK.EVENT_TYPES, "{PRODUCT_CREATED,PRODUCT_UPDATED}")
                .set(WEBHOOK.SELECTION, "id")
                .set(WEBHOOK.RIGHTS, "{CATALOG_READ}")
                .set(WEBHOOK.ENABLED, false)
                .set(WEBHOOK.DISABLED_BECAUSE, "The receiver answered 410: it wants nothing any more.")
                .set(WEBHOOK.SECRET, "\\x" + HexFormat.of().formatHex(secrets.fresh(tenant, new Webhook.Id(webhook))))
                .set(
                        WEBHOOK.CREATED_BY,
                        "owner@%s.example".formatted(demo.shop().slug()));
        webhooks.insert(tenant);

        var heads = new Rows(EVENT_HEAD);
        heads.next()
                .set(EVENT_HEAD.AGGREGATE, product)
                .set(EVENT_HEAD.POSITION, 1)
                .set(EVENT_HEAD.PUBLISHED_AT, happened);
        heads.insert(tenant);
        var events = new Rows(EVENT);
        events.next()
                .set(EVENT.ID, event)
                .set(EVENT.AGGREGATE, product)
                .set(EVENT.POSITION, 1)
                .set(EVENT.TYPE, TYPE)
                .set(EVENT.DATA, Map.of())
                .set(EVENT.OCCURRED_AT, happened);
        events.insert(tenant);
        var deliveries = new Rows(WEBHOOK_DELIVERY);
        deliveries
                .next()
                .set(WEBHOOK_DELIVERY.ID, delivery)
                .set(WEBHOOK_DELIVERY.WEBHOOK_ID, webhook)
                .set(WEBHOOK_DELIVERY.EVENT_ID, event)
                .set(WEBHOOK_DELIVERY.AGGREGATE, product)
                .set(WEBHOOK_DELIVERY.POSITION, 1)
                .set(WEBHOOK_DELIVERY.EVENT_TYPE, TYPE)
                .set(WEBHOOK_DELIVERY.STATUS, "DELIVERED")
                .set(WEBHOOK_DELIVERY.PAYLOAD, payload(tenant, event, happened, product))
                .set(WEBHOOK_DELIVERY.ATTEMPTS, 2)
                .set(WEBHOOK_DELIVERY.CREATED_AT, happened)
                .set(WEBHOOK_DELIVERY.FINISHED_AT, now);
        deliveries.insert(tenant);
        var attempts = new Rows(WEBHOOK_ATTEMPT);
        attempt(attempts, delivery, 1, happened, 503, "The receiver answered 503.", "busy");
        attempt(attempts, delivery, 2, now, 200, null, "ok");
        attempts.insert(tenant);
    }

    private static String payload(TenantContext tenant, UUID event, Instant happened, String product) {
        return "{\"id\":\"%s\",\"type\":\"%s\",\"occurredAt\":\"%s\",\"tenant\":\"%s\",\"data\":{\"id\":\"%s\"}}"
                .formatted(
                        new Event.Id(event).text(), TYPE, happened, tenant.id().text(), product);
    }

    private static void attempt(
            Rows attempts, UUID delivery, int number, Instant at, int status, @Nullable String error, String response) {
        attempts.next()
                .set(WEBHOOK_ATTEMPT.WEBHOOK_DELIVERY_ID, delivery)
                .set(WEBHOOK_ATTEMPT.NUMBER, number)
                .set(WEBHOOK_ATTEMPT.AT, at)
                .set(WEBHOOK_ATTEMPT.MILLISECONDS, 120)
                .set(WEBHOOK_ATTEMPT.STATUS_CODE, status)
                .set(WEBHOOK_ATTEMPT.ERROR, error)
                .set(WEBHOOK_ATTEMPT.RESPONSE, response);
    }
}
