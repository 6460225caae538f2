package io.merkato.loyalty;

import static io.merkato.api.Permission.LOYALTY_MANAGE;

import io.merkato.api.MutationPayload;
import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.api.UserError;
import io.merkato.api.UserErrorCode;
import io.merkato.api.VersionConflict;
import io.merkato.api.Viewer;
import io.merkato.tenancy.TenantContext;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

/** Orders that are placed from now on get nothing of the rule; those that were placed before get it when they are paid. What has not begun never does. */
@Controller
class LoyaltyEarnRuleEnd {

    record Payload(@Nullable LoyaltyEarnRule rule, List<UserError> userErrors) implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, errors);
        }
    }

    private final ProgrammeWriter writer;
    private final Clock clock;

    LoyaltyEarnRuleEnd(ProgrammeWriter writer, Clock clock) {
        this.writer = writer;
        this.clock = clock;
    }

    @MutationMapping
    Payload loyaltyEarnRuleEnd(
            @Argument LoyaltyEarnRule.Id id,
            @Argument @Nullable Integer ifVersion,
            @ContextValue TenantContext tenant,
            @ContextValue Viewer viewer) {
        return tenant.mutate(viewer.may(LOYALTY_MANAGE), Payload::refused, tx -> {
            LoyaltyEarnRule before = writer.lock(tx, id);
            VersionConflict.check(ifVersion, before.version());
            Instant now = clock.instant();
            if (before.endsAt() != null && !before.endsAt().isAfter(now)) {
                throw new Refused(Refusal.of(UserErrorCode.CONFLICT, "It has ended.", "id"));
            }
            return new Payload(tx.changed(id, before, writer.end(tx, before, now)), List.of());
        });
    }
}
