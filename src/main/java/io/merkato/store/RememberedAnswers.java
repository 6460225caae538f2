package io.merkato.store;

import graphql.GraphQLContext;
import graphql.execution.ExecutionContext;
import graphql.language.OperationDefinition;
import io.merkato.api.AnswerMemory;
import io.merkato.api.Freshness;
import io.merkato.api.Viewer;
import io.merkato.tenancy.Tenant;
import io.merkato.tenancy.TenantContext;
import io.merkato.tenancy.Tenants;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What visitors whom nobody knows are answered, beside the rest of what is remembered of a tenant's content, and as long. */
@Component
class RememberedAnswers implements AnswerMemory {

    private static final String ANSWER = "answer";

    private final StoreCache cache;
    private final Tenants tenants;

    /**
     * The operation is the very one that was parsed: the same text is parsed once, for as long as that is remembered.
     *
     * @param origin where the server was reached, as the caller said, which addresses in answers begin with
     */
    private record Question(
            Tenant tenant,
            StoreView view,
            @Nullable String origin,
            OperationDefinition operation,
            Map<String, Object> variables) {}

    RememberedAnswers(StoreCache cache, Tenants tenants) {
        this.cache = cache;
        this.tenants = tenants;
    }

    @Override
    public boolean takes(GraphQLContext context) {
        @Nullable Viewer viewer = context.get("viewer");
        return cache.isEnabled()
                && viewer != null
                && viewer.isAnonymous()
                && context.hasKey("storeView")
                && !context.hasKey(Freshness.OF_SOMEBODY);
    }

    @Override
    public @Nullable Place place(ExecutionContext execution) {
        GraphQLContext context = execution.getGraphQLContext();
        Map<String, Object> variables = execution.getCoercedVariables().toMap();
        StoreCache.Reads reads = cache.reads(context);
        if (!reads.areRemembered() || !reads.takes(variables)) {
            return null;
        }
        TenantContext tenant = Objects.requireNonNull(context.get("tenant"));
        StoreView view = Objects.requireNonNull(context.get("storeView"));
        var question = new Question(
                tenants.byId(tenant), view, context.get("origin"), execution.getOperationDefinition(), variables);
        return new Place() {
            @Override
            public @Nullable Answer find() {
                return reads.find(ANSWER, question);
            }

            @Override
            public void keep(Answer answer) {
                reads.keep(ANSWER, question, answer);
            }
        };
    }
}
