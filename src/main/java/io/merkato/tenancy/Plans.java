package io.merkato.tenancy;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** The plans on offer, remembered for a minute. */
@Component
class Plans {

    private final LoadingCache<Plans, List<Plan>> plans;

    Plans(PlanRepository repository, PlatformContext platform) {
        plans = Caffeine.newBuilder()
                .expireAfterWrite(Duration.ofMinutes(1))
                .build(all -> repository.findAll(platform));
    }

    List<Plan> findAll() {
        return plans.get(this);
    }

    Optional<Plan> find(String code) {
        return findAll().stream().filter(plan -> plan.code().equals(code)).findAny();
    }

    /** A plan that a row refers to. */
    Plan byCode(String code) {
        return find(code).orElseThrow(() -> new IllegalStateException("There is no plan " + code));
    }
}
