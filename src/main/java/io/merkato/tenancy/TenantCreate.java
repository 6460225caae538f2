package io.merkato.tenancy;

import io.merkato.api.MutationPayload;
import io.merkato.api.Permission;
import io.merkato.api.UserError;
import io.merkato.api.UserErrorCode;
import io.merkato.api.Uuid7;
import io.merkato.api.Viewer;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

@Controller
class TenantCreate {

    record Input(
            String slug,
            String name,
            String plan,
            Locale locale,
            Currency currency,
            String timeZone,
            String country,
            String residency,
            @Nullable Map<String, Object> settings,
            @Nullable TenantOwner owner) {}

    record Payload(@Nullable Tenant tenant, List<UserError> userErrors) implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, errors);
        }
    }

    private final TenantContexts contexts;
    private final TenantRepository tenants;
    private final SubscriptionRepository subscriptions;
    private final PlanRepository plans;
    private final List<TenantSeed> seeds;
    private final Tenants known;

    TenantCreate(
            TenantContexts contexts,
            TenantRepository tenants,
            SubscriptionRepository subscriptions,
            PlanRepository plans,
            List<TenantSeed> seeds,
            Tenants known) {
        this.contexts = contexts;
        this.tenants = tenants;
        this.subscriptions = subscriptions;
        this.plans = plans;
        this.seeds = seeds;
        this.known = known;
    }

    @MutationMapping
    Payload tenantCreate(@Argument Input input, @ContextValue Viewer viewer) {
        TenantContext context = contexts.of(new Tenant.Id(Uuid7.next()));
        Payload payload = context.mutate(viewer.may(Permission.PLATFORM_OPERATE), Payload::refused, tx -> {
            new TenantChecks()
                    .slug(input.slug())
                    .name(input.name())
                    .locale(input.locale())
                    .timeZone(input.timeZone())
                    .country(input.country())
                    .check(
                            plans.find(tx, input.plan()).isPresent(),
                            UserErrorCode.INVALID,
                            "There is no such plan.",
                            "input",
                            "plan")
                    .settle();
            Tenant created = tenants.insert(tx, input);
            subscriptions.begin(tx, input.plan());
            seeds.forEach(seed -> seed.sow(tx, created, input.owner()));
            tx.created(created.id(), created);
            return new Payload(created, List.of());
        });
        known.forget();
        return payload;
    }
}
