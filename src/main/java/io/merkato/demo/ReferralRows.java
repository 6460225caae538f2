package io.merkato.demo;

import static io.merkato.jooq.loyalty.Tables.REFERRAL;

import io.merkato.customer.Customer;
import io.merkato.loyalty.LoyaltyMovement;
import io.merkato.loyalty.LoyaltyReferral.Status;
import io.merkato.money.Money;
import io.merkato.ordering.NewOrder;
import io.merkato.tenancy.TenantContext;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/** Who invited whom of a demo tenant, and what both got for the first order that was paid; none of these gave less back than it had to keep. */
final class ReferralRows {

    private static final Duration GOOD_FOR = Duration.ofDays(7);

    private record Accepted(PointsBook.Referral terms, PointsWallet inviter, Rows.Row row) {}

    private final DemoIds ids;
    private final Rows rows = new Rows(REFERRAL);
    private final Map<String, Rows.Row> byCode = new HashMap<>();
    private final Map<UUID, Accepted> accepted = new HashMap<>();

    ReferralRows(DemoIds ids) {
        this.ids = ids;
    }

    void invite(PointsBook.Invitation invitation, PointsWallet inviter) {
        byCode.put(
                invitation.code(),
                rows.next()
                        .set(REFERRAL.ID, ids.at(invitation.at(), "loyalty referral", invitation.code()))
                        .set(REFERRAL.LOYALTY_ACCOUNT_ID, inviter.id())
                        .set(REFERRAL.STATUS, Status.INVITED)
                        .set(REFERRAL.CODE, invitation.code())
                        .set(REFERRAL.INVITED_AT, invitation.at())
                        .set(
                                REFERRAL.INVITED_ON,
                                invitation.at().atOffset(ZoneOffset.UTC).toLocalDate())
                        .set(REFERRAL.INVITER_ID, ids.of("customer", invitation.by()))
                        .set(REFERRAL.NUMBER, 1)
                        .set(REFERRAL.EXPIRES_AT, invitation.at().plus(GOOD_FOR)));
    }

    void accept(
            PointsBook.Invitation invitation,
            PointsBook.Referral terms,
            PointsWallet inviter,
            PointsWallet invitee,
            Customer.Id who) {
        Rows.Row row = Objects.requireNonNull(byCode.get(invitation.code()))
                .set(REFERRAL.STATUS, Status.ACCEPTED)
                .set(REFERRAL.ACCEPTED_AT, invitation.accepted())
                .set(REFERRAL.INVITEE_ID, who.value())
                .set(REFERRAL.INVITEE_ACCOUNT_ID, invitee.id())
                .set(REFERRAL.INVITER_POINTS, terms.inviterPoints())
                .set(REFERRAL.INVITEE_POINTS, terms.inviteePoints());
        accepted.put(who.value(), new Accepted(terms, inviter, row));
    }

    /** By an order that was paid. */
    void reward(NewOrder order, Money kept, PointsWallet invitee, Instant at) {
        UUID who = Objects.requireNonNull(order.customerId()).value();
        Accepted referral = accepted.get(who);
        BigDecimal least =
                referral == null ? null : referral.terms().minimumOrders().get(order.currency());
        if (referral == null || least == null || kept.compareTo(Money.of(least, order.currency())) < 0) {
            return;
        }
        accepted.remove(who);
        referral.inviter().until(at);
        referral.inviter().earn(LoyaltyMovement.Kind.REFERRED, referral.terms().inviterPoints(), order.id());
        invitee.earn(LoyaltyMovement.Kind.REFERRED, referral.terms().inviteePoints(), order.id());
        referral.row()
                .set(REFERRAL.STATUS, Status.REWARDED)
                .set(REFERRAL.ORDER_ID, order.id().value())
                .set(REFERRAL.MINIMUM_AMOUNT, Money.of(least, order.currency()).withoutCurrency())
                .set(REFERRAL.REWARDED_AT, at);
    }

    void insert(TenantContext tenant) {
        rows.insert(tenant);
    }
}
