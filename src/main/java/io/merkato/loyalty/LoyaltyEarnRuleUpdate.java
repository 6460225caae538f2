package io.merkato.loyalty;

import static io.merkato.api.Permission.LOYALTY_MANAGE;

import io.merkato.api.Given;
import io.merkato.api.MutationPayload;
import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.api.UserError;
import io.merkato.api.UserErrorCode;
import io.merkato.api.VersionConflict;
import io.merkato.api.Viewer;
import io.merkato.tenancy.TenantContext;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.ArgumentValue;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

/**
 * Changes a rule for what is paid from now on; what it gave stays given. What it is for stays, and once it has begun when: orders that were placed before count
 * on it.
 */
@Controller
class LoyaltyEarnRuleUpdate {

    record Input(
            @Nullable String name,
            @Nullable BigDecimal multiplier,
            @Nullable Long perPiece,
            @Nullable Instant startsAt,
            ArgumentValue<Instant> endsAt,
            ArgumentValue<Long> budget) {

        LoyaltyEarnRule applyTo(LoyaltyEarnRule before) {
            return new LoyaltyEarnRule(
                    before.id(),
                    before.programmeId(),
                    Given.or(name, before.name()),
                    before.productId(),
                    before.categoryId(),
                    before.goodsGone(),
                    multiplier == null
                            ? before.multiplier()
                            : Long.valueOf(LoyaltyTierInput.millionths(multiplier, "input", "multiplier")),
                    perPiece == null ? before.perPiece() : perPiece,
                    Given.or(startsAt, before.startsAt()),
                    Given.or(endsAt, before.endsAt()),
                    Given.or(budget, before.budget()),
                    before.given(),
                    before.version(),
                    before.createdAt(),
                    before.updatedAt());
        }
    }

    record Payload(@Nullable LoyaltyEarnRule rule, List<UserError> userErrors) implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, errors);
        }
    }

    private final ProgrammeWriter writer;
    private final Clock clock;

    LoyaltyEarnRuleUpdate(ProgrammeWriter writer, Clock clock) {
        this.writer = writer;
        this.clock = clock;
    }

    @MutationMapping
    Payload loyaltyEarnRuleUpdate(
            @Argument LoyaltyEarnRule.Id id,
            @Argument Input input,
            @Argument @Nullable Integer ifVersion,
            @ContextValue TenantContext tenant,
            @ContextValue Viewer viewer) {
        return tenant.mutate(viewer.may(LOYALTY_MANAGE), Payload::refused, tx -> {
            LoyaltyEarnRule before = writer.lock(tx, id);
            VersionConflict.check(ifVersion, before.version());
            LoyaltyEarnRule wanted = input.applyTo(before);
            refusePast(before, wanted, clock.instant());
            Given.startBefore(
                    wanted.endsAt(), wanted.startsAt(), !input.endsAt().isOmitted());
            return new Payload(tx.changed(id, before, writer.update(tx, wanted)), List.of());
        });
    }

    private static void refusePast(LoyaltyEarnRule before, LoyaltyEarnRule wanted, Instant now) {
        boolean begun = !before.startsAt().isAfter(now);
        if (before.endsAt() != null && !before.endsAt().isAfter(now)) {
            throw new Refused(Refusal.of(UserErrorCode.CONFLICT, "It has ended.", "id"));
        }
        if (begun && !wanted.startsAt().equals(before.startsAt())) {
            throw new Refused(Refusal.of(UserErrorCode.CONFLICT, "It has begun.", "input", "startsAt"));
        }
        if (before.budget() == null && wanted.budget() != null) {
            throw new Refused(Refusal.of(
                    UserErrorCode.CONFLICT,
                    "What it gave without a budget nobody counted: end it and make another.",
                    "input",
                    "budget"));
        }
        if (!Objects.equals(wanted.endsAt(), before.endsAt())
                && wanted.endsAt() != null
                && wanted.endsAt().isBefore(now)) {
            throw new Refused(
                    Refusal.of(UserErrorCode.OUT_OF_RANGE, "It ends now at the earliest.", "input", "endsAt"));
        }
    }
}
