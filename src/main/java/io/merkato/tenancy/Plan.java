package io.merkato.tenancy;

import io.merkato.money.Money;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a tenant subscribes to. The database holds the plans; a change there shows after {@code merkato.staleness}.
 *
 * @param moveAboveProducts above so many a tenant gets a database of its own; null never for that reason, as is
 *     {@code moveAboveRequestsPerMonth}
 */
record Plan(
        String code,
        String name,
        Money monthlyPrice,
        Placement placement,
        @Nullable Long moveAboveProducts,
        @Nullable Long moveAboveRequestsPerMonth,
        List<Feature> features,
        List<Limit> limits) {

    public enum Placement {
        SHARED,
        DEDICATED
    }

    public record Feature(String code, String name) {
        /** Stands for every feature of every plan. */
        static final String ALL = "all_features";
    }

    /** @param value null where there is no limit */
    public record Limit(LimitCode code, @Nullable BigDecimal value) {}

    public enum LimitCode {
        MAX_PRODUCTS,
        MAX_REQUESTS_PER_MONTH,
        MAX_STORAGE_GB,
        MAX_BANDWIDTH_GB,
        MAX_QUERY_COST,
        COST_BUCKET,
        COST_PER_SECOND,
        MAX_REQUESTS_AT_ONCE,
        MAX_SUBSCRIPTIONS,
        MAX_CONNECTIONS,
        SUPPORT_RESPONSE_HOURS,
        SLA_UPTIME_PERCENT
    }

    boolean includes(String feature) {
        return features.stream()
                .anyMatch(f -> f.code().equals(feature) || f.code().equals(Feature.ALL));
    }
}
