package io.merkato.tenancy;

import io.merkato.api.UserError;
import io.merkato.api.UserErrorCode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The plan allows no more.
 *
 * @param plan code of the plan in force
 */
record PlanLimitReached(
        UserErrorCode code,
        String message,
        @Nullable List<String> path,
        Plan.LimitCode limitCode,
        long limit,
        String plan)
        implements UserError {

    static PlanLimitReached of(Plan.LimitCode limitCode, long limit, String plan, List<String> path) {
        String message = "The plan " + plan + " allows " + limit + " (" + limitCode + ").";
        return new PlanLimitReached(
                UserErrorCode.PLAN_LIMIT_REACHED, message, path.isEmpty() ? null : path, limitCode, limit, plan);
    }
}
