package io.merkato.loyalty;

import graphql.schema.DataFetchingEnvironment;
import io.merkato.api.Children;
import io.merkato.api.Connection;
import io.merkato.api.PageArgs;
import io.merkato.customer.Customer;
import io.merkato.ordering.Order;
import io.merkato.tenancy.TenantContext;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.dataloader.DataLoader;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Arguments;
import org.springframework.graphql.data.method.annotation.BatchMapping;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.stereotype.Controller;

/** Whom customers invited, and by whom they were. */
@Controller
class ReferralController {

    private final ReferralRepository referrals;
    private final Clock clock;

    ReferralController(ReferralRepository referrals, Clock clock) {
        this.referrals = referrals;
        this.clock = clock;
    }

    @SchemaMapping
    LoyaltyReferral.Status status(LoyaltyReferral referral) {
        return referral.status(clock.instant());
    }

    @SchemaMapping
    @Nullable
    String email(LoyaltyReferral referral) {
        return isOver(referral) ? null : referral.email();
    }

    @SchemaMapping
    @Nullable
    String phone(LoyaltyReferral referral) {
        return isOver(referral) ? null : referral.phone();
    }

    @SchemaMapping
    @Nullable
    String name(LoyaltyReferral referral) {
        return isOver(referral) ? null : referral.name();
    }

    /** Whom it was for is forgotten the night after, and nobody's business from now on. */
    private boolean isOver(LoyaltyReferral referral) {
        return status(referral) == LoyaltyReferral.Status.EXPIRED;
    }

    @SchemaMapping(typeName = "LoyaltyReferral")
    CompletableFuture<@Nullable LoyaltyAccount> account(
            LoyaltyReferral referral, DataLoader<LoyaltyAccount.Id, @Nullable LoyaltyAccount> loyaltyAccountById) {
        return loyaltyAccountById.load(referral.accountId());
    }

    @SchemaMapping
    @Nullable
    CompletableFuture<@Nullable Customer> invitee(
            LoyaltyReferral referral, DataLoader<Customer.Id, @Nullable Customer> customerById) {
        return referral.inviteeId() == null ? null : customerById.load(referral.inviteeId());
    }

    @SchemaMapping(typeName = "LoyaltyReferral")
    @Nullable
    CompletableFuture<@Nullable Order> order(
            LoyaltyReferral referral, DataLoader<Order.Id, @Nullable Order> orderById) {
        return referral.orderId() == null ? null : orderById.load(referral.orderId());
    }

    @SchemaMapping(typeName = "LoyaltyAccount")
    CompletableFuture<Connection<LoyaltyReferral>> referrals(
            LoyaltyAccount account,
            @Arguments PageArgs page,
            DataLoader<Children<LoyaltyAccount.Id>, Connection<LoyaltyReferral>> loyaltyReferralsByAccount,
            DataFetchingEnvironment environment) {
        return loyaltyReferralsByAccount.load(Children.of(account.id(), page, environment));
    }

    @BatchMapping(typeName = "LoyaltyAccount")
    Map<LoyaltyAccount, LoyaltyWelcome> welcome(List<LoyaltyAccount> of, @ContextValue TenantContext tenant) {
        Map<LoyaltyAccount.Id, LoyaltyReferral> found =
                referrals.byInvitees(tenant, of.stream().map(LoyaltyAccount::id).toList());
        var welcomes = new HashMap<LoyaltyAccount, LoyaltyWelcome>();
        for (LoyaltyAccount account : of) {
            LoyaltyReferral by = found.get(account.id());
            if (by != null) {
                welcomes.put(
                        account,
                        new LoyaltyWelcome(
                                by.stored(),
                                Objects.requireNonNull(by.inviteePoints()),
                                Objects.requireNonNull(by.acceptedAt()),
                                by.rewardedAt()));
            }
        }
        return welcomes;
    }
}
