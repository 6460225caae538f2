package io.merkato.bulk;

import static io.merkato.jooq.bulk.Tables.WAITING_TENANTS;

import io.merkato.api.ConstraintRefusals;
import io.merkato.api.Permission;
import io.merkato.api.StopsBeside;
import io.merkato.api.Uuid7;
import io.merkato.api.Viewer;
import io.merkato.catalog.ProductSheets;
import io.merkato.tenancy.PlatformContext;
import io.merkato.tenancy.Tenant;
import io.merkato.tenancy.TenantContext;
import io.merkato.tenancy.TenantContexts;
import io.merkato.tenancy.TenantRounds;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Carries out the imports of all tenants, one at a time on this node: those begun here at once, those that others left when it looks around. */
@Component
class ProductImportWorker implements StopsBeside {

    private static final Logger LOG = LoggerFactory.getLogger(ProductImportWorker.class);

    private final TenantRounds rounds = new TenantRounds("Imports");
    private final PlatformContext platform;
    private final TenantContexts tenants;
    private final ProductImportRepository imports;
    private final UploadRepository uploads;
    private final ProductSheets sheets;
    private final BulkProperties properties;
    private final Map<String, String> refusals = new HashMap<>();
    private final Semaphore work = new Semaphore(0);
    private volatile boolean running;
    private @Nullable Thread thread;

    ProductImportWorker(
            PlatformContext platform,
            TenantContexts tenants,
            ProductImportRepository imports,
            UploadRepository uploads,
            ProductSheets sheets,
            BulkProperties properties,
            List<ConstraintRefusals> refusals) {
        this.platform = platform;
        this.tenants = tenants;
        this.imports = imports;
        this.uploads = uploads;
        this.sheets = sheets;
        this.properties = properties;
        refusals.forEach(module ->
                module.byConstraint().forEach((constraint, error) -> this.refusals.put(constraint, error.message())));
    }

    /** Lets the worker look around now. */
    void wake() {
        work.release();
    }

    @Override
    public void start() {
        running = true;
        thread = Thread.ofVirtual().name("product-imports").start(this::run);
    }

    @Override
    public void stop() {
        running = false;
        work.release();
        if (thread != null) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    private void run() {
        while (isRunning()) {
            try {
                boolean worked = rounds.serve(this::waiting, tenant -> isRunning() && carryOut(tenants.of(tenant)));
                if (!worked && isRunning() && work.tryAcquire(properties.poll().toMillis(), TimeUnit.MILLISECONDS)) {
                    work.drainPermits();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException | Error e) {
                LOG.error("The worker of imports goes on after a failure", e);
                pause();
            }
        }
    }

    private void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(properties.poll().toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private List<Tenant.Id> waiting(int most) {
        return platform.sql().selectFrom(WAITING_TENANTS.call(Instant.now(), most)).fetch(0, UUID.class).stream()
                .map(Tenant.Id::new)
                .toList();
    }

    /** Ends when others had to wait for long enough, and when the worker stops. The import goes on where it was left. */
    private BooleanSupplier turn() {
        Instant end = Instant.now().plus(properties.turn());
        return () -> !isRunning() || (Instant.now().isAfter(end) && !waiting(1).isEmpty());
    }

    /** Whether there was an import of this tenant's to carry out. */
    private boolean carryOut(TenantContext tenant) {
        UUID lease = Uuid7.next();
        var grant = Viewer.system("product import").may(Permission.CATALOG_WRITE);
        var claimed = tenant.transact(grant, tx -> imports.claim(tx, lease, properties.lease()));
        claimed.ifPresent(
                job -> new ProductImportRun(tenant, imports, uploads, sheets, job, lease, properties.lease(), refusals)
                        .carryOut(turn()));
        return claimed.isPresent();
    }
}
