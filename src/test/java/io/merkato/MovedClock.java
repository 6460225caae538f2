package io.merkato;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Primary;
import org.springframework.stereotype.Component;

/** The application's clock, which a test moves for what its own thread does. */
@Component
@Primary
public class MovedClock extends Clock {

    private final ThreadLocal<@Nullable Instant> moved = new ThreadLocal<>();

    /** Carries it out as at this moment. */
    public <T> T at(Instant moment, Supplier<T> work) {
        moved.set(moment);
        try {
            return work.get();
        } finally {
            moved.remove();
        }
    }

    @Override
    public Instant instant() {
        Instant moment = moved.get();
        return moment == null ? Instant.now() : moment;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
