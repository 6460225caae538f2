package io.merkato.loyalty;

import static io.merkato.api.Permission.LOYALTY_MANAGE;

import io.merkato.api.Given;
import io.merkato.api.MutationPayload;
import io.merkato.api.UserError;
import io.merkato.api.Uuid7;
import io.merkato.api.Viewer;
import io.merkato.store.Store;
import io.merkato.tenancy.TenantContext;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

@Controller
class LoyaltyProgrammeCreate {

    record Input(
            String name,
            Store.@Nullable Id storeId,
            @Nullable Integer maturationDays,
            @Nullable Integer expiryMonths,
            @Nullable Integer tierWindowMonths,
            @Nullable Long minimumPoints,
            List<LoyaltyRateInput> rates,
            @Nullable List<LoyaltyTierInput> tiers,
            @Nullable Boolean earnsOnCredit,
            @Nullable Boolean cashbackOnManualPayments,
            @Nullable LoyaltyReferralTermsInput referral) {

        LoyaltyProgramme programme() {
            return new LoyaltyProgramme(
                    new LoyaltyProgramme.Id(Uuid7.next()),
                    storeId,
                    name,
                    LoyaltyProgramme.Status.ACTIVE,
                    Given.or(maturationDays, 0),
                    expiryMonths,
                    tierWindowMonths,
                    Given.or(minimumPoints, 1L),
                    Given.or(earnsOnCredit, false),
                    Given.or(cashbackOnManualPayments, false),
                    LoyaltyRateInput.rates(rates),
                    LoyaltyTierInput.tiers(Given.or(tiers, List.of())),
                    referral == null ? null : referral.terms(List.of()),
                    List.of(),
                    1,
                    Instant.EPOCH,
                    Instant.EPOCH);
        }
    }

    record Payload(@Nullable LoyaltyProgramme programme, List<UserError> userErrors) implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, errors);
        }
    }

    private final ProgrammeWriter programmes;

    LoyaltyProgrammeCreate(ProgrammeWriter programmes) {
        this.programmes = programmes;
    }

    @MutationMapping
    Payload loyaltyProgrammeCreate(
            @Argument Input input, @ContextValue TenantContext tenant, @ContextValue Viewer viewer) {
        return tenant.mutate(viewer.may(LOYALTY_MANAGE), Payload::refused, tx -> {
            LoyaltyProgramme created = programmes.insert(tx, input.programme());
            tx.created(created.id(), created);
            return new Payload(created, List.of());
        });
    }
}
