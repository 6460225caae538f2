package io.merkato.api;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.function.UnaryOperator;
import org.springframework.scheduling.support.CronExpression;

/**
 * Work that is done again and again, by one node of the cluster at a time. A module declares one bean per job.
 *
 * @param name unique and for ever: under it the database remembers when it was done
 * @param next when it is due again after it ended at a time
 * @param work what a node that dies leaves undone, another begins from the start
 */
public record Job(String name, UnaryOperator<Instant> next, Runnable work) {

    /** @param cron as Spring has it, in UTC */
    public static Job at(String name, String cron, Runnable work) {
        CronExpression times = CronExpression.parse(cron);
        return new Job(
                name,
                after -> {
                    var next = times.next(after.atOffset(ZoneOffset.UTC));
                    return next == null ? Instant.MAX : next.toInstant();
                },
                work);
    }

    /** @param pause between the end of one time and the beginning of the next */
    public static Job every(String name, Duration pause, Runnable work) {
        return new Job(name, after -> after.plus(pause), work);
    }
}
