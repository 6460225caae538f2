package io.merkato.metering;

import graphql.ExecutionResult;
import graphql.GraphQLContext;
import io.merkato.api.Actor;
import io.merkato.api.Allowance;
import io.merkato.api.Answered;
import io.merkato.api.Viewer;
import io.merkato.tenancy.RequestTerms;
import io.merkato.tenancy.Tenant;
import io.merkato.tenancy.TenantContext;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.springframework.core.annotation.Order;
import org.springframework.graphql.server.WebGraphQlInterceptor;
import org.springframework.graphql.server.WebGraphQlRequest;
import org.springframework.graphql.server.WebGraphQlResponse;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Holds each request to what its tenant's plan and its caller's bucket allow, and says in {@code extensions.cost} what it cost. */
@Component
@Order(1)
class RequestLimits implements WebGraphQlInterceptor {

    /** Key of a request's context: the code of its tenant's plan. */
    static final String PLAN = "plan";

    /** Beyond the month's quota. Anybody can use that up, so it slows a shop's callers down and shuts nobody out. */
    private static final long DEARER = 10;

    private final RequestTerms terms;
    private final UsageMeter meter;
    private final Turnstiles turnstiles;
    private final Buckets buckets;

    RequestLimits(RequestTerms terms, UsageMeter meter, Turnstiles turnstiles, Buckets buckets) {
        this.terms = terms;
        this.meter = meter;
        this.turnstiles = turnstiles;
        this.buckets = buckets;
    }

    /** What one request has taken. */
    private static final class Taken {
        private @Nullable Admission admission;
        private Consumer<ExecutionResult> event = data -> {};

        private void eventFailed() {
            if (admission != null) {
                admission.eventFailed();
            }
        }
    }

    @Override
    public Mono<WebGraphQlResponse> intercept(WebGraphQlRequest request, Chain chain) {
        var taken = new Taken();
        request.configureExecutionInput((input, builder) -> {
            enter(request, input.getGraphQLContext(), taken);
            return input;
        });
        return chain.next(request)
                .doOnError(failure -> {
                    if (taken.admission != null) {
                        taken.admission.settle(null, false);
                    }
                })
                .map(response -> reported(counted(response, taken), taken.admission))
                .doFinally(how -> {
                    if (taken.admission != null) {
                        taken.admission.leave();
                    }
                });
    }

    private void enter(WebGraphQlRequest request, GraphQLContext context, Taken taken) {
        @Nullable TenantContext tenant = context.get("tenant");
        @Nullable Viewer viewer = context.get("viewer");
        if (viewer == null) {
            return;
        }
        RequestTerms.Terms theirs = terms.of(context.get(PLAN));
        boolean atWork = viewer.actor().kind() != Actor.Kind.API_KEY
                && !viewer.permissions().isEmpty();
        boolean dearer = tenant != null && !atWork && isBeyondQuota(tenant.id(), theirs);
        String caller = atWork || viewer.actor().kind() == Actor.Kind.API_KEY ? null : Buckets.who(viewer);
        var admission = new Admission(
                theirs,
                buckets.of(tenant == null ? null : tenant.id(), viewer, theirs),
                dearer ? DEARER : 1,
                cost -> turnstiles.enter(
                        tenant == null ? null : tenant.id(), cost.isMutation(), theirs.atOnce(), caller));
        if (tenant != null) {
            if (!Answered.isCounted(request)) {
                meter.request(tenant.id(), viewer);
            }
            Answered.noted(request, bytes -> meter.answer(tenant.id(), bytes));
            taken.event = event -> {
                meter.request(tenant.id(), viewer);
                admission.event(event.getData(), event.getErrors().isEmpty());
            };
        }
        taken.admission = admission;
        context.put(Allowance.KEY, admission);
    }

    private boolean isBeyondQuota(Tenant.Id tenant, RequestTerms.Terms terms) {
        Long most = terms.requestsPerMonth();
        return most != null && meter.requestsThisMonth(tenant) >= most;
    }

    /** Each event of a subscription is counted and paid as a request is. */
    private static WebGraphQlResponse counted(WebGraphQlResponse response, Taken taken) {
        return response.getData() instanceof Publisher<?> events
                ? response.transform(builder -> builder.data(Flux.from(events)
                        .cast(ExecutionResult.class)
                        .doOnError(failure -> taken.eventFailed())
                        .doOnNext(taken.event)))
                : response;
    }

    private static WebGraphQlResponse reported(WebGraphQlResponse response, @Nullable Admission admission) {
        Map<String, Object> cost = admission == null
                ? null
                : admission.settle(response.getData(), response.getErrors().isEmpty());
        if (cost == null) {
            return response;
        }
        var extensions = new LinkedHashMap<Object, Object>(response.getExtensions());
        extensions.put("cost", cost);
        return response.transform(builder -> builder.extensions(extensions));
    }
}
