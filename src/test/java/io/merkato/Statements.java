package io.merkato;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jooq.ExecuteContext;
import org.jooq.ExecuteListener;
import org.jooq.ExecuteListenerProvider;
import org.springframework.stereotype.Component;

/** Writes down the SQL that the application sends while a test listens. */
@Component
public class Statements implements ExecuteListenerProvider {

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
                heard.add(String.valueOf(context.sql()));
            }
        };
    }
}
