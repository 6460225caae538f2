package io.merkato.platform;

import static io.merkato.jooq.platform.Tables.EVENT;
import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.Client;
import io.merkato.InvariantsHold;
import io.merkato.Merchants;
import io.merkato.MerkatoTest;
import io.merkato.WideCategory;
import io.merkato.api.TypeId;
import io.merkato.api.Uuid7;
import io.merkato.identity.BuiltInRole;
import io.merkato.tenancy.TenantContext;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** That each event arrives, in the order of its object, whatever happens to the nodes that send and to those that receive. */
@MerkatoTest
@ExtendWith(InvariantsHold.class)
class WebhookDeliveryTest {

    private static final String LOG =
            "{ webhookDeliveries(first: 50) { nodes { eventId eventType objectId status payload nextAttemptAt attempts { number statusCode error response } } } }";

    /** A node that dies at this point: nothing that it would have done happens. */
    private static final class Killed extends Error {
        Killed() {
            super(null, null, false, false);
        }
    }

    private final Events events;
    private final Sending sending;
    private final Merchants merchants;
    private final TenantContext tenant;
    private final Client owner;
    private final Receiver receiver = new Receiver();

    WebhookDeliveryTest(Events events, Sending sending, Merchants merchants) {
        this.events = events;
        this.sending = sending;
        this.merchants = merchants;
        var merchant = merchants.open();
        this.tenant = merchant.tenant();
        this.owner = merchants.staff(merchant, BuiltInRole.OWNER);
    }

    @AfterEach
    void close() {
        receiver.close();
    }

    @Test
    void what_happens_in_the_catalogue_arrives_with_what_was_selected_of_it() {
        Sending.webhook(
                owner,
                receiver,
                List.of("PRODUCT_CREATED", "PRODUCT_DELETED"),
                "id name variants(first: 1) { nodes { sku } }");
        receiver.answeringStatus(what -> 200);
        String product = owner.data("""
                        mutation { productCreate(input: {name: "Buna", kind: SIMPLE, variants: [{sku: "BUNA"}]}) { product { id } userErrors { message } } }
                        """).at("/productCreate/product/id").asString();
        sending.drain(tenant, 0);
        owner.data("mutation ($id: ID!) { productDelete(id: $id) { userErrors { message } } }", Map.of("id", product));
        sending.drain(tenant, 0);

        var created = receiver.received().getFirst();
        assertThat(created.contentType()).startsWith("application/json");
        assertThat(created.json().get("id").asString()).isEqualTo(created.id()).startsWith("event_");
        assertThat(created.json().get("type").asString()).isEqualTo("PRODUCT_CREATED");
        assertThat(created.json().get("tenant").asString())
                .isEqualTo(tenant.id().text());
        assertThat(created.json().get("data"))
                .hasToString(
                        "{\"id\":\"" + product + "\",\"name\":\"Buna\",\"variants\":{\"nodes\":[{\"sku\":\"BUNA\"}]}}");
        assertThat(receiver.received().get(1).json().get("data")).hasToString("{\"id\":\"" + product + "\"}");
        assertThat(owner.data(LOG).at("/webhookDeliveries/nodes/1"))
                .hasToString(
                        ("{\"eventId\":\"%s\",\"eventType\":\"PRODUCT_CREATED\",\"objectId\":\"%s\",\"status\":\"DELIVERED\",\"payload\":%s,"
                                        + "\"nextAttemptAt\":null,\"attempts\":[{\"number\":1,\"statusCode\":200,\"error\":null,\"response\":\"heard\"}]}")
                                .formatted(created.id(), product, created.body()));
    }

    @Test
    void an_event_whose_selection_is_more_than_one_may_bring_ends_while_it_is_read() {
        String root = WideCategory.make(owner);
        Sending.webhook(owner, receiver, List.of("PRODUCT_CREATED"), "categories " + WideCategory.RING);
        owner.data(
                "mutation ($in: [ID!]) { productCreate(input: {name: \"Buna\", kind: SIMPLE, categoryIds: $in, variants: [{sku: \"BUNA\"}]}) { product { id } } }",
                Map.of("in", List.of(root)));

        sending.drain(tenant, 0);

        assertThat(receiver.received()).isEmpty();
        assertThat(owner.data(LOG)
                        .at("/webhookDeliveries/nodes/0/attempts/0/error")
                        .asString())
                .isEqualTo(
                        "The selection could not be read: The answer has more than 10000 objects. Ask for fewer lists within each other.");
    }

