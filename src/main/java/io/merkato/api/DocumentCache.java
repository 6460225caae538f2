package io.merkato.api;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import graphql.ExecutionInput;
import graphql.ParseAndValidate;
import graphql.execution.preparsed.PreparsedDocumentEntry;
import graphql.execution.preparsed.PreparsedDocumentProvider;
import graphql.language.Document;
import graphql.validation.QueryComplexityLimits;
import graphql.validation.ValidationError;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.cache.CaffeineCacheMetrics;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;

/**
 * Documents that were parsed and found valid. What is kept follows from the text, the schema and the limits alone, and these are
 * the key: nothing of a tenant, a caller or the variables goes in, and whatever depends on those is checked at each execution.
 * A document with errors is not kept.
 */
@Component
class DocumentCache implements PreparsedDocumentProvider {

    /** What a syntax tree takes for each character of its text, by estimate. */
    private static final int BYTES_PER_CHARACTER = 32;

    private final Cache<Key, PreparsedDocumentEntry> documents;

    private record Key(String text, int depth, int fields) {}

    DocumentCache(@Value("${merkato.graphql.document-cache:64MB}") DataSize most, MeterRegistry registry) {
        this.documents = Caffeine.newBuilder()
                .maximumWeight(most.toBytes())
                .weigher((Key key, PreparsedDocumentEntry document) ->
                        1_000 + key.text().length() * BYTES_PER_CHARACTER)
                .recordStats()
                .build();
        CaffeineCacheMetrics.monitor(registry, documents, "documents");
    }

    @Override
    public CompletableFuture<PreparsedDocumentEntry> getDocumentAsync(
            ExecutionInput input, Function<ExecutionInput, PreparsedDocumentEntry> parseAndValidate) {
        QueryComplexityLimits limits =
                input.getGraphQLContext().getOrDefault(QueryComplexityLimits.KEY, QueryComplexityLimits.DEFAULT);
        var key = new Key(input.getQuery(), limits.getMaxDepth(), limits.getMaxFieldsCount());
        PreparsedDocumentEntry document = documents.getIfPresent(key);
        if (document == null) {
            Fault unread = DocumentShape.refusal(key.text());
            if (unread != null) {
                return refused(unread);
            }
            input.getGraphQLContext()
                    .put(ParseAndValidate.INTERNAL_VALIDATION_PREDICATE_HINT, SubscriptionRoot.OTHER_RULES);
            try {
                document = parseAndValidate.apply(input);
            } catch (NumberFormatException e) {
                return refused(DocumentShape.exponent());
            }
            if (!document.hasErrors()) {
                Document parsed = Objects.requireNonNull(document.getDocument());
                List<ValidationError> problems = SubscriptionRoot.problems(parsed);
                if (!problems.isEmpty()) {
                    return CompletableFuture.completedFuture(new PreparsedDocumentEntry(List.copyOf(problems)));
                }
                Fault refusal = DocumentShape.refusal(parsed);
                if (refusal != null) {
                    return refused(refusal);
                }
                documents.put(key, document);
            }
        }
        return CompletableFuture.completedFuture(document);
    }

    private static CompletableFuture<PreparsedDocumentEntry> refused(Fault refusal) {
        return CompletableFuture.completedFuture(new PreparsedDocumentEntry(List.of(new FaultError(refusal))));
    }
}
