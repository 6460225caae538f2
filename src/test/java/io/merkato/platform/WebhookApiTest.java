package io.merkato.platform;

import static io.merkato.jooq.platform.Tables.EVENT;
import static io.merkato.jooq.platform.Tables.EVENT_HEAD;
import static io.merkato.jooq.platform.Tables.WEBHOOK_DELIVERY;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import graphql.schema.GraphQLEnumType;
import io.merkato.Client;
import io.merkato.Merchants;
import io.merkato.MerkatoTest;
import io.merkato.TestDatabase;
import io.merkato.api.TypeId;
import io.merkato.api.Uuid7;
import io.merkato.identity.BuiltInRole;
import io.merkato.tenancy.TenantContext;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.graphql.execution.GraphQlSource;
import tools.jackson.databind.JsonNode;

/** Webhooks as their owners make and keep them. */
@MerkatoTest
class WebhookApiTest {

    private static final String CREATE =
            "mutation ($input: WebhookCreateInput!) { webhookCreate(input: $input) { webhook { id selection eventTypes enabled version } secret userErrors { code message path } } }";
    private static final String UPDATE =
            "mutation ($id: ID!, $input: WebhookUpdateInput!) { webhookUpdate(id: $id, input: $input) { webhook { enabled disabledBecause failingSince selection version } userErrors { code message path } } }";

    private final Events events;
    private final Sending sending;
    private final EventUpkeep upkeep;
    private final List<EventType> types;
    private final GraphQlSource source;
    private final TenantContext tenant;
    private final Client owner;
    private final Receiver receiver = new Receiver();

    WebhookApiTest(
            Events events,
            Sending sending,
            EventUpkeep upkeep,
            List<EventType> types,
            GraphQlSource source,
            Merchants merchants) {
        this.events = events;
        this.sending = sending;
        this.upkeep = upkeep;
        this.types = types;
        this.source = source;
        var merchant = merchants.open();
        this.tenant = merchant.tenant();
        this.owner = merchants.staff(merchant, BuiltInRole.OWNER);
    }

    @AfterEach
    void close() {
        receiver.close();
    }

    @Test
    void every_type_of_events_in_the_schema_is_declared_by_its_module_and_every_declared_one_is_there() {
        var inSchema = requireNonNull((GraphQLEnumType) source.schema().getType("WebhookEventType"));
        assertThat(inSchema.getValues().stream().map(value -> value.getName()))
                .containsExactlyInAnyOrderElementsOf(
                        types.stream().map(EventType::name).toList());
        assertThat(types)
                .allSatisfy(type -> assertThat(source.schema().getObjectType(type.object()))
                        .as(type.name())
                        .isNotNull());
    }

    @Test
    void a_signature_verifies_as_standard_webhooks_says() throws GeneralSecurityException {
        var made = Sending.webhook(owner, receiver, List.of("PRODUCT_UPDATED"), "id");
        Sending.publish(tenant, events, new Webhook.Id(Uuid7.next()));
        sending.drain(tenant, 0);

        var received = receiver.received().getFirst();
        assertThat(received.signature()).isEqualTo("v1," + signature(made.secret(), received));
        assertThat(Instant.ofEpochSecond(Long.parseLong(received.timestamp())))
                .isCloseTo(Instant.now(), org.assertj.core.api.Assertions.within(5, ChronoUnit.MINUTES));
    }

    @Test
    void the_old_secret_signs_beside_the_new_one_until_it_ends() throws GeneralSecurityException {
        var made = Sending.webhook(owner, receiver, List.of("PRODUCT_UPDATED"), "id");
        String fresh = owner.data(
                        "mutation ($id: ID!) { webhookSecretRotate(id: $id) { secret webhook { version } userErrors { message } } }",
                        Map.of("id", made.id()))
                .at("/webhookSecretRotate/secret")
                .asString();
        Sending.publish(tenant, events, new Webhook.Id(Uuid7.next()));
        sending.drain(tenant, 0);
        Sending.change(
                "update platform.webhook set previous_secret_ends = ? where id = ?",
                made.id(),
                Timestamp.from(Instant.now().minusSeconds(1)));
        Sending.publish(tenant, events, new Webhook.Id(Uuid7.next()));
        sending.drain(tenant, 0);

        var during = receiver.received().getFirst();
        assertThat(during.signature())
                .isEqualTo("v1," + signature(fresh, during) + " v1," + signature(made.secret(), during));
        var after = receiver.received().get(1);
        assertThat(after.signature()).isEqualTo("v1," + signature(fresh, after));
    }

