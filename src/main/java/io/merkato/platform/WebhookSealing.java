package io.merkato.platform;

import static io.merkato.jooq.platform.Tables.WEBHOOK;

import io.merkato.api.Grant;
import io.merkato.api.Permission;
import io.merkato.api.Viewer;
import io.merkato.tenancy.TenantContext;
import io.merkato.tenancy.TenantUpkeep;
import java.util.stream.Stream;
import org.jooq.Record3;
import org.jooq.Result;
import org.springframework.stereotype.Component;

/** Seals what webhooks are signed with anew: where the tenant has a new key, and, in the night after an upgrade, what is older than the vault. */
@Component
class WebhookSealing implements Sealed, TenantUpkeep {

    private final WebhookSecrets secrets;

    WebhookSealing(WebhookSecrets secrets) {
        this.secrets = secrets;
    }

    @Override
    public void tidy(TenantContext tenant) {
        Grant grant = Viewer.system("webhookSealing").may(Permission.TENANT_MANAGE);
        tenant.transact(grant, tx -> {
            if (lock(tx).stream()
                    .flatMap(row -> Stream.of(row.value2(), row.value3()))
                    .anyMatch(kept -> kept != null && WebhookSecrets.isBeforeTheVault(kept))) {
                reseal(tx);
            }
            return true;
        });
    }

    @Override
    public void reseal(TenantContext tx) {
        for (Record3<Webhook.Id, byte[], byte[]> row : lock(tx)) {
            tx.sql()
                    .update(WEBHOOK)
                    .set(WEBHOOK.SECRET, anew(tx, row.value1(), row.value2()))
                    .set(WEBHOOK.PREVIOUS_SECRET, row.value3() == null ? null : anew(tx, row.value1(), row.value3()))
                    .where(tx.owns(WEBHOOK))
                    .and(WEBHOOK.ID.eq(row.value1()))
                    .execute();
        }
    }

    private byte[] anew(TenantContext tx, Webhook.Id webhook, byte[] sealed) {
        return secrets.seal(tx, webhook, secrets.open(tx, webhook, sealed));
    }

    private static Result<Record3<Webhook.Id, byte[], byte[]>> lock(TenantContext tx) {
        return tx.sql()
                .select(WEBHOOK.ID, WEBHOOK.SECRET, WEBHOOK.PREVIOUS_SECRET)
                .from(WEBHOOK)
                .where(tx.owns(WEBHOOK))
                .orderBy(WEBHOOK.ID)
                .forNoKeyUpdate()
                .fetch();
    }
}
