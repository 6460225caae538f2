package io.merkato.identity;

import static io.merkato.jooq.identity.Tables.ATTEMPT;
import static org.jooq.impl.DSL.excluded;
import static org.jooq.impl.DSL.greatest;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.when;

import io.merkato.api.Fault;
import io.merkato.api.FaultCode;
import io.merkato.api.Secrets;
import io.merkato.tenancy.PlatformContext;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Counts tries before they are made, so that many at once are not more than allowed. What is counted is a login as typed,
 * whether there is one or not, so that being throttled tells nothing.
 */
@Component
class Throttle {

    private static final Duration QUARTER = Duration.ofMinutes(15);

    private final PlatformContext platform;
    private final Hmac hmac;
    private final Clock clock;
    private final int triesPerAddress;

    Throttle(PlatformContext platform, Secrets secrets, Clock clock, IdentityProperties properties) {
        this.platform = platform;
        this.hmac = Hmac.of(secrets, "identity.attempt");
        this.clock = clock;
        this.triesPerAddress = properties.triesPerAddress();
    }

    /** So many tries within a window that begins with the first. */
    private record Count(String of, int most, Duration window) {}

    /**
     * Tries to prove a password: few from one place, so that guessing is hopeless; more from everywhere, so that a stranger who
     * tries on purpose does not shut the owner out.
     */
    List<byte[]> takeSignIn(String login, @Nullable String address) {
        return take(
                new Count("sign-in " + login + ' ' + network(address), 5, QUARTER),
                new Count("sign-in " + login, 50, QUARTER),
                fromAddress(address));
    }

    void takeSignUp(@Nullable String address) {
        take(fromAddress(address));
    }

    void takeReset(String login, @Nullable String address) {
        take(new Count("reset " + login, 3, Duration.ofHours(1)), fromAddress(address));
    }

    /** What succeeded does not count. */
    void giveBack(List<byte[]> taken) {
        for (byte[] key : taken) {
            platform.sql()
                    .update(ATTEMPT)
                    .set(ATTEMPT.TRIES, greatest(ATTEMPT.TRIES.minus(1), inline(0)))
                    .where(ATTEMPT.KEY.eq(key))
                    .execute();
        }
    }

    void forgetEnded() {
        platform.sql()
                .deleteFrom(ATTEMPT)
                .where(ATTEMPT.ENDS_AT.lt(clock.instant()))
                .execute();
    }

    private Count fromAddress(@Nullable String address) {
        return new Count("from " + network(address), triesPerAddress, QUARTER);
    }

    private List<byte[]> take(Count... counts) {
        return Arrays.stream(counts).map(this::take).toList();
    }

    private byte[] take(Count count) {
        byte[] key = hmac.of(count.of());
        Instant now = clock.instant();
        var ended = ATTEMPT.ENDS_AT.le(now);
        var counted = platform.sql()
                .insertInto(ATTEMPT, ATTEMPT.KEY, ATTEMPT.TRIES, ATTEMPT.ENDS_AT)
                .values(key, 1, now.plus(count.window()))
                .onConflict(ATTEMPT.KEY)
                .doUpdate()
                .set(ATTEMPT.TRIES, when(ended, inline(1)).otherwise(ATTEMPT.TRIES.plus(1)))
                .set(ATTEMPT.ENDS_AT, when(ended, excluded(ATTEMPT.ENDS_AT)).otherwise(ATTEMPT.ENDS_AT))
                .returning(ATTEMPT.TRIES, ATTEMPT.ENDS_AT)
                .fetchSingle();
        if (counted.getTries() > count.most()) {
            long wait = Math.max(1, Duration.between(now, counted.getEndsAt()).toSeconds());
            throw Fault.of(
                    FaultCode.THROTTLED, "Too many tries. Wait before trying again.", Map.of("retryAfter", wait));
        }
        return key;
    }

    /** An IPv6 customer has a whole /64; their addresses count as one. */
    private static String network(@Nullable String address) {
        if (address == null || address.indexOf(':') < 0) {
            return String.valueOf(address);
        }
        try {
            byte[] bytes = InetAddress.getByName(address).getAddress();
            return Arrays.toString(Arrays.copyOf(bytes, 8));
        } catch (UnknownHostException e) {
            return address;
        }
    }
}
