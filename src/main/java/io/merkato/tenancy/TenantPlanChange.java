package io.merkato.tenancy;

import io.merkato.api.MutationPayload;
import io.merkato.api.Permission;
import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.api.UserError;
import io.merkato.api.UserErrorCode;
import io.merkato.api.Viewer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

/** A smaller plan takes nothing away: what is above its limits stays, and only more of it is refused. */
@Controller
class TenantPlanChange {

    record Input(String plan) {}

    record Payload(@Nullable Tenant tenant, List<UserError> userErrors) implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, errors);
        }
    }

    private final TenantContexts contexts;
    private final TenantRepository tenants;
    private final SubscriptionRepository subscriptions;
    private final PlanRepository plans;
    private final Tenants known;

    TenantPlanChange(
            TenantContexts contexts,
            TenantRepository tenants,
            SubscriptionRepository subscriptions,
            PlanRepository plans,
            Tenants known) {
        this.contexts = contexts;
        this.tenants = tenants;
        this.subscriptions = subscriptions;
        this.plans = plans;
        this.known = known;
    }

    @MutationMapping
    Payload tenantPlanChange(@Argument Tenant.Id id, @Argument Input input, @ContextValue Viewer viewer) {
        Payload payload = contexts.of(id).mutate(viewer.may(Permission.PLATFORM_OPERATE), Payload::refused, tx -> {
            Tenant before = tenants.lock(tx).orElseThrow(() -> new Refused(Refusal.notFound("id")));
            new TenantChecks()
                    .check(
                            plans.find(tx, input.plan()).isPresent(),
                            UserErrorCode.INVALID,
                            "There is no such plan.",
                            "input",
                            "plan")
                    .check(
                            !before.plan().equals(input.plan()),
                            UserErrorCode.CONFLICT,
                            "The tenant has this plan already.",
                            "input",
                            "plan")
                    .settle();
            subscriptions.end(tx);
            subscriptions.begin(tx, input.plan());
            Tenant after = tenants.update(tx, before);
            return new Payload(tx.changed(id, before, after), List.of());
        });
        known.forget();
        return payload;
    }
}
