package io.merkato;

import io.merkato.store.StoreCache;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Pattern;
import org.jooq.ExecuteContext;
import org.jooq.ExecuteListener;
import org.jooq.ExecuteListenerProvider;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Writes down the SQL that the application sends while a test listens. */
@Component
public class Statements implements ExecuteListenerProvider {

    /** Threads that ask the database whatever a test does: the worker, what is scheduled, messages and subscriptions of tests before. */
    private static final Pattern BACKGROUND = Pattern.compile(
            "(product-imports|scheduling-|events-|lookout-|payment-settlement-|remembered|db-scheduler|webhooks).*|");

    /** Those of them that make what subscribers hear. */
    private static final Pattern EVENTS = Pattern.compile("(scheduling-|events-|lookout-).*");

    /** Null while nobody listens. */
    private volatile @Nullable Queue<String> heard;

    private volatile @Nullable Queue<String> heardOfEvents;
    private final Map<String, Runnable> failures = new ConcurrentHashMap<>();
    private final Map<String, Runnable> failuresUnconnected = new ConcurrentHashMap<>();

    private final ObjectProvider<StoreCache> cache;

    Statements(ObjectProvider<StoreCache> cache) {
        this.cache = cache;
    }

    /** What was sent while the work ran and nothing of catalogues was remembered, in order. */
    public List<String> of(Runnable work) {
        return of(work, false);
    }

    /** What was sent while the work ran and catalogues were remembered, in order. */
    public List<String> remembering(Runnable work) {
        return of(work, true);
    }

    private List<String> of(Runnable work, boolean remembered) {
        boolean remembering = cache.getObject().enable(remembered);
        var said = new ConcurrentLinkedQueue<String>();
        heard = said;
        try {
            work.run();
            return List.copyOf(said);
        } finally {
            heard = null;
            cache.getObject().enable(remembering);
        }
    }

    /** What was sent for subscribers in the background while the work ran, in order. */
    public List<String> ofEvents(Runnable work) {
        var said = new ConcurrentLinkedQueue<String>();
        heardOfEvents = said;
        try {
            work.run();
            return List.copyOf(said);
        } finally {
            heardOfEvents = null;
        }
    }

    /** Lets the next statement that has these words end so, as it does on a server at its limits. */
    public void failOnce(String words, Runnable failure) {
        failures.put(words, failure);
    }

    /** As {@link #failOnce}, before it has a connection: jOOQ gives none back after what is no exception. */
    public void failOnceUnconnected(String words, Runnable failure) {
        failuresUnconnected.put(words, failure);
    }

    @Override
    public ExecuteListener provide() {
        return new ExecuteListener() {
            @Override
            public void renderEnd(ExecuteContext context) {
                fail(String.valueOf(context.sql()), failuresUnconnected);
            }

            @Override
            public void executeStart(ExecuteContext context) {
                String sql = String.valueOf(context.sql());
                Queue<String> listening = listening(Thread.currentThread().getName());
                if (listening != null) {
                    listening.add(sql);
                }
                fail(sql, failures);
            }
        };
    }

    private @Nullable Queue<String> listening(String thread) {
        if (EVENTS.matcher(thread).matches()) {
            return heardOfEvents;
        }
        return BACKGROUND.matcher(thread).matches() ? null : heard;
    }

    private static void fail(String sql, Map<String, Runnable> failures) {
        for (String words : failures.keySet()) {
            if (sql.contains(words)) {
                Runnable failure = failures.remove(words);
                if (failure != null) {
                    failure.run();
                }
            }
        }
    }
}
