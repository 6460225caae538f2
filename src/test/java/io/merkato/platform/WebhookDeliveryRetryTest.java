package io.merkato.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.Client;
import io.merkato.Merchants;
import io.merkato.MerkatoTest;
import io.merkato.api.Uuid7;
import io.merkato.identity.BuiltInRole;
import io.merkato.tenancy.TenantContext;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A delivery that staff ask for again while a node is at it. */
@MerkatoTest
class WebhookDeliveryRetryTest {

    private final Events events;
    private final Sending sending;
    private final TenantContext tenant;
    private final Client owner;
    private final Receiver receiver = new Receiver();

    WebhookDeliveryRetryTest(Events events, Sending sending, Merchants merchants) {
        this.events = events;
        this.sending = sending;
        var merchant = merchants.open();
        this.tenant = merchant.tenant();
        this.owner = merchants.staff(merchant, BuiltInRole.OWNER);
    }

    @AfterEach
    void close() {
        receiver.close();
    }

    @Test
    void who_asks_for_it_to_be_sent_again_while_it_is_being_sent_gets_it() throws IOException {
        Sending.webhook(owner, receiver, List.of("PRODUCT_UPDATED"), "id");
        receiver.answeringStatus(what -> {
            if (receiver.received().size() > 1) {
                return 200;
            }
            again();
            return 503;
        });
        Sending.publish(tenant, events, new Webhook.Id(Uuid7.next()));
        try (WebhookClient client = Sending.client(Sending.properties(0))) {
            sending.round(tenant, sending.courier(Sending.properties(0), client));
        }
        assertThat(sending.pending(tenant)).isEqualTo(1);
        sending.drain(tenant, 0);

        assertThat(owner.data("{ webhookDeliveries(first: 1) { nodes { status } } }")
                        .at("/webhookDeliveries/nodes/0/status")
                        .asString())
                .isEqualTo("DELIVERED");
    }

    /** Whoever sends it then may read something else. */
    @Test
    void what_is_asked_for_again_before_its_content_is_kept_is_not_sent_by_the_one_before() throws IOException {
        Sending.webhook(owner, receiver, List.of("PRODUCT_UPDATED"), "id");
        Sending.publish(tenant, events, new Webhook.Id(Uuid7.next()));
        try (WebhookClient client = Sending.client(Sending.properties(0))) {
            Courier courier = sending.courier(Sending.properties(0), client);
            OutboxItem before = courier.claim(tenant, Uuid7.next(), List.of()).getFirst();
            again();
            courier.bring(tenant, before);
        }
        assertThat(receiver.received()).isEmpty();

        sending.drain(tenant, 0);
        assertThat(receiver.received()).hasSize(1);
    }

    private void again() {
        String delivery = owner.data("{ webhookDeliveries(first: 1) { nodes { id } } }")
                .at("/webhookDeliveries/nodes/0/id")
                .asString();
        owner.data(
                "mutation ($id: ID!) { webhookDeliveryRetry(id: $id) { userErrors { message } } }",
                Map.of("id", delivery));
    }
}
