package io.merkato.metering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.merkato.api.Fault;
import io.merkato.api.FaultCode;
import io.merkato.api.Uuid7;
import io.merkato.tenancy.Tenant;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Whose requests run at once, and who waits for whom. */
class TurnstilesTest {

    @Test
    void a_tenants_crowd_takes_the_places_of_the_tenant_and_no_others() {
        var turnstiles = new Turnstiles(Duration.ofMillis(1));
        var noisy = new Tenant.Id(Uuid7.next());
        turnstiles.enter(noisy, false, 2L, null);
        Runnable leave = turnstiles.enter(noisy, false, 2L, null);

        Fault refused = catchThrowableOfType(Fault.class, () -> turnstiles.enter(noisy, false, 2L, null));
        assertThat(refused.code()).isEqualTo(FaultCode.THROTTLED);
        assertThat(refused.extensions())
                .containsEntry("limit", "REQUESTS_AT_ONCE")
                .containsEntry("retryAfter", 1L);
        turnstiles.enter(new Tenant.Id(Uuid7.next()), false, 2L, null).run();
        turnstiles.enter(noisy, true, 2L, null).run();
        leave.run();
        turnstiles.enter(noisy, false, 2L, null).run();
    }

    @Test
    void one_caller_leaves_half_of_the_places_to_others() {
        var turnstiles = new Turnstiles(Duration.ofMillis(1));
        var shop = new Tenant.Id(Uuid7.next());
        turnstiles.enter(shop, false, 4L, "196.188.1.1");
        Runnable leave = turnstiles.enter(shop, false, 4L, "196.188.1.1");

        assertThat(catchThrowableOfType(Fault.class, () -> turnstiles.enter(shop, false, 4L, "196.188.1.1"))
                        .code())
                .isEqualTo(FaultCode.THROTTLED);
        turnstiles.enter(shop, false, 4L, "196.188.1.2");
        leave.run();
        turnstiles.enter(shop, false, 4L, "196.188.1.1");
        turnstiles.enter(shop, false, 4L, null);
        assertThat(catchThrowableOfType(Fault.class, () -> turnstiles.enter(shop, false, 4L, "196.188.1.2"))
                        .code())
                .isEqualTo(FaultCode.THROTTLED);
    }

    @Test
    void who_names_no_tenant_has_places_by_address() {
        var turnstiles = new Turnstiles(Duration.ofMillis(1));
        turnstiles.enter(null, false, 4L, "196.188.1.1");
        Runnable leave = turnstiles.enter(null, false, 4L, "196.188.1.1");

        assertThat(catchThrowableOfType(Fault.class, () -> turnstiles.enter(null, false, 4L, "196.188.1.1"))
                        .extensions())
                .containsEntry("limit", "REQUESTS_AT_ONCE");
        for (int i = 0; i < 5; i++) {
            turnstiles.enter(null, false, 4L, "196.188.2." + i);
            turnstiles.enter(null, false, 4L, null);
        }
        leave.run();
        turnstiles.enter(null, false, 4L, "196.188.1.1");
    }
}
