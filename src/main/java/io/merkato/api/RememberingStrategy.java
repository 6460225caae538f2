package io.merkato.api;

import graphql.ExecutionResult;
import graphql.ExecutionResultImpl;
import graphql.execution.ExecutionContext;
import graphql.execution.ExecutionStrategyParameters;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.execution.DataFetcherExceptionResolver;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Carries out queries, but for those whose answer is remembered. Either way the operation has been admitted: it is known who asks, it is counted and
 * paid, and it may be asked. What may be remembered is what may be given to everybody, by {@code @cacheControl} and {@link Freshness}; what of it is
 * {@link ReadAnew} is read even then; where that fails, all is carried out but for what failed,
 * which is not asked again. Where a {@link Basis} is another, all is carried out too.
 */
@Component
class RememberingStrategy extends CountingStrategy {

    private final AnswerMemory memory;
    private final Clock clock;
    private final JsonMapper json;

    RememberingStrategy(
            List<DataFetcherExceptionResolver> exceptions, AnswerMemory memory, Clock clock, JsonMapper json) {
        super(exceptions);
        this.memory = memory;
        this.clock = clock;
        this.json = json;
    }

    @Override
    public CompletableFuture<ExecutionResult> execute(
            ExecutionContext execution, ExecutionStrategyParameters parameters) {
        Freshness freshness = Freshness.of(execution.getGraphQLContext());
        AnswerMemory.Place place =
                freshness != null && freshness.inMemory().isForAll() && memory.takes(execution.getGraphQLContext())
                        ? memory.place(execution)
                        : null;
        if (freshness == null || place == null) {
            return super.execute(execution, parameters);
        }
        AnswerMemory.Answer known = place.find();
        if (known == null || !known.until().isAfter(clock.instant())) {
            return carriedOut(execution, parameters, freshness, place);
        }
        return Holes.filled(known, execution.getDataLoaderRegistry())
                .exceptionally(failure -> Optional.empty())
                .thenCompose(filled -> {
                    if (filled.isEmpty()) {
                        return carriedOut(execution, parameters, freshness, place);
                    }
                    freshness.is(known);
                    return CompletableFuture.completedFuture(new ExecutionResultImpl(filled.get(), List.of()));
                });
    }

    private CompletableFuture<ExecutionResult> carriedOut(
            ExecutionContext execution,
            ExecutionStrategyParameters parameters,
            Freshness freshness,
            AnswerMemory.Place place) {
        var holes = new Holes();
        execution.getGraphQLContext().put(Holes.KEY, holes);
        return super.execute(execution, parameters).thenApply(result -> {
            @Nullable Map<String, Object> data = result.getData();
            if (data != null
                    && result.getErrors().isEmpty()
                    && freshness.inMemoryUntil().isAfter(clock.instant())) {
                keep(place, data, holes.all(), freshness);
            }
            return result;
        });
    }

    /** Whoever asked is given the answer in any case. */
    private void keep(
            AnswerMemory.Place place, Map<String, Object> data, List<AnswerMemory.Hole> holes, Freshness freshness) {
        WrittenData written;
        try {
            written = WrittenData.of(
                    json, data, holes.stream().map(AnswerMemory.Hole::path).toList());
        } catch (IllegalArgumentException notUtf8) {
            return;
        }
        place.keep(new AnswerMemory.Answer(written, freshness.inMemoryUntil(), holes, freshness.found()));
    }
}
