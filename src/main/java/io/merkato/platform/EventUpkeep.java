package io.merkato.platform;

import io.merkato.api.Grant;
import io.merkato.api.Permission;
import io.merkato.api.Viewer;
import io.merkato.tenancy.TenantContext;
import io.merkato.tenancy.TenantUpkeep;
import java.time.Instant;
import java.util.function.Predicate;
import org.springframework.stereotype.Component;

/** Lets go of old events and of what became of them. */
@Component
class EventUpkeep implements TenantUpkeep {

    private final DeliveryRepository deliveries;
    private final WebhookRepository webhooks;
    private final WebhookProperties properties;

    EventUpkeep(DeliveryRepository deliveries, WebhookRepository webhooks, WebhookProperties properties) {
        this.deliveries = deliveries;
        this.webhooks = webhooks;
        this.properties = properties;
    }

    @Override
    public void tidy(TenantContext tenant) {
        Instant before = Instant.now().minus(properties.keep());
        Grant grant = Viewer.system("eventUpkeep").may(Permission.WEBHOOKS_WRITE);
        all(tenant, grant, tx -> deliveries.purgeDeliveries(tx, before));
        tenant.transact(grant, tx -> {
            webhooks.purge(tx, properties.keep());
            return true;
        });
        all(tenant, grant, tx -> deliveries.purgeEvents(tx, before));
        tenant.transact(grant, tx -> {
            deliveries.purgeHeads(tx, before);
            return true;
        });
    }

    private static void all(TenantContext tenant, Grant grant, Predicate<TenantContext> batch) {
        boolean more = true;
        while (more) {
            more = tenant.transact(grant, batch::test);
        }
    }
}
