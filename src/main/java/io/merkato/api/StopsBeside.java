package io.merkato.api;

import org.springframework.context.SmartLifecycle;

/** Stops beside the others of its phase, all of which have the time of one: what each of them waits for in turn would add up to more than a node is given to end. */
public interface StopsBeside extends SmartLifecycle {

    @Override
    default void stop(Runnable done) {
        Thread.ofVirtual().name("stops " + getClass().getSimpleName()).start(() -> {
            try {
                stop();
            } finally {
                done.run();
            }
        });
    }
}
