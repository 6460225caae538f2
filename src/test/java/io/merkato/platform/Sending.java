package io.merkato.platform;

import static io.merkato.jooq.platform.Tables.WEBHOOK_DELIVERY;

import io.merkato.Client;
import io.merkato.TestDatabase;
import io.merkato.api.Grant;
import io.merkato.api.Permission;
import io.merkato.api.TypeId;
import io.merkato.api.Uuid7;
import io.merkato.api.Viewer;
import io.merkato.tenancy.MutationLog;
import io.merkato.tenancy.PlatformContext;
import io.merkato.tenancy.TenantContext;
import io.merkato.tenancy.TenantContexts;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** Nodes that a test starts and ends by itself, and webhooks at a receiver of its own. */
@Lazy
@Component
class Sending {

    static final Grant GRANT = Viewer.system("test").may(Permission.WEBHOOKS_WRITE);

    /** Tries once more, an hour later. */
    static final WebhookProperties PATIENT = new WebhookProperties(
            true,
            true,
            List.of(Duration.ofHours(1)),
            Duration.ofSeconds(30),
            Duration.ofMinutes(1),
            Duration.ofSeconds(1),
            1,
            Duration.ofDays(5),
            Duration.ofDays(30),
            Duration.ofHours(24));

    private final OutboxRepository outbox;
    private final WebhookRepository webhooks;
    private final WebhookSecrets secrets;
    private final Selections selections;
    private final List<EventType> types;
    private final MutationLog audit;
    private final PlatformContext platform;
    private final TenantContexts tenants;

    Sending(
            OutboxRepository outbox,
            WebhookRepository webhooks,
            WebhookSecrets secrets,
            Selections selections,
            List<EventType> types,
            MutationLog audit,
            PlatformContext platform,
            TenantContexts tenants) {
        this.outbox = outbox;
        this.webhooks = webhooks;
        this.secrets = secrets;
        this.selections = selections;
        this.types = types;
        this.audit = audit;
        this.platform = platform;
        this.tenants = tenants;
    }

    /** Of an object that is nothing else; of a type that anybody may ask for. */
    record Happened(String type, TypeId aggregate) implements Event {
        Happened(TypeId aggregate) {
            this("PRODUCT_UPDATED", aggregate);
        }
    }

    /** Tries again at once, so many times. */
    static WebhookProperties properties(int retries, Duration lease, Duration timeout) {
        return new WebhookProperties(
                true,
                true,
                Collections.nCopies(retries, Duration.ofMillis(1)),
                timeout,
                lease,
                Duration.ofMillis(5),
                50,
                Duration.ofDays(5),
                Duration.ofDays(30),
                Duration.ofHours(24));
    }

    static WebhookProperties properties(int retries) {
        return properties(retries, Duration.ofMinutes(1), Duration.ofSeconds(30));
    }

    static WebhookClient client(WebhookProperties properties) {
        return new WebhookClient(
                new PublicHosts(SystemDefaultDnsResolver.INSTANCE, properties.allowPrivate()), properties.timeout());
    }

    Courier courier(WebhookProperties properties, Function<WebhookMessage, WebhookOutcome> send) {
        return new Courier(outbox, webhooks, secrets, selections, types, audit, properties, send);
    }

    WebhookRelay relay(WebhookProperties properties, Courier courier) {
        return new WebhookRelay(platform, tenants, outbox, courier, properties);
    }

    /** Sends until nothing is left to send. */
    void drain(TenantContext tenant, int retries) {
        WebhookProperties properties = properties(retries);
        try (WebhookClient client = client(properties)) {
            Courier courier = courier(properties, client);
            while (pending(tenant) > 0) {
                round(tenant, courier);
            }
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Sends what is due now, once. */
    void round(TenantContext tenant, Courier courier) {
        courier.claim(tenant, Uuid7.next(), List.of()).forEach(item -> courier.bring(tenant, item));
    }

    int pending(TenantContext tenant) {
        return tenant.sql()
                .selectCount()
                .from(WEBHOOK_DELIVERY)
                .where(tenant.owns(WEBHOOK_DELIVERY))
                .and(WEBHOOK_DELIVERY.STATUS.eq(WebhookDeliveryStatus.PENDING))
                .fetchSingle()
                .value1();
    }

    boolean isFound(TenantContext tenant) {
        return outbox.waiting(platform, 100_000).contains(tenant.id());
    }

    static long deliveriesReadToFindTenants() throws SQLException {
        try (Connection superuser = TestDatabase.superuser();
                var statement = superuser.createStatement()) {
            superuser.setAutoCommit(false);
            statement.execute("select platform.tenants_to_deliver_for(now(), 100000)");
            try (var read = statement.executeQuery(
                    "select coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0) from pg_stat_xact_all_tables where relid = 'platform.webhook_delivery'::regclass")) {
                read.next();
                return read.getLong(1);
            }
        }
    }

    /** The webhook's id and secret. */
    record Made(String id, String secret) {}

    /** Made as anybody makes one, then led to where no tenant may send. */
    static Made webhook(Client owner, Receiver receiver, List<String> eventTypes, String selection) {
        JsonNode made = owner.data(
                        """
                        mutation ($input: WebhookCreateInput!) {
                            webhookCreate(input: $input) { webhook { id } secret userErrors { code message path } } }
                        """,
                        Map.of(
                                "input",
                                Map.of(
                                        "url",
                                        "https://example.com/hook",
                                        "eventTypes",
                                        eventTypes,
                                        "selection",
                                        selection)))
                .get("webhookCreate");
        String id = made.at("/webhook/id").asString();
        change("update platform.webhook set url = ? where id = ?", id, receiver.url());
        return new Made(id, made.get("secret").asString());
    }

    /** Changes a webhook behind everybody's back. */
    static void change(String sql, String webhook, Object value) {
        try (Connection superuser = TestDatabase.superuser();
                PreparedStatement update = superuser.prepareStatement(sql)) {
            update.setObject(1, value);
            update.setObject(2, TypeId.parse("webhook", webhook));
            if (update.executeUpdate() != 1) {
                throw new AssertionError("There is no webhook " + webhook);
            }
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    static void publish(TenantContext tenant, Events events, TypeId... aggregates) {
        tenant.transact(GRANT, tx -> {
            for (TypeId aggregate : aggregates) {
                events.publish(tx, new Happened(aggregate));
            }
            return true;
        });
    }
}
