package io.merkato.api;

import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** How large an answer has become while it is made, so that none grows without end: lists within each other, and long texts by many names, cost little to ask for. */
public final class AnswerSize {

    private final @Nullable Long mostObjects;
    private final long mostCharacters;
    private final AtomicLong objects = new AtomicLong();
    private final AtomicLong characters = new AtomicLong();

    /** @param mostObjects null for any number */
    public AnswerSize(@Nullable Long mostObjects, long mostCharacters) {
        this.mostObjects = mostObjects;
        this.mostCharacters = mostCharacters;
    }

    /** @throws Fault where there are too many with this one */
    public void object() {
        long now = objects.incrementAndGet();
        if (mostObjects != null && now > mostObjects) {
            throw tooLarge("OBJECTS", "objects. Ask for fewer lists within each other.", mostObjects);
        }
    }

    /** @throws Fault where there is too much of it with this one */
    public void text(int length) {
        if (characters.addAndGet(length) > mostCharacters) {
            throw tooLarge(
                    "CHARACTERS", "characters in texts. Ask for shorter pages or for less of each.", mostCharacters);
        }
    }

    /** How many objects there were; what comes next is another answer. */
    public long next() {
        characters.set(0);
        return objects.getAndSet(0);
    }

    /** How many objects there are. */
    public long objects() {
        return objects.get();
    }

    private static Fault tooLarge(String limit, String words, long most) {
        return Fault.of(
                FaultCode.QUERY_TOO_COMPLEX,
                "The answer has more than %d %s".formatted(most, words),
                Map.of("limit", limit, "most", most));
    }
}
