package io.merkato.demo;

import static io.merkato.jooq.tenancy.Tables.TENANT;

import io.merkato.api.Permission;
import io.merkato.api.Viewer;
import io.merkato.ledger.Ledger;
import io.merkato.payment.PaymentSecrets;
import io.merkato.platform.WebhookSecrets;
import io.merkato.tenancy.PlatformContext;
import io.merkato.tenancy.Tenant;
import io.merkato.tenancy.TenantContext;
import io.merkato.tenancy.TenantContexts;
import java.util.List;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Puts the demo tenants into the database, each in one transaction; one whose slug is taken is left as it is. */
@Component
class DemoTenants {

    private final PlatformContext platform;
    private final TenantContexts contexts;
    private final WebhookSecrets secrets;
    private final PaymentSecrets accountSecrets;
    private final OrderFigures figures;
    private final Ledger ledger;

    DemoTenants(
            PlatformContext platform,
            TenantContexts contexts,
            WebhookSecrets secrets,
            PaymentSecrets accountSecrets,
            OrderFigures figures,
            Ledger ledger) {
        this.platform = platform;
        this.contexts = contexts;
        this.secrets = secrets;
        this.accountSecrets = accountSecrets;
        this.figures = figures;
        this.ledger = ledger;
    }

    /** @return those that were not there yet */
    List<DemoShop> load(List<DemoShop> shops) {
        Set<String> taken = platform.sql().select(TENANT.SLUG).from(TENANT).fetchSet(TENANT.SLUG);
        List<DemoShop> absent = shops.stream()
                .filter(demo -> !taken.contains(demo.shop().slug()))
                .toList();
        absent.parallelStream().forEach(this::load);
        return absent;
    }

    private void load(DemoShop demo) {
        var id = new Tenant.Id(demo.ids().of("tenant"));
        contexts.of(id).transact(Viewer.system("demo data").may(Permission.PLATFORM_OPERATE), tx -> {
            write(tx, demo);
            return id;
        });
    }

    private void write(TenantContext tenant, DemoShop demo) {
        TenantRows.write(tenant, demo);
        PeopleRows.write(tenant, demo);
        VocabularyRows.write(tenant, demo);
        ProductRows.write(tenant, demo);
        PictureRows.write(tenant, demo);
        ValueRows.write(tenant, demo);
        StoreRows.write(tenant, demo);
        ReviewRows.write(tenant, demo);
        CustomerRows.write(tenant, demo);
        DeliveryRows.write(tenant, demo);
        CouponRows.write(tenant, demo);
        StockRows.write(tenant, demo);
        ImportRows.write(tenant, demo);
        PricingRows.write(tenant, demo);
        OrderBook book = OrderBook.of(demo);
        List<OrderFigures.Reckoned> orders = figures.of(tenant, demo, book);
        ledger.post(tenant, OrderRows.write(tenant, demo, orders, accountSecrets));
        ledger.post(tenant, CreditRows.write(tenant, demo));
        ExternalRows.write(tenant, demo, book, orders);
        PosRows.write(tenant, demo, book, orders);
        CartRows.write(tenant, demo, book);
        WebhookRows.write(tenant, demo, secrets);
    }
}
