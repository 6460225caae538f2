package io.merkato.platform;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.TaskInstanceId;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import io.merkato.MerkatoTest;
import io.merkato.Patience;
import io.merkato.TestDatabase;
import io.merkato.api.Job;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

@MerkatoTest
class JobsTest {

    private final DataSource dataSource;
    private final List<Job> jobs;

    JobsTest(DataSource dataSource, List<Job> jobs) {
        this.dataSource = dataSource;
        this.jobs = jobs;
    }

    @Test
    void a_job_is_done_by_one_node_at_a_time() throws InterruptedException {
        String name = "test-" + UUID.randomUUID();
        var atOnce = new AtomicInteger();
        var most = new AtomicInteger();
        var done = new CountDownLatch(6);
        var job = Job.every(name, Duration.ofMillis(1), () -> {
            most.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
            atOnce.decrementAndGet();
            done.countDown();
        });
        List<Scheduler> nodes = Stream.generate(() -> JobsConfiguration.scheduler(
                        dataSource, List.of(job), Duration.ofSeconds(20), Duration.ofMillis(20)))
                .limit(3)
                .toList();
        nodes.forEach(Scheduler::start);
        done.await();
        nodes.forEach(Scheduler::stop);
        nodes.getFirst().cancel(TaskInstanceId.of(name, RecurringTask.INSTANCE));

        assertThat(most.get()).isEqualTo(1);
    }

    @Test
    void what_a_killed_node_had_under_way_is_taken_over() throws InterruptedException, SQLException {
        String name = "test-" + UUID.randomUUID();
        var done = new CountDownLatch(1);
        var job = Job.every(name, Duration.ofDays(1), done::countDown);
        try (Connection superuser = TestDatabase.superuser();
                var picked = superuser.prepareStatement(
                        "insert into platform.scheduled_task (task_name, task_instance, execution_time, picked, picked_by, last_heartbeat, version)"
                                + " values (?, 'recurring', now() - interval '1 min', true, 'a node that was killed', now() - interval '1 min', 1)")) {
            picked.setString(1, name);
            picked.executeUpdate();
        }
        Scheduler node =
                JobsConfiguration.scheduler(dataSource, List.of(job), Duration.ofSeconds(20), Duration.ofSeconds(1));
        node.start();
        assertThat(done.await(Patience.MOST.toSeconds(), TimeUnit.SECONDS)).isTrue();
        node.stop();
        node.cancel(TaskInstanceId.of(name, RecurringTask.INSTANCE));
    }

    @Test
    void the_night_is_in_the_database_so_that_the_cluster_has_one() throws SQLException {
        assertThat(jobs.stream().map(Job::name))
                .contains("nightly-upkeep", "identity-forget")
                .doesNotHaveDuplicates();
        try (Connection superuser = TestDatabase.superuser();
                var rows = superuser
                        .createStatement()
                        .executeQuery(
                                "select extract(hour from execution_time at time zone 'UTC')::text || ':' || extract(minute from execution_time at time zone 'UTC') from platform.scheduled_task where task_name = 'nightly-upkeep'")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getString(1)).isEqualTo("3:17");
        }
    }

    @Test
    void times_are_told_in_utc_as_spring_reads_them() {
        assertThat(Job.at("x", "0 17 3 * * *", () -> {}).next().apply(Instant.parse("2026-05-01T03:17:00Z")))
                .isEqualTo(Instant.parse("2026-05-02T03:17:00Z"));
    }
}
