package io.merkato.tenancy;

import io.merkato.api.Refused;
import java.math.BigDecimal;
import java.util.List;
import java.util.function.LongSupplier;
import org.springframework.stereotype.Component;

/** What the tenant's plan allows; to be asked within the transaction that uses it up. */
@Component
public class PlanLimits {

    /** The answer where a plan sets no limit. */
    public static final long UNLIMITED = -1;

    private final PlanRepository repository;

    PlanLimits(PlanRepository repository) {
        this.repository = repository;
    }

    /** The most products that are not deleted, or {@link #UNLIMITED}. */
    public long maxProducts(TenantContext tenant) {
        return limit(plan(tenant), Plan.LimitCode.MAX_PRODUCTS);
    }

    /**
     * Refuses to have more products than the plan allows.
     *
     * @param products how many there would be; only counted where there is a limit
     * @throws Refused with {@link PlanLimitReached}
     */
    public void allowProducts(TenantContext tenant, LongSupplier products, String... path) {
        Plan plan = plan(tenant);
        long limit = limit(plan, Plan.LimitCode.MAX_PRODUCTS);
        if (limit != UNLIMITED && products.getAsLong() > limit) {
            throw new Refused(PlanLimitReached.of(Plan.LimitCode.MAX_PRODUCTS, limit, plan.code(), List.of(path)));
        }
    }

    /** @throws Refused with {@link PlanFeatureMissing} */
    public void require(TenantContext tenant, String feature, String... path) {
        Plan plan = plan(tenant);
        if (!plan.includes(feature)) {
            throw new Refused(PlanFeatureMissing.of(feature, plan.code(), List.of(path)));
        }
    }

    private Plan plan(TenantContext tenant) {
        return repository.find(tenant);
    }

    private static long limit(Plan plan, Plan.LimitCode code) {
        return plan.limits().stream()
                .filter(limit -> limit.code() == code)
                .findAny()
                .map(Plan.Limit::value)
                .map(BigDecimal::longValueExact)
                .orElse(UNLIMITED);
    }
}