    @Test
    void every_event_arrives_and_no_order_is_reversed_however_often_nodes_die() throws Exception {
        int objects = 5;
        int each = 20;
        Sending.webhook(owner, receiver, List.of("PRODUCT_UPDATED"), "id");
        var moody = new AtomicInteger();
        receiver.answeringStatus(what -> moody.incrementAndGet() % 7 == 0 ? 500 : 200);
        List<TypeId> aggregates = Stream.generate(() -> (TypeId) new Webhook.Id(Uuid7.next()))
                .limit(objects)
                .toList();
        WebhookProperties properties = Sending.properties(1_000, Duration.ofMillis(300), Duration.ofMillis(299));
        var deaths = new AtomicInteger();

        try (WebhookClient client = Sending.client(properties);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var publisher = threads.submit(() -> {
                for (int i = 0; i < each; i++) {
                    aggregates.forEach(aggregate -> Sending.publish(tenant, events, aggregate));
                }
            });
            for (int node = 0; node < 3; node++) {
                var chance = new Random(node);
                Courier courier = sending.courier(properties, dying(client, chance, deaths));
                threads.submit(() -> {
                    while (!publisher.isDone() || sending.pending(tenant) > 0) {
                        try {
                            sending.round(tenant, courier);
                        } catch (Killed e) {
                            deaths.incrementAndGet();
                        }
                    }
                });
            }
        }

        assertThat(deaths.get()).isPositive();
        assertThat(arrivals()).isEqualTo(expected(aggregates, each));
    }

    /** Dies before or after sending, now and then. */
    private static Function<WebhookMessage, WebhookOutcome> dying(
            WebhookClient client, Random chance, AtomicInteger deaths) {
        return message -> {
            int point = deaths.get() > 40 ? 9 : chance.nextInt(10);
            if (point == 0) {
                throw new Killed();
            }
            WebhookOutcome outcome = client.apply(message);
            if (point == 1) {
                throw new Killed();
            }
            return outcome;
        };
    }

    @Test
    void several_nodes_at_once_send_each_event_once() throws Exception {
        Sending.webhook(owner, receiver, List.of("PRODUCT_UPDATED"), "id");
        WebhookProperties properties = Sending.properties(0);
        List<TypeId> aggregates = Stream.generate(() -> (TypeId) new Webhook.Id(Uuid7.next()))
                .limit(30)
                .toList();
        aggregates.forEach(aggregate -> Sending.publish(tenant, events, aggregate, aggregate));
        try (WebhookClient client = Sending.client(properties)) {
            List<WebhookRelay> nodes = IntStream.range(0, 3)
                    .mapToObj(i -> sending.relay(properties, sending.courier(properties, onlyHere(client))))
                    .toList();
            nodes.forEach(WebhookRelay::start);
            while (sending.pending(tenant) > 0) {
                Thread.onSpinWait();
            }
            nodes.forEach(WebhookRelay::stop);
        }

        assertThat(receiver.received()).hasSize(60);
        assertThat(arrivals()).isEqualTo(expected(aggregates, 2));
    }

    /** Sends what other tests left lying to nobody. */
    private Function<WebhookMessage, WebhookOutcome> onlyHere(WebhookClient client) {
        return message ->
                message.url().equals(receiver.url()) ? client.apply(message) : WebhookOutcome.failed(0, "not here");
    }