    /** By the specification's words and nothing of ours. */
    static String signature(String secret, Receiver.Received received) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(Base64.getDecoder().decode(secret.substring("whsec_".length())), "HmacSHA256"));
        mac.update((received.id() + "." + received.timestamp() + ".").getBytes(UTF_8));
        return Base64.getEncoder().encodeToString(mac.doFinal(received.body().getBytes(UTF_8)));
    }

    @Test
    void a_selection_that_could_not_be_sent_is_refused_in_graphqls_words() {
        assertThat(refusal(Map.of("selection", "id nme")))
                .startsWith("INVALID [\"input\",\"selection\"] On Product: ")
                .contains("nme");
        assertThat(refusal(Map.of("selection", "id } } query Other { tenants(first: 1) { nodes { id } }")))
                .startsWith("INVALID [\"input\",\"selection\"] On Product: ");
        assertThat(refusal(Map.of("selection", "id } mutation M { signOut { userErrors { code } }")))
                .isEqualTo("INVALID [\"input\",\"selection\"] On Product: Write the fields and nothing around them.");
        assertThat(refusal(Map.of("selection", "id <name>")))
                .isEqualTo("INVALID [\"input\",\"selection\"] On Product: Invalid syntax at line 1 column 5.");
        assertThat(refusal(Map.of("selection", "variants(first: 1e99999999999) { nodes { id } }")))
                .isEqualTo("INVALID [\"input\",\"selection\"] On Product: Invalid floating point value.");
        assertThat(refusal(Map.of("selection", "variants(first: 1) { nodes { cost { amount } } }")))
                .isEqualTo(
                        "INVALID [\"input\",\"selection\"] On Product: It reads what takes COSTS_READ; what PRODUCT_CREATED tells is read with CATALOG_READ.");
        assertThat(refusal(Map.of(
                        "selection",
                        "reviews(first: 100) { nodes { product { reviews(first: 100) { nodes { id } } } } }")))
                .isEqualTo(
                        "INVALID [\"input\",\"selection\"] On Product: It may cost 10303; 5000 is the most. Ask for shorter pages or for less of each.");
        assertThat(refusal(Map.of("selection", "id ".repeat(5_000))))
                .isEqualTo("TOO_LONG [\"input\",\"selection\"] A selection has at most 10000 characters.");
        assertThat(refusal(Map.of("eventTypes", List.of())))
                .isEqualTo("REQUIRED [\"input\",\"eventTypes\"] Name at least one type of events.");
        assertThat(refusal(Map.of("eventTypes", List.of("WEBHOOK_TEST"))))
                .startsWith("INVALID [\"input\",\"eventTypes\"]");
        assertThat(refusal(Map.of("url", "https://10.0.0.1/")))
                .isEqualTo("NOT_ALLOWED [\"input\",\"url\"] The host is not on the public internet.");
    }

    private String refusal(Map<String, Object> differently) {
        var input = new java.util.HashMap<String, Object>(
                Map.of("url", "https://example.com/", "eventTypes", List.of("PRODUCT_CREATED")));
        input.putAll(differently);
        JsonNode error = owner.data(CREATE, Map.of("input", input)).at("/webhookCreate/userErrors/0");
        return error.get("code").asString()
                + ' '
                + error.get("path")
                + ' '
                + error.get("message").asString();
    }

    @Test
    void nobody_is_told_what_they_may_not_read_nor_changes_what_others_are_told() {
        String secret = owner.data("""
                        mutation { apiKeyCreate(input: {name: "k", permissions: [WEBHOOKS_READ, WEBHOOKS_WRITE, CATALOG_READ], stores: {every: true}}) { secret } }
                        """).at("/apiKeyCreate/secret").asString();
        Client program = owner.as(secret);
        JsonNode reviews = program.data(
                CREATE,
                Map.of("input", Map.of("url", "https://example.com/", "eventTypes", List.of("REVIEW_CREATED"))));
        var theirs = Sending.webhook(owner, receiver, List.of("REVIEW_CREATED"), "id");
        JsonNode led =
                program.data(UPDATE, Map.of("id", theirs.id(), "input", Map.of("url", "https://elsewhere.example/")));

        assertThat(reviews.at("/webhookCreate/userErrors/0"))
                .hasToString(
                        "{\"code\":\"NOT_ALLOWED\",\"message\":\"REVIEW_CREATED tells what takes REVIEWS_MODERATE to read, which you do not have for all stores.\",\"path\":[\"input\",\"eventTypes\"]}");
        assertThat(led.at("/webhookUpdate/userErrors/0/code").asString()).isEqualTo("NOT_ALLOWED");
        receiver.answeringStatus(what -> 200);
        assertThat(program.data(
                                "mutation ($id: ID!) { webhookSecretRotate(id: $id) { secret userErrors { code path } } }",
                                Map.of("id", theirs.id()))
                        .get("webhookSecretRotate"))
                .hasToString("{\"secret\":null,\"userErrors\":[{\"code\":\"NOT_ALLOWED\",\"path\":[\"id\"]}]}");
        Sending.publish(tenant, events, new Webhook.Id(Uuid7.next()));
        tenant.transact(Sending.GRANT, tx -> {
            events.publish(tx, new Sending.Happened("REVIEW_CREATED", new Webhook.Id(Uuid7.next())));
            return true;
        });
        sending.drain(tenant, 0);
        String log = "{ webhookDeliveries(first: 1) { nodes { status payload attempts { statusCode response } } } }";
        assertThat(program.data(log).at("/webhookDeliveries/nodes/0"))
                .hasToString(
                        "{\"status\":\"DELIVERED\",\"payload\":null,\"attempts\":[{\"statusCode\":200,\"response\":null}]}");
        JsonNode sent = owner.data(log).at("/webhookDeliveries/nodes/0");
        assertThat(sent.at("/payload/type").asString()).isEqualTo("REVIEW_CREATED");
        assertThat(sent.at("/attempts/0/response").asString()).isEqualTo("heard");
    }

    @Test
    void what_was_sent_is_not_sent_again_to_whoever_led_the_webhook_elsewhere_and_may_not_read_it() {
        var made = Sending.webhook(owner, receiver, List.of("PRODUCT_CREATED"), "status");
        owner.data("mutation { productCreate(input: {name: \"Buna\"}) { product { id } } }");
        receiver.answeringStatus(what -> 200);
        sending.drain(tenant, 0);
        Client program = owner.as(owner.data("""
                        mutation { apiKeyCreate(input: {name: "k", permissions: [WEBHOOKS_READ, WEBHOOKS_WRITE, POS_SELL], stores: {every: true}}) { secret } }
                        """).at("/apiKeyCreate/secret").asString());
        String log = "{ webhookDeliveries(first: 1) { nodes { id payload } } }";
        JsonNode sent = owner.data(log).at("/webhookDeliveries/nodes/0");

        JsonNode led = program.data(
                "mutation ($id: ID!) { webhookUpdate(id: $id, input: {eventTypes: [POS_SESSION_OPENED], selection: \"openedAt\"}) { userErrors { code } } }",
                Map.of("id", made.id()));
        program.data(
                "mutation ($id: ID!) { webhookDeliveryRetry(id: $id) { userErrors { code } } }",
                Map.of("id", sent.get("id").asString()));
        sending.drain(tenant, 0);

        assertThat(led.at("/webhookUpdate/userErrors")).isEmpty();
        assertThat(receiver.received().stream()
                        .map(what -> what.json().at("/data/status").asString()))
                .containsExactly("DRAFT", "");
        assertThat(owner.data(log).at("/webhookDeliveries/nodes/0")).isEqualTo(sent);
    }

    @Test
    void a_test_is_sent_once_to_one_webhook_and_says_what_came_of_it() {
        var made = Sending.webhook(owner, receiver, List.of("PRODUCT_CREATED"), "name");
        Sending.webhook(owner, receiver, List.of("PRODUCT_CREATED"), "name");
        receiver.answeringStatus(what -> 404);
        String delivery = owner.data(
                        "mutation ($id: ID!) { webhookTest(id: $id) { delivery { id status eventType } userErrors { message } } }",
                        Map.of("id", made.id()))
                .at("/webhookTest/delivery/id")
                .asString();
        sending.drain(tenant, 5);

        assertThat(receiver.received()).hasSize(1);
        assertThat(receiver.received().getFirst().json().get("data")).hasToString("{\"id\":\"" + made.id() + "\"}");
        assertThat(owner.data(
                                "query ($id: ID!) { node(id: $id) { ... on WebhookDelivery { status webhook { failingSince } attempts { error } } } }",
                                Map.of("id", delivery))
                        .get("node"))
                .hasToString(
                        "{\"status\":\"FAILED\",\"webhook\":{\"failingSince\":null},\"attempts\":[{\"error\":\"The receiver answered 404.\"}]}");
    }

    @Test
    void a_disabled_webhook_is_told_nothing_of_what_happens_meanwhile_and_goes_on_where_it_was() {
        var made = Sending.webhook(owner, receiver, List.of("PRODUCT_UPDATED"), "id");
        TypeId before = new Webhook.Id(Uuid7.next());
        TypeId meanwhile = new Webhook.Id(Uuid7.next());
        Sending.publish(tenant, events, before);
        owner.data(UPDATE, Map.of("id", made.id(), "input", Map.of("enabled", false)));
        Sending.publish(tenant, events, meanwhile);
        WebhookProperties properties = Sending.properties(0);
        try (WebhookClient client = Sending.client(properties)) {
            sending.round(tenant, sending.courier(properties, client));
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
        assertThat(receiver.received()).isEmpty();

        owner.data(UPDATE, Map.of("id", made.id(), "input", Map.of("enabled", true)));
        sending.drain(tenant, 0);

        assertThat(receiver.received().stream()
                        .map(what -> what.json().at("/data/id").asString()))
                .containsExactly(before.text());
    }

    @Test
    void a_webhook_that_fails_for_days_or_is_gone_is_disabled_and_says_why() {
        var failing = Sending.webhook(owner, receiver, List.of("PRODUCT_UPDATED"), "id");
        receiver.answeringStatus(what -> 500);
        Instant since = Instant.now().minus(6, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS);
        Sending.change(
                "update platform.webhook set failing_since = ? where id = ?", failing.id(), Timestamp.from(since));
        Sending.publish(tenant, events, new Webhook.Id(Uuid7.next()));
        sending.drain(tenant, 0);
        var gone = Sending.webhook(owner, receiver, List.of("PRODUCT_UPDATED"), "id");
        receiver.answeringStatus(what -> 410);
        Sending.publish(tenant, events, new Webhook.Id(Uuid7.next()));
        sending.drain(tenant, 0);

        assertThat(disabledBecause(failing.id()))
                .isEqualTo("Nothing went through since " + since + ". The last attempt: The receiver answered 500.");
        assertThat(disabledBecause(gone.id())).isEqualTo("The receiver answered 410: it wants nothing any more.");
        assertThat(owner.data("{ auditLog(first: 1) { nodes { action targetId actor { kind name } } } }")
                        .at("/auditLog/nodes/0"))
                .hasToString("{\"action\":\"webhookDisable\",\"targetId\":\"" + gone.id()
                        + "\",\"actor\":{\"kind\":\"SYSTEM\",\"name\":\"webhooks\"}}");
        assertThat(owner.data(UPDATE, Map.of("id", gone.id(), "input", Map.of("enabled", true)))
                        .at("/webhookUpdate/webhook"))
                .hasToString(
                        "{\"enabled\":true,\"disabledBecause\":null,\"failingSince\":null,\"selection\":\"id\",\"version\":3}");
    }

    private String disabledBecause(String webhook) {
        return owner.data("query ($id: ID!) { webhook(id: $id) { disabledBecause } }", Map.of("id", webhook))
                .at("/webhook/disabledBecause")
                .asString();
    }

    @Test
    void there_are_at_most_twenty_webhooks() {
        var input = Map.of("url", "https://example.com/", "eventTypes", List.of("PRODUCT_CREATED"), "enabled", false);
        var codes = new ArrayList<String>();
        for (int i = 0; i <= WebhookCreate.MOST; i++) {
            codes.add(owner.data(CREATE, Map.of("input", input))
                    .at("/webhookCreate/userErrors/0/code")
                    .asString(""));
        }

        assertThat(codes)
                .isEqualTo(Stream.concat(Stream.generate(() -> "").limit(WebhookCreate.MOST), Stream.of("NOT_ALLOWED"))
                        .toList());
    }

    @Test
    void a_deleted_webhook_is_told_nothing_and_is_not_there() {
        var made = Sending.webhook(owner, receiver, List.of("PRODUCT_UPDATED"), "id");
        Sending.publish(tenant, events, new Webhook.Id(Uuid7.next()));
        owner.data(
                "mutation ($id: ID!) { webhookDelete(id: $id) { webhookId userErrors { message } } }",
                Map.of("id", made.id()));
        Sending.publish(tenant, events, new Webhook.Id(Uuid7.next()));
        WebhookProperties properties = Sending.properties(0);
        try (WebhookClient client = Sending.client(properties)) {
            sending.round(tenant, sending.courier(properties, client));
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }

        assertThat(receiver.received()).isEmpty();
        assertThat(
                        owner.data(
                                "{ webhooks(first: 5) { nodes { id } } webhookDeliveries(first: 5) { nodes { webhook { id } status } } }"))
                .hasToString(
                        "{\"webhooks\":{\"nodes\":[]},\"webhookDeliveries\":{\"nodes\":[{\"webhook\":null,\"status\":\"PENDING\"}]}}");
    }

    @Test
    void what_is_over_for_thirty_days_is_let_go_and_what_is_pending_is_not() throws SQLException {
        Sending.webhook(owner, receiver, List.of("PRODUCT_UPDATED"), "id");
        TypeId told = new Webhook.Id(Uuid7.next());
        TypeId waiting = new Webhook.Id(Uuid7.next());
        Sending.publish(tenant, events, told);
        sending.drain(tenant, 0);
        Sending.publish(tenant, events, waiting);
        try (Connection superuser = TestDatabase.superuser()) {
            superuser.createStatement().execute("""
                    update platform.event set occurred_at = now() - interval '31 days' where tenant_id = '%1$s';
                    update platform.event_head set published_at = now() - interval '31 days' where tenant_id = '%1$s';
                    update platform.webhook_delivery set finished_at = now() - interval '31 days' where tenant_id = '%1$s' and finished_at is not null;
                    """.formatted(tenant.id().value()));
        }

        upkeep.tidy(tenant);

        assertThat(tenant.sql()
                        .select(EVENT.AGGREGATE)
                        .from(EVENT)
                        .where(tenant.owns(EVENT))
                        .fetch(EVENT.AGGREGATE))
                .containsExactly(waiting.text());
        assertThat(tenant.sql()
                        .select(EVENT_HEAD.AGGREGATE)
                        .from(EVENT_HEAD)
                        .where(tenant.owns(EVENT_HEAD))
                        .fetch(EVENT_HEAD.AGGREGATE))
                .containsExactly(waiting.text());
        assertThat(tenant.sql()
                        .select(WEBHOOK_DELIVERY.STATUS)
                        .from(WEBHOOK_DELIVERY)
                        .where(tenant.owns(WEBHOOK_DELIVERY))
                        .fetch(WEBHOOK_DELIVERY.STATUS))
                .containsExactly(WebhookDeliveryStatus.PENDING);
    }
}
