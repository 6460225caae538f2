package io.merkato.api;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.locks.LockSupport;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * Lets others go first when the next request of a connection is there already. Tomcat goes on reading a connection on the thread
 * that has just answered it, and a virtual thread keeps its processor for as long as it has something to do: who asks again at
 * once would be answered a hundred times while everybody else waits for a first turn.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 1) // what a request waits is in its time
class Turns extends HttpFilter {

    /** So long a thread goes on before others go first: of cheap requests it answers some in one turn. */
    private static final long TURN_NANOS = 100_000;

    /**
     * A thread that yields goes to the end of its processor's own queue, which is emptied before those that all processors share,
     * where new requests wait. So often it goes to a shared one.
     */
    private static final int SHARED_QUEUE_EVERY = 8;

    private static final ThreadLocal<Turn> TURN = ThreadLocal.withInitial(Turn::new);

    /** Of a thread: when it began, and how many there were before it. */
    private static final class Turn {
        long begun = System.nanoTime();
        int before;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        letOthersGoFirst();
        chain.doFilter(request, response);
    }

    /** Where one of several requests begins that may be there already. */
    @SuppressWarnings("ThreadPriorityCheck") // whether others went first is never relied on
    static void letOthersGoFirst() {
        if (!Thread.currentThread().isVirtual()) {
            return;
        }
        Turn turn = TURN.get();
        if (System.nanoTime() - turn.begun < TURN_NANOS) {
            return;
        }
        turn.before++;
        if (turn.before % SHARED_QUEUE_EVERY == 0) {
            LockSupport.parkNanos(1);
        } else {
            Thread.yield();
        }
        turn.begun = System.nanoTime();
    }
}
