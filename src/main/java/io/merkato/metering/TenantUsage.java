package io.merkato.metering;

import java.util.List;
import org.jspecify.annotations.Nullable;

record TenantUsage(
        List<UsageDay> days,
        long requestsThisMonth,
        @Nullable Long requestsPerMonth,
        long products,
        long orders,
        long storageBytes) {}
