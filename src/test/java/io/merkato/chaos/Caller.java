package io.merkato.chaos;

import io.merkato.Client;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Sends the same again, under the same key, until an answer comes: as an app on a bad network does. */
final class Caller {

    private static final Set<String> LATER = Set.of("UNAVAILABLE", "INTERNAL_ERROR", "IDEMPOTENCY_IN_PROGRESS");
    private static final long PATIENCE = TimeUnit.MINUTES.toNanos(5);
    private static final Executor THREADS = Executors.newVirtualThreadPerTaskExecutor();

    private Caller() {}

    /** Not before this has passed. */
    static void pause(int millis) {
        CompletableFuture.supplyAsync(
                        () -> true, CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS, THREADS))
                .join();
    }

    /** The first field of what is answered. */
    static JsonNode asks(Client who, String document) {
        long end = System.nanoTime() + PATIENCE;
        String last = "";
        while (System.nanoTime() < end) {
            try {
                JsonNode response = who.run(document);
                JsonNode answer = response.path("data").isObject()
                        ? response.get("data").iterator().next()
                        : null;
                String code = response.has("errors")
                        ? response.at("/errors/0/extensions/code").asString("")
                        : answer == null ? "" : answer.at("/userErrors/0/code").asString("");
                if (!LATER.contains(code)) {
                    if (response.has("errors") || answer == null) {
                        throw new IllegalStateException(document + " was answered " + response);
                    }
                    return answer;
                }
                last = response.toString();
            } catch (AssertionError | JacksonException e) {
                last = String.valueOf(e.getMessage()); // Nobody there, or gone before all was said.
            }
            pause(100);
        }
        throw new IllegalStateException(document + " was not answered: " + last);
    }

    /** What cannot be refused. */
    static JsonNode does(Client who, String mutation) {
        JsonNode payload = asks(who, "mutation { " + mutation + " }");
        if (!payload.get("userErrors").isEmpty()) {
            throw new IllegalStateException(mutation + " was answered " + payload);
        }
        return payload;
    }

    /** The same sent twice at once. */
    static JsonNode doesTwice(Client who, String mutation) {
        var other = CompletableFuture.supplyAsync(() -> does(who, mutation), THREADS);
        JsonNode one = does(who, mutation);
        other.join();
        return one;
    }
}
