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
@Order(Ordered.HIGHEST_PRECEDENCE)
class Turns extends HttpFilter {

    /** So often a thread waits beside those that its processor knows of, which are served before all others. */
    private static final int AMONG_ALL = 8;

    private final ThreadLocal<Answered> answered = ThreadLocal.withInitial(Answered::new);

    /** How many requests a thread has begun. */
    private static final class Answered {
        int requests;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (Thread.currentThread().isVirtual()) {
            waitFor(answered.get().requests++);
        }
        chain.doFilter(request, response);
    }

    @SuppressWarnings("ThreadPriorityCheck") // a hint is not enough for what counts on it, and nothing does
    private static void waitFor(int before) {
        if (before == 0) {
            return;
        }
        if (before % AMONG_ALL == 0) {
            LockSupport.parkNanos(1);
        } else {
            Thread.yield();
        }
    }
}
