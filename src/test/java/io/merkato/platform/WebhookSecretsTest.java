package io.merkato.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.merkato.Client;
import io.merkato.Merchants;
import io.merkato.MerkatoTest;
import io.merkato.TestDatabase;
import io.merkato.api.Secrets;
import io.merkato.api.TypeId;
import io.merkato.api.Uuid7;
import io.merkato.identity.BuiltInRole;
import io.merkato.tenancy.Tenant;
import io.merkato.tenancy.TenantContext;
import io.merkato.tenancy.TenantContexts;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What webhooks are signed with, as it is kept. */
@MerkatoTest
class WebhookSecretsTest {

    private final Events events;
    private final Sending sending;
    private final Secrets secrets;
    private final WebhookSecrets sealing;
    private final WebhookSealing resealing;
    private final TenantContexts contexts;
    private final TenantContext tenant;
    private final Client owner;
    private final Receiver receiver = new Receiver();

    WebhookSecretsTest(
            Events events,
            Sending sending,
            Secrets secrets,
            WebhookSecrets sealing,
            WebhookSealing resealing,
            TenantContexts contexts,
            Merchants merchants) {
        this.events = events;
        this.sending = sending;
        this.secrets = secrets;
        this.sealing = sealing;
        this.resealing = resealing;
        this.contexts = contexts;
        var merchant = merchants.open();
        this.tenant = merchant.tenant();
        this.owner = merchants.staff(merchant, BuiltInRole.OWNER);
    }

    @AfterEach
    void close() {
        receiver.close();
    }

    @Test
    void a_secret_is_kept_so_that_the_table_tells_nothing_and_opens_for_its_own_webhook_only() throws SQLException {
        var made = Sending.webhook(owner, receiver, List.of("PRODUCT_UPDATED"), "id");
        byte[] secret = Base64.getDecoder().decode(made.secret().substring("whsec_".length()));
        byte[] kept = kept(made.id());
        var ids = new Webhook.Id(TypeId.parse("webhook", made.id()));

        assertThat(sealing.open(tenant, ids, kept)).isEqualTo(secret);
        assertThat(new String(kept, StandardCharsets.ISO_8859_1))
                .doesNotContain(new String(secret, StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> sealing.open(contexts.of(new Tenant.Id(Uuid7.next())), ids, kept))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> sealing.open(tenant, new Webhook.Id(Uuid7.next()), kept))
                .isInstanceOf(IllegalStateException.class);
        byte[] changed = Arrays.copyOf(kept, kept.length);
        changed[20] ^= 1;
        assertThatThrownBy(() -> sealing.open(tenant, ids, changed)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void secrets_older_than_the_vault_go_on_signing_and_are_in_it_after_a_night() throws Exception {
        var made = Sending.webhook(owner, receiver, List.of("PRODUCT_UPDATED"), "id");
        var id = new Webhook.Id(TypeId.parse("webhook", made.id()));
        byte[] secret = Base64.getDecoder().decode(made.secret().substring("whsec_".length()));
        var nonce = new byte[12];
        Cipher before = Cipher.getInstance("AES/GCM/NoPadding");
        before.init(Cipher.ENCRYPT_MODE, secrets.key("webhook secrets", "AES"), new GCMParameterSpec(128, nonce));
        for (UUID bound : List.of(tenant.id().value(), id.value())) {
            before.updateAAD(ByteBuffer.allocate(16)
                    .putLong(bound.getMostSignificantBits())
                    .putLong(bound.getLeastSignificantBits())
                    .array());
        }
        byte[] old =
                ByteBuffer.allocate(60).put(nonce).put(before.doFinal(secret)).array();
        try (Connection superuser = TestDatabase.superuser();
                var keep = superuser.prepareStatement(
                        "update platform.webhook set secret = ?, previous_secret = ?, previous_secret_ends = now() where id = ?")) {
            keep.setBytes(1, old);
            keep.setBytes(2, old);
            keep.setObject(3, id.value());
            keep.executeUpdate();
        }
        Sending.publish(tenant, events, id);
        sending.drain(tenant, 0);
        var sent = receiver.received().getFirst();
        assertThat(sent.signature()).isEqualTo("v1," + WebhookApiTest.signature(made.secret(), sent));

        resealing.tidy(tenant);
        byte[] kept = kept(made.id());
        assertThat(kept).hasSize(65);
        assertThat(sealing.open(tenant, id, kept)).isEqualTo(secret);
        resealing.tidy(tenant);
        assertThat(kept(made.id())).isEqualTo(kept);
    }

    private static byte[] kept(String webhook) throws SQLException {
        try (Connection superuser = TestDatabase.superuser();
                var select = superuser.prepareStatement("select secret from platform.webhook where id = ?")) {
            select.setObject(1, TypeId.parse("webhook", webhook));
            var rows = select.executeQuery();
            assertThat(rows.next()).isTrue();
            return rows.getBytes(1);
        }
    }
}
