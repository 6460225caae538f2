package io.merkato.loyalty;

import io.merkato.api.Fault;
import io.merkato.api.MutationPayload;
import io.merkato.api.UserError;
import io.merkato.api.Viewer;
import io.merkato.customer.Shopper;
import io.merkato.customer.Shoppers;
import io.merkato.tenancy.TenantContext;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

@Controller
class LoyaltyReferralCodeWithdraw {

    record Payload(@Nullable LoyaltyAccount account, List<UserError> userErrors) implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, errors);
        }
    }

    private final Referrals referrals;
    private final Shoppers shoppers;

    LoyaltyReferralCodeWithdraw(Referrals referrals, Shoppers shoppers) {
        this.referrals = referrals;
        this.shoppers = shoppers;
    }

    @MutationMapping
    Payload loyaltyReferralCodeWithdraw(
            @Argument LoyaltyProgramme.Id programmeId,
            @ContextValue TenantContext tenant,
            @ContextValue Viewer viewer,
            @ContextValue Shopper shopper) {
        if (!shopper.isSignedIn()) {
            throw Fault.unauthenticated();
        }
        return tenant.mutate(viewer.mayAsThemselves(), Payload::refused, tx -> {
            tx.ownDeed();
            return new Payload(
                    referrals
                            .withdraw(tx, shoppers.require(tx, shopper), programmeId)
                            .orElse(null),
                    List.of());
        });
    }
}
