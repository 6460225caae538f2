package io.merkato.tenancy;

import io.merkato.api.UserError;
import io.merkato.api.UserErrorCode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The plan does not include this.
 *
 * @param plan code of the plan in force
 */
record PlanFeatureMissing(
        UserErrorCode code, String message, @Nullable List<String> path, String feature, String plan)
        implements UserError {

    static PlanFeatureMissing of(String feature, String plan, List<String> path) {
        String message = "The plan " + plan + " does not include " + feature + ".";
        return new PlanFeatureMissing(UserErrorCode.NOT_ALLOWED, message, path.isEmpty() ? null : path, feature, plan);
    }
}