    @Test
    void an_event_that_is_never_taken_stops_only_its_own_object_and_that_not_for_ever() {
        Sending.webhook(owner, receiver, List.of("PRODUCT_UPDATED"), "id");
        TypeId sick = new Webhook.Id(Uuid7.next());
        TypeId well = new Webhook.Id(Uuid7.next());
        Sending.publish(tenant, events, sick, sick, well, well);
        String poison = eventsOf(sick).getFirst().text();
        receiver.answeringStatus(what -> what.id().equals(poison) ? 500 : 200);

        try (WebhookClient client = Sending.client(Sending.PATIENT)) {
            Courier courier = sending.courier(Sending.PATIENT, client);
            for (int round = 0; round < 3; round++) {
                sending.round(tenant, courier);
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        assertThat(arrivals()).isEqualTo(Map.of(sick.text(), List.of(1L), well.text(), List.of(1L, 2L)));

        makeDue();
        sending.drain(tenant, 0);

        assertThat(arrivals()).isEqualTo(expected(List.of(sick, well), 2));
        assertThat(owner.data(LOG)
                        .at("/webhookDeliveries/nodes")
                        .valueStream()
                        .filter(delivery -> delivery.get("eventId").asString().equals(poison))
                        .map(delivery -> delivery.get("status").asString() + ' ' + delivery.get("attempts")))
                .containsExactly(
                        "FAILED [{\"number\":1,\"statusCode\":500,\"error\":\"The receiver answered 500.\",\"response\":\"heard\"},"
                                + "{\"number\":2,\"statusCode\":500,\"error\":\"The receiver answered 500.\",\"response\":\"heard\"}]");
    }

    @Test
    void a_tenant_whose_events_wait_behind_one_that_fails_is_not_found_before_others() throws IOException {
        Sending.webhook(owner, receiver, List.of("PRODUCT_UPDATED"), "id");
        TypeId object = new Webhook.Id(Uuid7.next());
        receiver.answeringStatus(what -> 500);
        Sending.publish(tenant, events, object);
        try (WebhookClient client = Sending.client(Sending.PATIENT)) {
            Courier courier = sending.courier(Sending.PATIENT, client);
            sending.round(tenant, courier);
            Sending.publish(tenant, events, object, object);
            assertThat(sending.isFound(tenant)).isTrue();
            sending.round(tenant, courier);
        }

        assertThat(sending.isFound(tenant)).isFalse();
        assertThat(owner.data(LOG)
                        .at("/webhookDeliveries/nodes")
                        .valueStream()
                        .map(delivery -> delivery.get("nextAttemptAt"))
                        .distinct())
                .hasSize(1);

        TypeId other = new Webhook.Id(Uuid7.next());
        Sending.publish(tenant, events, other);
        assertThat(sending.isFound(tenant)).isTrue();
        receiver.answeringStatus(what -> 200);
        makeDue();
        sending.drain(tenant, 0);
        assertThat(arrivals()).isEqualTo(Map.of(object.text(), List.of(1L, 2L, 3L), other.text(), List.of(1L)));
    }

    @Test
    void tenants_are_found_without_a_look_at_all_that_waits() throws Exception {
        Sending.webhook(owner, receiver, List.of("PRODUCT_UPDATED"), "id");
        Sending.publish(tenant, events, new Webhook.Id(Uuid7.next()), new Webhook.Id(Uuid7.next()));
        long before = Sending.deliveriesReadToFindTenants();
        Sending.publish(
                tenant,
                events,
                Stream.generate(() -> new Webhook.Id(Uuid7.next())).limit(500).toArray(TypeId[]::new));

        assertThat(Sending.deliveriesReadToFindTenants()).isLessThan(before + 100);
    }

    @Test
    void what_is_sent_again_is_the_same_under_the_same_id() {
        Sending.webhook(owner, receiver, List.of("PRODUCT_CREATED"), "name");
        receiver.answeringStatus(what -> receiver.received().size() < 2 ? 503 : 200);
        String product = owner.data("""
                        mutation { productCreate(input: {name: "Buna", kind: SIMPLE, variants: [{sku: "BUNA"}]}) { product { id } } }
                        """).at("/productCreate/product/id").asString();
        WebhookProperties properties = Sending.properties(3);
        try (WebhookClient client = Sending.client(properties)) {
            sending.round(tenant, sending.courier(properties, client));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        owner.data(
                "mutation ($id: ID!) { productUpdate(id: $id, input: {name: \"Tea\"}) { userErrors { message } } }",
                Map.of("id", product));
        sending.drain(tenant, 3);
        String delivery = owner.data("{ webhookDeliveries(first: 1) { nodes { id } } }")
                .at("/webhookDeliveries/nodes/0/id")
                .asString();
        owner.data(
                "mutation ($id: ID!) { webhookDeliveryRetry(id: $id) { delivery { status } userErrors { message } } }",
                Map.of("id", delivery));
        sending.drain(tenant, 3);

        assertThat(receiver.received()).hasSize(3);
        assertThat(receiver.received().stream()
                        .map(what -> what.id() + what.body())
                        .distinct())
                .hasSize(1);
        assertThat(receiver.received().getFirst().json().at("/data/name").asString())
                .isEqualTo("Buna");
    }

    @Test
    void a_test_that_goes_through_does_not_say_that_all_else_does() {
        var made = Sending.webhook(owner, receiver, List.of("PRODUCT_UPDATED"), "id");
        Sending.change(
                "update platform.webhook set failing_since = ? where id = ?",
                made.id(),
                java.sql.Timestamp.from(java.time.Instant.parse("2026-01-01T00:00:00Z")));
        owner.data("mutation { webhookTest(id: \"" + made.id() + "\") { userErrors { message } } }");
        sending.drain(tenant, 0);

        assertThat(receiver.received()).hasSize(1);
        assertThat(owner.data("{ webhooks(first: 1) { nodes { failingSince } } }")
                        .at("/webhooks/nodes/0/failingSince")
                        .asString())
                .isEqualTo("2026-01-01T00:00:00Z");
    }

    @Test
    void other_tenants_are_told_nothing() {
        Sending.webhook(owner, receiver, List.of("PRODUCT_UPDATED"), "id");
        TypeId object = new Webhook.Id(Uuid7.next());
        Sending.publish(merchants.open().tenant(), events, object);
        Sending.publish(tenant, events, object);
        sending.drain(tenant, 0);

        assertThat(receiver.received().stream()
                        .map(what -> what.json().get("tenant").asString()))
                .containsExactly(tenant.id().text());
    }

    private void makeDue() {
        tenant.transact(
                Sending.GRANT,
                tx -> tx.sql()
                        .update(io.merkato.jooq.platform.Tables.WEBHOOK_DELIVERY)
                        .set(io.merkato.jooq.platform.Tables.WEBHOOK_DELIVERY.NEXT_ATTEMPT_AT, java.time.Instant.now())
                        .where(tx.owns(io.merkato.jooq.platform.Tables.WEBHOOK_DELIVERY))
                        .and(io.merkato.jooq.platform.Tables.WEBHOOK_DELIVERY.STATUS.eq(WebhookDeliveryStatus.PENDING))
                        .execute());
    }

    private List<Event.Id> eventsOf(TypeId aggregate) {
        return tenant.sql()
                .select(EVENT.ID)
                .from(EVENT)
                .where(tenant.owns(EVENT))
                .and(EVENT.AGGREGATE.eq(aggregate.text()))
                .orderBy(EVENT.POSITION)
                .fetch(EVENT.ID);
    }

    private static Map<String, List<Long>> expected(List<TypeId> aggregates, int each) {
        var expected = new HashMap<String, List<Long>>();
        aggregates.forEach(aggregate -> expected.put(
                aggregate.text(), LongStream.rangeClosed(1, each).boxed().toList()));
        return expected;
    }

    /** The positions of each object's events in the order in which they arrived for the first time. */
    private Map<String, List<Long>> arrivals() {
        Map<String, Long> positions = new HashMap<>();
        tenant.sql()
                .select(EVENT.ID, EVENT.POSITION)
                .from(EVENT)
                .where(tenant.owns(EVENT))
                .forEach(row -> positions.put(row.value1().text(), row.value2()));
        var arrived = new HashMap<String, LinkedHashSet<Long>>();
        receiver.received()
                .forEach(what -> arrived.computeIfAbsent(
                                what.json().at("/data/id").asString(), object -> new LinkedHashSet<>())
                        .add(positions.get(what.id())));
        var lists = new HashMap<String, List<Long>>();
        arrived.forEach((object, order) -> lists.put(object, new ArrayList<>(order)));
        return lists;
    }
}
