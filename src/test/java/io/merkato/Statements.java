package io.merkato;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.jooq.ExecuteContext;
import org.jooq.ExecuteListener;
import org.jooq.ExecuteListenerProvider;
import org.springframework.stereotype.Component;

/** Writes down the SQL that the application sends while a test listens. */
@Component
public class Statements implements ExecuteListenerProvider {

    /** Threads that ask the database by themselves, whatever a test does. */
    private static final Pattern BACKGROUND = Pattern.compile("product-imports|scheduling-");

    private final List<String> heard = new CopyOnWriteArrayList<>();

    /** What was sent while the work ran, in order. */
    public List<String> of(Runnable work) {
        heard.clear();
        work.run();
        return List.copyOf(heard);
    }

    @Override
    public ExecuteListener provide() {
        return new ExecuteListener() {
            @Override
            public void executeStart(ExecuteContext context) {
                if (!BACKGROUND.matcher(Thread.currentThread().getName()).lookingAt()) {
                    heard.add(String.valueOf(context.sql()));
                }
            }
        };
    }
}
