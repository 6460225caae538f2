package io.merkato.platform;

import io.merkato.api.StopsBeside;
import io.merkato.api.Uuid7;
import io.merkato.tenancy.PlatformContext;
import io.merkato.tenancy.TenantContext;
import io.merkato.tenancy.TenantContexts;
import io.merkato.tenancy.TenantRounds;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks for what is due and has it brought, as much at once as this node may and no more than a little of it for one webhook: a receiver that hangs holds up
 * itself. Any number of nodes do so at once; what one has taken, the others leave to it.
 */
class WebhookRelay implements StopsBeside {

    private static final Logger LOG = LoggerFactory.getLogger(WebhookRelay.class);

    private final TenantRounds rounds = new TenantRounds("Webhooks");
    private final PlatformContext platform;
    private final TenantContexts tenants;
    private final OutboxRepository outbox;
    private final Courier courier;
    private final WebhookProperties properties;
    private final Semaphore room;
    private final Map<Webhook.Id, Integer> underWay = new ConcurrentHashMap<>();
    private final Semaphore stopped = new Semaphore(0);
    private volatile boolean running;
    private @Nullable Thread thread;

    WebhookRelay(
            PlatformContext platform,
            TenantContexts tenants,
            OutboxRepository outbox,
            Courier courier,
            WebhookProperties properties) {
        this.platform = platform;
        this.tenants = tenants;
        this.outbox = outbox;
        this.courier = courier;
        this.properties = properties;
        this.room = new Semaphore(properties.concurrency());
    }

    @Override
    public boolean isAutoStartup() {
        return properties.deliver();
    }

    @Override
    public void start() {
        running = true;
        thread = Thread.ofVirtual().name("webhooks").start(this::run);
    }

    /** What is under way ends by itself: in time, or when its lease does. */
    @Override
    public void stop() {
        running = false;
        stopped.release();
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
        try (ExecutorService couriers = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("webhooks-", 0).factory())) {
            while (isRunning()) {
                boolean found;
                try {
                    found = rounds.serve(
                            most -> outbox.waiting(platform, most),
                            tenant -> isRunning() && dispatch(tenants.of(tenant), couriers));
                } catch (RuntimeException e) {
                    LOG.error("Webhooks wait for a while after a failure", e);
                    found = false;
                }
                if (!found && stopped.tryAcquire(properties.poll().toMillis(), TimeUnit.MILLISECONDS)) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether there was anything to do for the tenant that there is room for. */
    private boolean dispatch(TenantContext tenant, ExecutorService couriers) throws InterruptedException {
        List<Webhook.Id> busy = underWay.entrySet().stream()
                .filter(webhook -> webhook.getValue() >= OutboxRepository.OF_ONE_WEBHOOK)
                .map(Map.Entry::getKey)
                .toList();
        // Taken only when somebody is free to bring it: a lease runs.
        room.acquire();
        room.release();
        List<OutboxItem> items = courier.claim(tenant, Uuid7.next(), busy);
        for (OutboxItem item : items) {
            room.acquire();
            underWay.merge(item.webhookId(), 1, Integer::sum);
            couriers.execute(() -> {
                try {
                    courier.bring(tenant, item);
                } catch (RuntimeException e) {
                    LOG.error("Delivery {} is left to whoever finds it next", item.id(), e);
                } finally {
                    underWay.computeIfPresent(item.webhookId(), (id, count) -> count == 1 ? null : count - 1);
                    room.release();
                }
            });
        }
        return !items.isEmpty();
    }
}
