package io.merkato.inventory;

import static io.merkato.jooq.inventory.Tables.LOW_STOCK;
import static io.merkato.jooq.inventory.Tables.WAITING_TENANTS;

import io.merkato.api.Permission;
import io.merkato.api.Sql;
import io.merkato.api.Viewer;
import io.merkato.platform.Events;
import io.merkato.tenancy.PlatformContext;
import io.merkato.tenancy.Tenant;
import io.merkato.tenancy.TenantContext;
import io.merkato.tenancy.TenantContexts;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Every minute: gives back what carts were promised and did not buy, and says what has become low. One node does it; any number may. */
@Component
class StockUpkeep {

    private static final Logger LOG = LoggerFactory.getLogger(StockUpkeep.class);
    private static final Viewer JOB = Viewer.system("stock upkeep");
    private static final int MOST_AT_ONCE = 500;

    private final PlatformContext platform;
    private final TenantContexts tenants;
    private final InventoryRepository inventory;
    private final Events events;

    StockUpkeep(PlatformContext platform, TenantContexts tenants, InventoryRepository inventory, Events events) {
        this.platform = platform;
        this.tenants = tenants;
        this.inventory = inventory;
        this.events = events;
    }

    void run() {
        Instant now = Instant.now();
        for (UUID id : platform.sql().selectFrom(WAITING_TENANTS.call(now)).fetch(0, UUID.class)) {
            try {
                tidy(tenants.of(new Tenant.Id(id)), now);
            } catch (RuntimeException e) {
                LOG.error("Upkeep of the stock of tenant {} failed", id, e);
            }
        }
    }

    void tidy(TenantContext tenant, Instant now) {
        var grant = JOB.may(Permission.INVENTORY_WRITE);
        tenant.transact(
                grant,
                tx -> inventory.giveBack(
                        tx, now, StockReason.EXPIRED, JOB.actor().name()));
        tenant.transact(grant, tx -> {
            List<StockLow> low = takeLow(tx);
            events.publish(tx, low);
            return low.size();
        });
    }

    private static List<StockLow> takeLow(TenantContext tx) {
        var oldest = tx.sql()
                .select(LOW_STOCK.ID)
                .from(LOW_STOCK)
                .where(tx.owns(LOW_STOCK))
                .orderBy(LOW_STOCK.ID)
                .limit(MOST_AT_ONCE)
                .forUpdate()
                .skipLocked()
                .fetch(LOW_STOCK.ID);
        return tx.sql()
                .deleteFrom(LOW_STOCK)
                .where(tx.owns(LOW_STOCK))
                .and(Sql.isAny(LOW_STOCK.ID, oldest))
                .returning(
                        LOW_STOCK.ID,
                        LOW_STOCK.VARIANT_ID,
                        LOW_STOCK.LOCATION_ID,
                        LOW_STOCK.AVAILABLE,
                        LOW_STOCK.LOW_AT)
                .fetch()
                .sortAsc(LOW_STOCK.ID)
                .map(row -> new StockLow(
                        row.get(LOW_STOCK.VARIANT_ID),
                        row.get(LOW_STOCK.LOCATION_ID),
                        row.get(LOW_STOCK.AVAILABLE),
                        row.get(LOW_STOCK.LOW_AT)));
    }
}
