package io.merkato.api;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import graphql.GraphQLContext;
import graphql.execution.ExecutionContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;

/**
 * Lets caches keep what was asked by GET, and remembers of answers to everybody what they rest on: while that is the same, whoever has such an
 * answer is told so (304), and nothing is carried out. Only the entity tag is kept here, so it takes little and is no copy that could be stale.
 */
@Component
@Order(5)
class KeptAnswers implements OperationGate {

    /** What an answer takes beside what its caller chose: what it rests on above all. */
    private static final int WEIGHT = 2_500;

    private final List<Premise> premises;
    private final List<Repetition> repetitions;
    private final Clock clock;
    private final Compression compression;
    private final boolean anyOrigin;
    private final String vary;
    private final List<String> headers;
    private final Cache<Key, Kept> answers;

    private record Key(String scheme, String host, int port, String query, AnswerType type, List<String> headers) {

        /** The query twice, as the document's name comes from it too. */
        int weight() {
            return WEIGHT
                    + 2 * host.length()
                    + 4 * query.length()
                    + headers.stream().mapToInt(header -> 2 * header.length()).sum();
        }
    }

    /** Of an answer: what was asked for, what it rests on as it was last found, until when, and how it is known by. */
    private record Kept(
            RequestedDocument document,
            AtomicReference<List<Object>> premises,
            Instant until,
            int maxAge,
            EntityTag tag,
            boolean large) {

        /** What is the same and was read anew takes the place of what it was: the same objects are compared at a glance. */
        boolean standsWhile(@Nullable List<Object> now) {
            if (now == null || !premises.get().equals(now)) {
                return false;
            }
            premises.set(now);
            return true;
        }
    }

    /** A request by GET, before it is carried out. */
    final class Asked {

        private static final String KEY = Asked.class.getName();

        private final HttpServletRequest request;
        private final AnswerType type;
        private final RequestedDocument document;
        private volatile @Nullable List<Object> premises;
        private final Freshness freshness = new Freshness();

        private Asked(HttpServletRequest request, AnswerType type, RequestedDocument document) {
            this.request = request;
            this.type = type;
            this.document = document;
        }

        Map<String, Object> context() {
            return Map.of(Freshness.KEY, freshness, KEY, this);
        }

        /** To be called once the answer is paid for, as it may read from the database, and before it reads anything. */
        void begins() {
            if (freshness.policy().isForAll()) {
                premises = premises(request, document, GraphQLContext.getDefault());
            }
        }

        /**
         * Sends what was answered without an error.
         *
         * @return how many bytes, before they were compressed
         */
        int answer(HttpServletResponse response, byte[] body, @Nullable Object data) throws IOException {
            CachePolicy policy = freshness.policy();
            response.setContentType(type.text());
            if (policy.isPrivate()) {
                compression.send(request, response, body);
                return body.length;
            }
            boolean large = compression.takes(body.length);
            EntityTag tag = EntityTag.of(freshness.about(), type, body, coding(request, large));
            List<Object> premises = this.premises;
            if (premises != null && freshness.until().isAfter(clock.instant())) {
                var kept = new Kept(
                        document, new AtomicReference<>(premises), freshness.until(), policy.maxAge(), tag, large);
                answers.put(key(request, type), kept);
                forEverybody(response, kept);
                response.setHeader(SurrogateKeys.HEADER, SurrogateKeys.of(freshness.about(), data));
            } else {
                response.setHeader(HttpHeaders.CACHE_CONTROL, "private, no-cache");
                response.setHeader(HttpHeaders.VARY, vary);
            }
            response.setHeader(HttpHeaders.ETAG, tag.text());
            if (tag.isAt(request)) {
                response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
                return 0;
            }
            Compression.send(response, body, tag.coding());
            return body.length;
        }
    }

