package io.merkato.platform;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.Schedule;
import io.merkato.api.Job;
import io.merkato.api.StopsBeside;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The clock of the modules' jobs. It has connections of its own to its one table, {@code platform.scheduled_task}, which belongs to no tenant; what a job
 * does goes the same guarded way as everything else.
 */
@Configuration(proxyBeanMethods = false)
class JobsConfiguration {

    private static final int THREADS = 4;
    private static final Duration SHORTEST = Duration.ofSeconds(1);

    static Scheduler scheduler(DataSource dataSource, List<Job> jobs, Duration patience, Duration poll) {
        return Scheduler.create(dataSource)
                .startTasks(jobs.stream().map(JobsConfiguration::task).toList())
                .tableName("platform.scheduled_task")
                .threads(THREADS)
                .pollingInterval(poll)
                // What a node that was killed had under way is taken over after six of them.
                .heartbeatInterval(poll.compareTo(SHORTEST) < 0 ? SHORTEST : poll)
                .shutdownMaxWait(patience)
                .build();
    }

    private static RecurringTask<Void> task(Job job) {
        return Tasks.recurring(job.name(), new Due(job))
                .execute((instance, context) -> job.work().run());
    }

    private static Job timed(Job job, MeterRegistry registry) {
        Timer done = timer(job, "done", registry);
        Timer failed = timer(job, "failed", registry);
        return new Job(job.name(), job.next(), () -> {
            long begun = System.nanoTime();
            Timer outcome = failed;
            try {
                job.work().run();
                outcome = done;
            } finally {
                outcome.record(System.nanoTime() - begun, TimeUnit.NANOSECONDS);
            }
        });
    }

    private static Timer timer(Job job, String outcome, MeterRegistry registry) {
        return Timer.builder("merkato.jobs")
                .description("What is done again and again, by one node at a time")
                .tag("job.name", job.name())
                .tag("outcome", outcome)
                .register(registry);
    }

    private record Due(Job job) implements Schedule {
        @Override
        public Instant getNextExecutionTime(ExecutionComplete done) {
            return job.next().apply(done.getTimeDone());
        }

        @Override
        public Instant getInitialExecutionTime(Instant now) {
            return job.next().apply(now);
        }

        /** What the database remembers of a time that was changed since gives way to the new one. */
        @Override
        public boolean isDeterministic() {
            return false;
        }
    }

    /** Begins when the application is up, and ends before what the jobs need does. One that has ended does not begin again, so each start makes its own. */
    @Bean
    SmartLifecycle jobs(
            DataSource dataSource,
            List<Job> jobs,
            MeterRegistry registry,
            @Value("${spring.lifecycle.timeout-per-shutdown-phase:20s}") Duration patience,
            @Value("${merkato.jobs.poll:10s}") Duration poll) {
        List<Job> timed = jobs.stream().map(job -> timed(job, registry)).toList();
        Supplier<Scheduler> next = () -> scheduler(dataSource, timed, patience, poll);
        return new StopsBeside() {
            private volatile @Nullable Scheduler running;

            @Override
            public void start() {
                Scheduler scheduler = next.get();
                scheduler.start();
                running = scheduler;
            }

            @Override
            public void stop() {
                Scheduler scheduler = running;
                if (scheduler != null) {
                    scheduler.stop();
                    running = null;
                }
            }

            @Override
            public boolean isRunning() {
                return running != null;
            }
        };
    }
}
