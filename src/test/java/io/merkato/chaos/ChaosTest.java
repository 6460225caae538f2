package io.merkato.chaos;

import static java.time.Duration.ofDays;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * The application, PostgreSQL and two providers are killed at any moment of a checkout load, and no order is lost and nothing paid twice. Longer:
 * {@code ./mvnw test -Dtest=ChaosTest -Dchaos.minutes=30 -Dchaos.seed=7}
 */
@EnabledOnOs({OS.LINUX, OS.MAC})
class ChaosTest {

    @Test
    void whatever_is_killed_no_order_is_lost_and_none_is_paid_twice() throws Exception {
        int minutes = Integer.getInteger("chaos.minutes", 0);
        long seed = Long.getLong("chaos.seed", 4);
        Chaos.Report report = Chaos.run(
                minutes == 0
                        ? new Chaos.Plan(seed, ofSeconds(9), 12, 4, ofSeconds(4), ofSeconds(12), ofDays(1))
                        : new Chaos.Plan(seed, ofMinutes(minutes), 20, 6, ofSeconds(10), ofSeconds(30), ofSeconds(60)));
        System.out.println(report.line());
        assertThat(report.findings()).as(report.line()).isEmpty();
    }
}
