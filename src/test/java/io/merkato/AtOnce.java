package io.merkato;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/** Many who do something at the same moment. */
public final class AtOnce {

    /** As many as a tenant has connections on one node. */
    public static final int THREADS = 15;

    private AtOnce() {}

    /** What one of them does, numbered from 0. */
    public interface Work<T> {
        T of(int number) throws Exception;
    }

    /** What came of each, in the order of their numbers: as many at once as there are connections for a tenant, so that none gives up waiting for one, and then the next. */
    public static <T> List<T> all(int many, Work<T> work) throws Exception {
        return all(many, work, Executors.newFixedThreadPool(Math.min(many, THREADS)));
    }

    /** The same of all of them together: who waits too long for a connection is told so, and does it again by the same key. */
    public static <T> List<T> together(int many, Work<T> work) throws Exception {
        return all(many, work, Executors.newVirtualThreadPerTaskExecutor());
    }

    private static <T> List<T> all(int many, Work<T> work, ExecutorService executor) throws Exception {
        var begin = new CountDownLatch(1);
        try (ExecutorService threads = executor) {
            List<Future<T>> asked = IntStream.range(0, many)
                    .mapToObj(number -> threads.submit((Callable<T>) () -> {
                        begin.await();
                        return work.of(number);
                    }))
                    .toList();
            begin.countDown();
            var answers = new ArrayList<T>();
            for (Future<T> each : asked) {
                answers.add(each.get());
            }
            return answers;
        }
    }
}
