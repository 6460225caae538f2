package io.merkato.loyalty;

import static io.merkato.api.Permission.LOYALTY_MANAGE;

import io.merkato.api.Given;
import io.merkato.api.MutationPayload;
import io.merkato.api.UserError;
import io.merkato.api.VersionConflict;
import io.merkato.api.Viewer;
import io.merkato.tenancy.TenantContext;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.ArgumentValue;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

/** Changes a programme from now on: what was earned keeps its dates, and what was redeemed its rate. */
@Controller
class LoyaltyProgrammeUpdate {

    record Input(
            @Nullable String name,
            @Nullable Boolean paused,
            @Nullable Integer maturationDays,
            ArgumentValue<Integer> expiryMonths,
            ArgumentValue<Integer> tierWindowMonths,
            @Nullable Long minimumPoints,
            @Nullable List<LoyaltyRateInput> rates,
            @Nullable List<LoyaltyTierInput> tiers,
            @Nullable Boolean earnsOnCredit,
            @Nullable Boolean cashbackOnManualPayments,
            ArgumentValue<LoyaltyReferralTermsInput> referral) {

        LoyaltyProgramme applyTo(LoyaltyProgramme before) {
            LoyaltyProgramme.Referral terms = referral(before);
            return new LoyaltyProgramme(
                    before.id(),
                    before.storeId(),
                    Given.or(name, before.name()),
                    paused == null
                            ? before.status()
                            : paused ? LoyaltyProgramme.Status.PAUSED : LoyaltyProgramme.Status.ACTIVE,
                    Given.or(maturationDays, before.maturationDays()),
                    Given.or(expiryMonths, before.expiryMonths()),
                    Given.or(tierWindowMonths, before.tierWindowMonths()),
                    Given.or(minimumPoints, before.minimumPoints()),
                    Given.or(earnsOnCredit, before.earnsOnCredit()),
                    Given.or(cashbackOnManualPayments, before.cashbackOnManualPayments()),
                    rates == null ? before.rates() : LoyaltyRateInput.rates(rates),
                    tiers == null ? before.tiers() : LoyaltyTierInput.tiers(tiers),
                    terms,
                    terms == null ? before.minimumOrders() : List.of(),
                    before.version(),
                    before.createdAt(),
                    before.updatedAt());
        }

        private LoyaltyProgramme.@Nullable Referral referral(LoyaltyProgramme before) {
            if (referral.isOmitted()) {
                return before.referral();
            }
            LoyaltyReferralTermsInput terms = referral.value();
            return terms == null ? null : terms.terms(before.minimumOrders());
        }
    }

    record Payload(@Nullable LoyaltyProgramme programme, List<UserError> userErrors) implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, errors);
        }
    }

    private final ProgrammeWriter programmes;

    LoyaltyProgrammeUpdate(ProgrammeWriter programmes) {
        this.programmes = programmes;
    }

    @MutationMapping
    Payload loyaltyProgrammeUpdate(
            @Argument LoyaltyProgramme.Id id,
            @Argument Input input,
            @Argument @Nullable Integer ifVersion,
            @ContextValue TenantContext tenant,
            @ContextValue Viewer viewer) {
        return tenant.mutate(viewer.may(LOYALTY_MANAGE), Payload::refused, tx -> {
            LoyaltyProgramme before = programmes.lock(tx, id);
            VersionConflict.check(ifVersion, before.version());
            LoyaltyProgramme after = programmes.update(tx, before, input.applyTo(before));
            return new Payload(tx.changed(id, before, after), List.of());
        });
    }
}
