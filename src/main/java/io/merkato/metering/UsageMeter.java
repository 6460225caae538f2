package io.merkato.metering;

import io.merkato.api.Actor;
import io.merkato.api.Fault;
import io.merkato.api.Sha256;
import io.merkato.api.Uuid7;
import io.merkato.api.Viewer;
import io.merkato.tenancy.Tenant;
import io.merkato.tenancy.TenantContext;
import io.merkato.tenancy.TenantContexts;
import jakarta.annotation.PreDestroy;
import java.time.Clock;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Counts in memory what tenants use, and says in the background how far it has come of the day: a request takes no statement, and a node that is killed loses
 * what it counted since. What it says again, because it does not know whether it was heard, counts once.
 */
@Component
class UsageMeter {

    private static final int MOST_USERS_AT_ONCE = 100_000;
    private static final Logger LOG = LoggerFactory.getLogger(UsageMeter.class);

    private final UUID node = Uuid7.next();
    private final TenantContexts tenants;
    private final UsageRepository usage;
    private final Map<Day, Count> counts = new ConcurrentHashMap<>();
    private final Map<Tenant.Id, Month> months = new ConcurrentHashMap<>();

    private record Day(Tenant.Id tenant, LocalDate day) {}

    /** What all nodes had written down of a month when this one last looked. */
    private record Month(YearMonth month, long requests) {}

    private static final class Count {
        private final LongAdder requests = new LongAdder();
        private final LongAdder bytes = new LongAdder();
        private final Set<Long> users = ConcurrentHashMap.newKeySet();
        private final Set<Long> usersWritten = ConcurrentHashMap.newKeySet();
        private volatile long requestsWritten;
        private volatile long bytesWritten;
    }

    UsageMeter(TenantContexts tenants, UsageRepository usage) {
        this.tenants = tenants;
        this.usage = usage;
    }

    void request(Tenant.Id tenant, Viewer viewer) {
        Count count = today(tenant);
        count.requests.increment();
        Actor actor = viewer.actor();
        if (actor.kind() == Actor.Kind.USER && actor.id() != null && count.users.size() < MOST_USERS_AT_ONCE) {
            long mark = mark(actor.id());
            if (!count.usersWritten.contains(mark)) {
                count.users.add(mark);
            }
        }
    }

    void answer(Tenant.Id tenant, long bytes) {
        today(tenant).bytes.add(bytes);
    }

    /** Of this month, as far as this node knows. */
    long requestsThisMonth(Tenant.Id tenant) {
        Month month = months.get(tenant);
        return (month == null || !month.month().equals(YearMonth.from(today())) ? 0 : month.requests())
                + unwritten(tenant);
    }

    /** What this node has counted today and not written down yet. */
    long unwritten(Tenant.Id tenant) {
        Count count = counts.get(new Day(tenant, today()));
        return count == null ? 0 : count.requests.sum() - count.requestsWritten;
    }

    private Count today(Tenant.Id tenant) {
        return counts.computeIfAbsent(new Day(tenant, today()), first -> new Count());
    }

    static LocalDate today() {
        return LocalDate.now(Clock.system(ZoneOffset.UTC));
    }

    private static long mark(String user) {
        return Long.parseUnsignedLong(Sha256.hex(user).substring(0, 16), 16);
    }

    @Scheduled(
            fixedDelayString = "${merkato.usage.write-every:20s}",
            initialDelayString = "${merkato.usage.write-every:20s}")
    void write() {
        write(today());
    }

    void write(LocalDate today) {
        for (Map.Entry<Day, Count> each : counts.entrySet()) {
            try {
                write(each.getKey(), each.getValue(), today);
            } catch (RuntimeException e) {
                if (Fault.isOutage(e)) {
                    LOG.warn("What tenants used is not written down, and is tried again: {}", e.getMessage());
                    return;
                }
                LOG.warn(
                        "What {} used was not written down; it is tried again",
                        each.getKey().tenant(),
                        e);
            }
        }
    }

    /** At the end nothing is tried for long: where the database is gone, it is gone for all. */
    @PreDestroy
    void writeLast() {
        try {
            counts.forEach((day, count) -> write(day, count, today()));
        } catch (RuntimeException e) {
            LOG.warn("What tenants used since it was last written down is not counted", e);
        }
    }

    private void write(Day day, Count count, LocalDate today) {
        if (isClosed(day.day(), today)) {
            counts.remove(day);
            if (!isWritten(count)) {
                LOG.warn(
                        "{} was closed before all that {} used was written down: {} requests and {} bytes are not counted",
                        day.day(),
                        day.tenant(),
                        count.requests.sum() - count.requestsWritten,
                        count.bytes.sum() - count.bytesWritten);
            }
        } else if (!isWritten(count)) {
            say(day, count, today);
        } else if (day.day().isBefore(today)) {
            counts.remove(day);
        }
    }

    private static boolean isWritten(Count count) {
        return count.requests.sum() == count.requestsWritten
                && count.bytes.sum() == count.bytesWritten
                && count.users.isEmpty();
    }

    /** Its nodes have been summed up; see {@link UsageUpkeep}. */
    private static boolean isClosed(LocalDate day, LocalDate today) {
        return day.isBefore(today.minusDays(1));
    }

    private void say(Day day, Count count, LocalDate today) {
        long requests = count.requests.sum();
        long bytes = count.bytes.sum();
        Set<Long> users = Set.copyOf(count.users);
        TenantContext tenant = tenants.of(day.tenant());
        usage.count(tenant, node, day.day(), requests, bytes, users);
        count.bytesWritten = bytes;
        count.usersWritten.addAll(users);
        count.users.removeAll(users);
        if (day.day().equals(today)) {
            long ofMonth = usage.requests(tenant, today.withDayOfMonth(1), today);
            months.put(day.tenant(), new Month(YearMonth.from(today), ofMonth));
        }
        count.requestsWritten = requests;
    }
}
