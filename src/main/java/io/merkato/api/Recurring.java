package io.merkato.api;

import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;

/** Something that is done again and again, however often it fails: the log hears once that it does not work, and once that it works again. */
public final class Recurring {

    private final Logger log;
    private final String what;
    private final AtomicBoolean failing = new AtomicBoolean();

    /** @param what begins the line that the log has of it */
    public Recurring(Logger log, String what) {
        this.log = log;
        this.what = what;
    }

    public void run(Runnable work) {
        try {
            work.run();
            if (failing.getAndSet(false)) {
                log.info("{}: it works again", what);
            }
        } catch (RuntimeException e) {
            if (failing.getAndSet(true)) {
                log.debug("{}: it still fails", what, e);
            } else {
                log.warn("{}: it failed, and is tried again until it works", what, e);
            }
        }
    }
}
