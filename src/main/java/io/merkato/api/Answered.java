package io.merkato.api;

import java.util.Map;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.server.WebGraphQlRequest;

/** Lets whoever wants to know hear how many bytes a request was answered with, before compression. */
public final class Answered {

    private static final String KEY = Answered.class.getName();

    /** Attribute of a request that was counted before it was passed on, to be answered by events. */
    static final String COUNTED = Answered.class.getName() + ".counted";

    private @Nullable LongConsumer told;

    Answered() {}

    /** To be called while the request is under way. */
    public static void noted(WebGraphQlRequest request, LongConsumer bytes) {
        if (request.getAttributes().get(KEY) instanceof Answered answered) {
            answered.told = bytes;
        }
    }

    /** Whether it was under way before, and is so again as it is answered another way. */
    public static boolean isCounted(WebGraphQlRequest request) {
        return request.getAttributes().containsKey(COUNTED);
    }

    void into(Map<String, Object> attributes) {
        attributes.put(KEY, this);
    }

    static void with(Map<String, Object> attributes, long bytes) {
        if (attributes.get(KEY) instanceof Answered answered && answered.told != null) {
            answered.told.accept(bytes);
        }
    }
}
