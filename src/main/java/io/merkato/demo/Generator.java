package io.merkato.demo;

import static io.merkato.jooq.tenancy.Tables.TENANT;
import static org.jooq.impl.DSL.val;

import io.merkato.api.Grant;
import io.merkato.api.Permission;
import io.merkato.api.Viewer;
import io.merkato.tenancy.PlatformContext;
import io.merkato.tenancy.Tenant;
import io.merkato.tenancy.TenantContext;
import io.merkato.tenancy.TenantContexts;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.springframework.stereotype.Component;

/** Makes large catalogues to measure with, as fast as the database takes them; a tenant that is there already is left as it is. */
@Component
class Generator {

    /** Large enough for the set-based statements to pay, small enough to keep what commits at once in memory. */
    private static final int PRODUCTS_PER_TRANSACTION = 500;
    /** On a small machine, with all its processors at work. */
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private static final Grant GRANT = Viewer.system("generator").may(Permission.PLATFORM_OPERATE);

    private final PlatformContext platform;
    private final TenantContexts contexts;
    private final AtomicInteger written = new AtomicInteger();

    Generator(PlatformContext platform, TenantContexts contexts) {
        this.platform = platform;
        this.contexts = contexts;
    }

    /** @return how many products were made */
    int generate(Volume volume) throws InterruptedException, ExecutionException {
        List<Integer> absent = IntStream.rangeClosed(1, volume.tenants())
                .boxed()
                .filter(tenant -> !platform.sql().fetchExists(TENANT, TENANT.SLUG.eq(volume.slug(tenant))))
                .toList();
        int processors = Runtime.getRuntime().availableProcessors();
        try (ExecutorService workers = Executors.newFixedThreadPool(processors)) {
            List<Callable<Object>> work = absent.stream()
                    .map(tenant -> Executors.callable(() -> tenant(volume, tenant)))
                    .toList();
            for (Future<Object> done : workers.invokeAll(work)) {
                done.get();
            }
        }
        return absent.size() * volume.products();
    }

    /** The planner is told of the first products soon and of further ones each time they have doubled. */
    private void informPlanner(TenantContext context, int products) {
        int before = written.getAndAdd(products);
        if (Integer.highestOneBit(before + products) > Integer.highestOneBit(before)) {
            context.transact(
                    GRANT,
                    PATIENCE,
                    tx -> tx.sql()
                            .execute(
                                    "select catalog.refresh_statistics({0})",
                                    val(context.id().value())));
        }
    }

    private void tenant(Volume volume, int number) {
        DemoShop template = DemoShop.template(volume.slug(number), "Load " + number);
        var id = new Tenant.Id(template.ids().of("tenant"));
        var context = contexts.of(id);
        context.transact(GRANT, PATIENCE, tx -> {
            TenantRows.write(tx, template);
            PeopleRows.write(tx, template);
            VocabularyRows.write(tx, template);
            return id;
        });
        var products = new GeneratedProducts(template, volume, number);
        for (int first = 1; first <= volume.products(); first += PRODUCTS_PER_TRANSACTION) {
            int from = first;
            int to = Math.min(volume.products(), first + PRODUCTS_PER_TRANSACTION - 1);
            context.transact(GRANT, PATIENCE, tx -> {
                products.write(tx, from, to);
                return id;
            });
            informPlanner(context, to - from + 1);
        }
    }
}
