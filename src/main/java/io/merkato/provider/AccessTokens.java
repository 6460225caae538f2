package io.merkato.provider;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.merkato.provider.ProviderAnswer.NoAccess;
import io.merkato.provider.ProviderAnswer.Said;
import io.merkato.provider.ProviderAnswer.Silence;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Tokens that providers give out for a while: one for an account, asked for by one thread, and kept until shortly before it ends. */
final class AccessTokens {

    private static final Duration EARLY = Duration.ofMinutes(1);

    private final ProviderHttp http;
    private final Clock clock;
    private final Cache<Holder, Slot> slots =
            Caffeine.newBuilder().maximumSize(10_000).build();

    AccessTokens(ProviderHttp http, Clock clock) {
        this.http = http;
        this.clock = clock;
    }

    /** @param life for how long it is good from now on */
    record Grant(String token, Duration life) {

        @Override
        public String toString() {
            return "Grant[" + life + "]";
        }
    }

    /**
     * How a provider gives out tokens.
     *
     * @param read null where the answer holds none
     * @param ended which answers say that nothing was done as the token is no longer good
     */
    record Office(ProviderCall ask, Function<Said, @Nullable Grant> read, Predicate<Said> ended) {}

    /** Asks with the token in the header {@code Authorization}; once more with a new one, where the token has ended before its time. */
    ProviderAnswer call(
            ProviderAccount account, Office office, ProviderCall call, Function<String, String> authorization) {
        Slot slot = slots.get(new Holder(account.id(), account.version()), holder -> new Slot());
        int status = 401;
        boolean lost = false;
        for (int attempt = 0; attempt < 2; attempt++) {
            switch (token(account, office, slot)) {
                case Had(String token) -> {
                    ProviderAnswer answer = http.call(account, call.with("Authorization", authorization.apply(token)));
                    lost |= answer.isLost();
                    if (!(answer instanceof Said said) || !office.ended().test(said)) {
                        return lost ? answer.afterLost() : answer;
                    }
                    slot.forget(token);
                    status = said.status();
                }
                case Missing(ProviderAnswer why) -> {
                    return lost ? why.afterLost() : why;
                }
            }
        }
        return new NoAccess(status, lost);
    }

    /** Who waits while another asks has what comes of that, and waits no longer than an answer may take. */
    private Holding token(ProviderAccount account, Office office, Slot slot) {
        int failures = slot.failures.get();
        try {
            if (!slot.lock.tryLock(http.deadline().toNanos(), TimeUnit.NANOSECONDS)) {
                return new Missing(new Silence("The provider gave no access in time.", false));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Missing(new Silence("The provider was not asked, as the server ends.", false));
        }
        try {
            if (slot.token != null && slot.until.isAfter(clock.instant())) {
                return new Had(slot.token);
            }
            if (slot.failure != null && slot.failures.get() != failures) {
                return slot.failure;
            }
            Holding holding = ask(account, office, slot);
            if (holding instanceof Missing missing) {
                slot.failure = missing;
                slot.failures.incrementAndGet();
            }
            return holding;
        } finally {
            slot.lock.unlock();
        }
    }

    private Holding ask(ProviderAccount account, Office office, Slot slot) {
        Instant asked = clock.instant();
        return switch (http.call(account, office.ask())) {
            case Said said
            when said.ok() -> {
                Grant grant = office.read().apply(said);
                if (grant == null) {
                    yield new Missing(new Silence("The provider gave no access that can be understood.", false));
                }
                slot.token = grant.token();
                slot.until = asked.plus(grant.life()).minus(EARLY);
                yield new Had(grant.token());
            }
            case Said said
            when said.status() >= 400 && said.status() < 500 && said.status() != 429 ->
                new Missing(new NoAccess(said.status()));
            case Said said ->
                new Missing(new Silence("The provider gave no access: it answered " + said.status() + ".", false));
            case Silence silence -> new Missing(new Silence(silence.cause(), false));
            case NoAccess none -> new Missing(none);
        };
    }

    private record Holder(String account, int version) {}

    private sealed interface Holding {}

    private record Had(String token) implements Holding {}

    private record Missing(ProviderAnswer why) implements Holding {}

    private static final class Slot {
        private final ReentrantLock lock = new ReentrantLock();
        private @Nullable String token;
        private Instant until = Instant.MIN;
        private @Nullable Missing failure;
        private final AtomicInteger failures = new AtomicInteger();

        private void forget(String ended) {
            lock.lock();
            try {
                if (ended.equals(token)) {
                    token = null;
                }
            } finally {
                lock.unlock();
            }
        }
    }
}
