package io.merkato.metering;

import graphql.GraphQLContext;
import io.merkato.api.Repetition;
import io.merkato.api.Viewer;
import io.merkato.tenancy.RequestTerms;
import io.merkato.tenancy.TenantContext;
import java.util.Objects;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** An answer that is given again counts as a request of the tenant and costs its caller what entering does, whatever it cost the first time. */
@Component
@Order(1)
class RepeatedAnswers implements Repetition {

    private final RequestTerms terms;
    private final Buckets buckets;
    private final UsageMeter meter;

    RepeatedAnswers(RequestTerms terms, Buckets buckets, UsageMeter meter) {
        this.terms = terms;
        this.buckets = buckets;
        this.meter = meter;
    }

    @Override
    public void admit(GraphQLContext context) {
        TenantContext tenant = Objects.requireNonNull(context.get("tenant"));
        Viewer viewer = Objects.requireNonNull(context.get("viewer"));
        RequestTerms.Terms theirs = terms.of(context.get(RequestLimits.PLAN));
        new Admission(theirs, buckets.of(tenant.id(), viewer, theirs), 1, cost -> () -> {}).leave();
        meter.request(tenant.id(), viewer);
    }
}
