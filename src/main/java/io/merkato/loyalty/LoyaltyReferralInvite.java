package io.merkato.loyalty;

import io.merkato.api.EmailAddress;
import io.merkato.api.Fault;
import io.merkato.api.MutationPayload;
import io.merkato.api.PhoneNumber;
import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.api.UserError;
import io.merkato.api.UserErrorCode;
import io.merkato.api.Viewer;
import io.merkato.customer.Shopper;
import io.merkato.customer.Shoppers;
import io.merkato.tenancy.TenantContext;
import io.merkato.tenancy.Tenants;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

@Controller
class LoyaltyReferralInvite {

    record Input(
            LoyaltyProgramme.Id programmeId,
            @Nullable String email,
            @Nullable String phone,
            @Nullable String name) {

        Referrals.Address address(String country) {
            if ((email == null) == (phone == null)) {
                throw refused("Give either `email` or `phone`.", "email");
            }
            return email == null
                    ? new Referrals.Address(
                            null,
                            PhoneNumber.parse(phone, country)
                                    .orElseThrow(() -> refused("This is no phone number.", "phone")))
                    : new Referrals.Address(
                            EmailAddress.parse(email)
                                    .map(EmailAddress::key)
                                    .orElseThrow(() -> refused("This is no e-mail address.", "email")),
                            null);
        }

        private static Refused refused(String message, String member) {
            return new Refused(Refusal.of(UserErrorCode.INVALID, message, "input", member));
        }
    }

    record Payload(@Nullable LoyaltyReferral referral, List<UserError> userErrors) implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, errors);
        }
    }

    private final Referrals referrals;
    private final Shoppers shoppers;
    private final Tenants tenants;

    LoyaltyReferralInvite(Referrals referrals, Shoppers shoppers, Tenants tenants) {
        this.referrals = referrals;
        this.shoppers = shoppers;
        this.tenants = tenants;
    }

    @MutationMapping
    Payload loyaltyReferralInvite(
            @Argument Input input,
            @ContextValue TenantContext tenant,
            @ContextValue Viewer viewer,
            @ContextValue Shopper shopper) {
        if (!shopper.isSignedIn()) {
            throw Fault.unauthenticated();
        }
        String country = tenants.byId(tenant).country();
        return tenant.mutate(viewer.mayAsThemselves(), Payload::refused, tx -> {
            tx.ownDeed();
            return new Payload(
                    referrals.invite(
                            tx,
                            shoppers.require(tx, shopper),
                            input.programmeId(),
                            input.address(country),
                            input.name()),
                    List.of());
        });
    }
}
