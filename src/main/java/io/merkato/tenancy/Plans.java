package io.merkato.tenancy;

import java.time.Duration;
import java.util.List;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** The plans on offer. */
@Component
class Plans {

    private final Remembered<Plans, List<Plan>> plans;

    Plans(PlanRepository repository, PlatformContext platform, @Value("${merkato.staleness}") Duration staleness) {
        plans = new Remembered<>(1, staleness, all -> repository.findAll(platform));
    }

    List<Plan> findAll() {
        return plans.get(this);
    }

    /** A plan that a row refers to. */
    Plan byCode(String code) {
        return findAll().stream()
                .filter(plan -> plan.code().equals(code))
                .findAny()
                .orElseThrow(() -> new IllegalStateException("There is no plan " + code));
    }
}