    KeptAnswers(
            List<Premise> premises,
            List<Repetition> repetitions,
            Clock clock,
            Compression compression,
            @Value("${merkato.cors.allowed-origins:*}") List<String> origins,
            @Value("${merkato.graphql.kept-answers.memory:32MB}") DataSize most) {
        this.premises = List.copyOf(premises);
        this.repetitions = List.copyOf(repetitions);
        this.clock = clock;
        this.compression = compression;
        this.anyOrigin = origins.equals(List.of("*"));
        this.headers =
                premises.stream().flatMap(each -> each.headers().stream()).toList();
        this.vary = Stream.of(
                        Stream.of(HttpHeaders.ACCEPT, HttpHeaders.ACCEPT_ENCODING),
                        headers.stream(),
                        Stream.of(HttpHeaders.ORIGIN).filter(origin -> !anyOrigin))
                .flatMap(names -> names)
                .sorted()
                .collect(Collectors.joining(", "));
        this.answers = Caffeine.newBuilder()
                .maximumWeight(most.toBytes())
                .weigher((Key key, Kept kept) -> key.weight())
                .build();
    }

    Asked asked(HttpServletRequest request, AnswerType type, RequestedDocument document) {
        return new Asked(request, type, document);
    }

    /** Looks what the answer will rest on. */
    @Override
    public void admit(ExecutionContext execution) {
        Asked asked = execution.getGraphQLContext().get(Asked.KEY);
        if (asked != null) {
            asked.begins();
        }
    }

    /** Answers 304 where the caller has what would be answered. */
    boolean answerUnchanged(HttpServletRequest request, HttpServletResponse response, AnswerType type) {
        Kept kept = answers.getIfPresent(key(request, type));
        if (kept == null || !kept.until().isAfter(clock.instant())) {
            return false;
        }
        var tag = new EntityTag(kept.tag().hash(), coding(request, kept.large()));
        GraphQLContext context = GraphQLContext.getDefault();
        if (!tag.isAt(request)
                || !kept.standsWhile(premises(request, kept.document(), context))
                || !admitAgain(context)) {
            return false;
        }
        forEverybody(response, kept);
        response.setHeader(HttpHeaders.ETAG, tag.text());
        response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
        return true;
    }

    /** Null where it is about who asks, or would be refused: then it is carried out, and refused there. */
    private @Nullable List<Object> premises(
            HttpServletRequest request, RequestedDocument document, GraphQLContext context) {
        var now = new ArrayList<>(premises.size());
        try {
            for (Premise premise : premises) {
                Object one = premise.now(request, document, context);
                if (one == null) {
                    return null;
                }
                now.add(one);
            }
        } catch (Fault | DataAccessException refused) {
            return null;
        }
        return now;
    }

    private boolean admitAgain(GraphQLContext context) {
        try {
            repetitions.forEach(repetition -> repetition.admit(context));
            return true;
        } catch (Fault refused) {
            return false;
        }
    }

    private void forEverybody(HttpServletResponse response, Kept kept) {
        long seconds =
                Math.clamp(Duration.between(clock.instant(), kept.until()).toSeconds(), 0L, kept.maxAge());
        response.setHeader(HttpHeaders.CACHE_CONTROL, "public, max-age=" + seconds);
        response.setHeader(HttpHeaders.VARY, vary);
        if (anyOrigin) {
            response.setHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, "*");
        }
    }

    private Key key(HttpServletRequest request, AnswerType type) {
        return new Key(
                request.getScheme(),
                request.getServerName(),
                request.getServerPort(),
                Objects.requireNonNullElse(request.getQueryString(), ""),
                type,
                headers(request));
    }

    private List<String> headers(HttpServletRequest request) {
        var values = new ArrayList<String>(headers.size());
        for (String name : headers) {
            values.add(Objects.requireNonNullElse(request.getHeader(name), ""));
        }
        return values;
    }

    private Compression.@Nullable Coding coding(HttpServletRequest request, boolean large) {
        return large ? compression.accepted(request) : null;
    }
}
