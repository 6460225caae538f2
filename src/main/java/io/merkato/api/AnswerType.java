package io.merkato.api;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;

/** As what a request over HTTP wants to be answered. */
enum AnswerType {
    /** Whatever a well-formed request comes to is answered with the status 200. */
    JSON(MediaType.APPLICATION_JSON),
    /** The status says whether the document was carried out. */
    GRAPHQL_RESPONSE(MediaType.APPLICATION_GRAPHQL_RESPONSE),
    EVENT_STREAM(MediaType.TEXT_EVENT_STREAM);

    private final MediaType type;
    private final String text;

    AnswerType(MediaType type) {
        this.type = type;
        this.text = type.toString();
    }

    String text() {
        return text;
    }

    /**
     * The one that is wanted most, the earlier of two that are wanted alike, and JSON where anything will do. An event stream is
     * it only where nothing else is wanted.
     *
     * @param accept the header; empty where it accepts nothing that there is
     */
    static Optional<AnswerType> of(@Nullable String accept) {
        if (accept == null || accept.equals("*/*")) {
            return Optional.of(JSON);
        }
        for (AnswerType each : values()) {
            if (accept.equals(each.text)) {
                return Optional.of(each);
            }
        }
        return best(accept);
    }

    private static Optional<AnswerType> best(String accept) {
        List<MediaType> wanted;
        try {
            wanted = MediaType.parseMediaTypes(accept);
        } catch (InvalidMediaTypeException e) {
            return Optional.empty();
        }
        return wanted.isEmpty()
                ? Optional.of(JSON)
                : wanted.stream()
                        .filter(each -> each.getQualityValue() > 0)
                        .sorted(Comparator.comparingDouble(MediaType::getQualityValue)
                                .reversed())
                        .flatMap(each -> matching(each).stream())
                        .min(Comparator.comparing(each -> each == EVENT_STREAM));
    }

    private static Optional<AnswerType> matching(MediaType wanted) {
        String charset = wanted.getParameter("charset");
        if (charset != null && !charset.equalsIgnoreCase("utf-8")) {
            return Optional.empty();
        }
        for (AnswerType each : values()) {
            if (wanted.includes(each.type)) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }

    /** Whether a subscription can be answered, beside what else is wanted. */
    static boolean takesEvents(@Nullable String accept) {
        return accept != null && accept.contains(MediaType.TEXT_EVENT_STREAM_VALUE);
    }
}
