package io.merkato.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import graphql.GraphQLContext;
import io.merkato.MovedClock;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.util.unit.DataSize;

/** Until when an answer holds, and what it rests on. */
class KeptAnswersTest {

    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final CachePolicy MINUTE = new CachePolicy(60, false);
    private static final byte[] BODY = "{\"data\":{}}".getBytes(StandardCharsets.UTF_8);

    private final MovedClock clock = new MovedClock();
    private @Nullable Object premise = "as it is";

    private KeptAnswers kept(String... origins) {
        return new KeptAnswers(
                List.of(new Premise() {
                    @Override
                    public List<String> headers() {
                        return List.of("Shop");
                    }

                    @Override
                    public @Nullable Object now(
                            HttpServletRequest request, RequestedDocument document, GraphQLContext context) {
                        return premise;
                    }
                }),
                List.of(),
                clock,
                new Compression(true, DataSize.ofKilobytes(1)),
                List.of(origins),
                DataSize.ofMegabytes(1));
    }

    private static MockHttpServletRequest request(@Nullable String tag) {
        var request = new MockHttpServletRequest("GET", "/graphql");
        request.setQueryString("documentId=page");
        request.addHeader("Shop", "mine");
        if (tag != null) {
            request.addHeader("If-None-Match", tag);
        }
        return request;
    }

    private static String tag(MockHttpServletResponse response) {
        return String.valueOf(response.getHeader("ETag"));
    }

    private MockHttpServletResponse answered(KeptAnswers kept, Instant at, CachePolicy policy, Instant until) {
        return answered(kept, request(null), at, policy, until);
    }

    private MockHttpServletResponse answered(
            KeptAnswers kept, MockHttpServletRequest request, Instant at, CachePolicy policy, Instant until) {
        var response = new MockHttpServletResponse();
        KeptAnswers.Asked asked = kept.asked(request, AnswerType.JSON, new RequestedDocument(null, "page", null));
        GraphQLContext context = GraphQLContext.newContext().of(asked.context()).build();
        clock.at(at, () -> {
            Freshness.until(context, until);
            Freshness freshness = Freshness.of(context);
            assertThat(freshness).isNotNull();
            if (freshness != null) {
                freshness.begins(policy, CachePolicy.OF_ONE, List.of());
            }
            asked.begins();
            try {
                return asked.answer(response, BODY, null);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        return response;
    }

    private String again(KeptAnswers kept, Instant at, String tag) {
        var response = new MockHttpServletResponse();
        return clock.at(
                at,
                () -> kept.answerUnchanged(request(tag), response, AnswerType.JSON)
                        ? response.getStatus() + " " + response.getHeader("Cache-Control")
                        : "to be carried out");
    }

    @Test
    void an_answer_holds_until_its_next_turn_and_is_kept_no_longer() {
        KeptAnswers kept = kept("*");
        MockHttpServletResponse answer = answered(kept, NOON, MINUTE, NOON.plusSeconds(90));

        assertThat(answer.getHeader("Cache-Control")).isEqualTo("public, max-age=60");
        assertThat(again(kept, NOON.plusSeconds(20), tag(answer))).isEqualTo("304 public, max-age=60");
        assertThat(again(kept, NOON.plusSeconds(80), tag(answer))).isEqualTo("304 public, max-age=10");
        assertThat(again(kept, NOON.plusSeconds(90), tag(answer))).isEqualTo("to be carried out");
    }

    @Test
    void what_may_turn_at_any_time_or_is_not_to_be_kept_is_carried_out_again() {
        KeptAnswers kept = kept("*");
        for (MockHttpServletResponse answer : List.of(
                answered(kept, NOON, MINUTE, Instant.MIN),
                answered(kept, NOON, MINUTE, NOON),
                answered(kept, NOON, new CachePolicy(0, false), Instant.MAX))) {
            assertThat(answer.getHeader("Cache-Control")).isEqualTo("private, no-cache");
            assertThat(again(kept, NOON, tag(answer))).isEqualTo("to be carried out");
        }
        MockHttpServletResponse ownAnswer = answered(kept, NOON, new CachePolicy(60, true), Instant.MAX);
        assertThat(ownAnswer.getHeader("ETag")).isNull();
        assertThat(ownAnswer.getHeader("Cache-Control")).isNull();
    }

    @Test
    void what_it_rested_on_is_looked_at_each_time() {
        KeptAnswers kept = kept("*");
        String tag = tag(answered(kept, NOON, MINUTE, Instant.MAX));
        assertThat(again(kept, NOON, tag)).startsWith("304");
        premise = "otherwise";
        assertThat(again(kept, NOON, tag)).isEqualTo("to be carried out");
        premise = null;
        assertThat(again(kept, NOON, tag)).isEqualTo("to be carried out");
        assertThat(answered(kept, NOON, MINUTE, Instant.MAX).getHeader("Cache-Control"))
                .isEqualTo("private, no-cache");
    }

    @Test
    void what_callers_choose_counts_so_that_no_more_is_kept_than_there_is_room_for() {
        KeptAnswers kept = kept("*");
        List<MockHttpServletRequest> asked = IntStream.range(0, 300)
                .mapToObj(i -> {
                    MockHttpServletRequest request = request(null);
                    request.setServerName("a".repeat(4_000) + i);
                    return request;
                })
                .toList();
        asked.forEach(request -> {
            var response = answered(kept, request, NOON, MINUTE, Instant.MAX);
            request.addHeader("If-None-Match", tag(response));
        });

        await().untilAsserted(() -> assertThat(asked.stream()
                        .filter(request -> clock.at(
                                NOON,
                                () -> kept.answerUnchanged(request, new MockHttpServletResponse(), AnswerType.JSON))))
                .hasSizeBetween(50, 99)); // 1 MB of 10.5 kB each
    }

    @Test
    void where_some_origins_may_ask_and_others_not_the_answer_goes_by_it() {
        MockHttpServletResponse open = answered(kept("*"), NOON, MINUTE, Instant.MAX);
        MockHttpServletResponse some = answered(kept("https://shop.example"), NOON, MINUTE, Instant.MAX);

        assertThat(open.getHeader("Vary")).isEqualTo("Accept, Accept-Encoding, Shop");
        assertThat(open.getHeader("Access-Control-Allow-Origin")).isEqualTo("*");
        assertThat(some.getHeader("Vary")).isEqualTo("Accept, Accept-Encoding, Origin, Shop");
        assertThat(some.getHeader("Access-Control-Allow-Origin")).isNull();
    }
}
