package io.merkato.identity;

import io.merkato.api.Fault;
import io.merkato.api.FaultCode;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.stereotype.Component;

/**
 * Argon2id with the parameters OWASP recommends (19 MiB, two passes). Each hash takes a core and its memory for some tens of
 * milliseconds, so only as many run at once as there are cores. Whoever finds sixteen waiting for each, or waits longer than two seconds, is
 * throttled.
 */
@Component
class PasswordHasher {

    /** Of a random password that nobody has kept; one made at each start would keep that waiting. */
    static final String NOBODYS =
            "$argon2id$v=19$m=19456,t=2,p=1$952ZzPxgghoOfuYTyTJPSg$joHEtHV5PduVXshfyHPwxTYABCcwelsG18kERBHeKdc";

    private static final Secret TOO_LONG = new Secret("");
    private static final int WAITING_PER_TURN = 16;
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Argon2PasswordEncoder argon2 = new Argon2PasswordEncoder(16, 32, 1, 19 * 1024, 2);
    private final LongAdder done = new LongAdder();
    private final AtomicInteger inside = new AtomicInteger();
    private final Semaphore turns;
    private final int most;

    @Autowired
    PasswordHasher() {
        this(Runtime.getRuntime().availableProcessors(), WAITING_PER_TURN);
    }

    /** @param waitingPerTurn how many may wait for each that is at work */
    PasswordHasher(int turns, int waitingPerTurn) {
        this.turns = new Semaphore(turns, true);
        this.most = turns * (1 + waitingPerTurn);
    }

    String hash(Secret password) {
        return inTurn(() -> argon2.encode(PasswordRules.normalised(password)));
    }

    /** Takes as long where there is no hash to compare with, so that time does not tell which logins exist. */
    boolean matches(Secret password, @Nullable String hash) {
        boolean possible = hash != null && password.text().length() <= PasswordRules.LONGEST_TYPED;
        Secret compared = password.text().length() <= PasswordRules.LONGEST_TYPED ? password : TOO_LONG;
        boolean same = inTurn(() -> argon2.matches(PasswordRules.normalised(compared), possible ? hash : NOBODYS));
        return same && possible;
    }

    /** How many hashes this server has computed. */
    long done() {
        return done.sum();
    }

    <T> T inTurn(Supplier<T> work) {
        try {
            if (inside.incrementAndGet() > most) {
                throw busy();
            }
            return whenTurnComes(work);
        } finally {
            inside.decrementAndGet();
        }
    }

    private <T> T whenTurnComes(Supplier<T> work) {
        try {
            if (!turns.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw busy();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Fault.of(FaultCode.UNAVAILABLE, "The server is shutting down.");
        }
        try {
            done.increment();
            return work.get();
        } finally {
            turns.release();
        }
    }

    private static Fault busy() {
        return Fault.of(
                FaultCode.THROTTLED,
                "Too many people are signing in at once. Try again in a moment.",
                Map.of("retryAfter", PATIENCE.toSeconds()));
    }
}
