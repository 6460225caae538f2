package io.merkato.loyalty;

import static io.merkato.jooq.loyalty.Tables.LOYALTY_ACCOUNT;
import static io.merkato.jooq.loyalty.Tables.REFERRAL;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.val;

import io.merkato.api.Given;
import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.api.UserErrorCode;
import io.merkato.api.Uuid7;
import io.merkato.customer.Customer;
import io.merkato.customer.Customers;
import io.merkato.loyalty.LoyaltyReferralRefused.Reason;
import io.merkato.ordering.Orders;
import io.merkato.tenancy.TenantContext;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Who invites whom. Invitations of a customer are numbered one after the other, whatever the programme, and acceptances of a tenant come one after the other,
 * so that no two of them close a ring.
 */
@Component
class Referrals {

    static final Duration GOOD_FOR = Duration.ofDays(7);
    static final int MOST_A_DAY = 50;

    /** Where an invitation goes; either is null. */
    record Address(@Nullable String email, @Nullable String phone) {

        private String field() {
            return email == null ? "phone" : "email";
        }

        private Condition same() {
            return email == null ? REFERRAL.PHONE.eq(phone) : REFERRAL.EMAIL.eq(email);
        }
    }

    private final ReferralRepository referrals;
    private final AccountRepository accounts;
    private final ProgrammeRepository programmes;
    private final Wallets wallets;
    private final Customers customers;
    private final Orders orders;
    private final Clock clock;

    Referrals(
            ReferralRepository referrals,
            AccountRepository accounts,
            ProgrammeRepository programmes,
            Wallets wallets,
            Customers customers,
            Orders orders,
            Clock clock) {
        this.referrals = referrals;
        this.accounts = accounts;
        this.programmes = programmes;
        this.wallets = wallets;
        this.customers = customers;
        this.orders = orders;
        this.clock = clock;
    }

    /** The customer's account, with a code to share: another where the last is over. */
    LoyaltyAccount share(TenantContext tx, Customer.Id me, LoyaltyProgramme.Id programme) {
        LoyaltyAccount account =
                account(tx, me, offering(tx, programme, "programmeId").id());
        Instant now = clock.instant();
        tx.sql()
                .update(LOYALTY_ACCOUNT)
                .set(LOYALTY_ACCOUNT.REFERRAL_CODE, ReferralCode.shared())
                .set(LOYALTY_ACCOUNT.REFERRAL_CODE_EXPIRES_AT, now.plus(GOOD_FOR))
                .where(tx.owns(LOYALTY_ACCOUNT))
                .and(LOYALTY_ACCOUNT.ID.eq(account.id()))
                .and(LOYALTY_ACCOUNT.REFERRAL_CODE.isNull().or(LOYALTY_ACCOUNT.REFERRAL_CODE_EXPIRES_AT.le(now)))
                .execute();
        return read(tx, account.id());
    }

    /** Nobody comes by the customer's code any more. @return their account; nothing where they have none */
    Optional<LoyaltyAccount> withdraw(TenantContext tx, Customer.Id me, LoyaltyProgramme.Id programme) {
        if (programmes.byId(tx, List.of(programme)).isEmpty()) {
            throw Given.nothing("programmeId");
        }
        tx.sql()
                .update(LOYALTY_ACCOUNT)
                .setNull(LOYALTY_ACCOUNT.REFERRAL_CODE)
                .setNull(LOYALTY_ACCOUNT.REFERRAL_CODE_EXPIRES_AT)
                .where(tx.owns(LOYALTY_ACCOUNT))
                .and(LOYALTY_ACCOUNT.CUSTOMER_ID.eq(me))
                .and(LOYALTY_ACCOUNT.PROGRAMME_ID.eq(programme))
                .execute();
        return accounts.ofCustomers(tx, List.of(me)).getOrDefault(me, List.of()).stream()
                .filter(each -> each.programmeId().equals(programme))
                .findFirst();
    }

    LoyaltyReferral invite(
            TenantContext tx, Customer.Id me, LoyaltyProgramme.Id programme, Address to, @Nullable String name) {
        LoyaltyAccount account =
                account(tx, me, offering(tx, programme, "input", "programmeId").id());
        Instant now = clock.instant();
        Customer self = Objects.requireNonNull(customers.find(tx, List.of(me)).get(me));
        if (SamePerson.has(self, to.email(), to.phone())) {
            throw Reason.OWN.at("input", to.field());
        }
        oneAfterTheOther(tx, "invitations " + me);
        if (referrals.isInvited(tx, account.id(), to.same(), now)) {
            throw Reason.ALREADY_INVITED.at("input", to.field());
        }
        var id = new LoyaltyReferral.Id(Uuid7.next());
        tx.sql()
                .insertInto(REFERRAL)
                .set(REFERRAL.TENANT_ID, tx.id())
                .set(REFERRAL.ID, id)
                .set(REFERRAL.LOYALTY_ACCOUNT_ID, account.id())
                .set(REFERRAL.STATUS, LoyaltyReferral.Status.INVITED)
                .set(REFERRAL.CODE, ReferralCode.invitation())
                .set(REFERRAL.EMAIL, to.email())
                .set(REFERRAL.PHONE, to.phone())
                .set(REFERRAL.NAME, name)
                .set(REFERRAL.INVITED_AT, now)
                .set(REFERRAL.INVITED_ON, day(now))
                .set(REFERRAL.INVITER_ID, me)
                .set(REFERRAL.NUMBER, number(tx, me, now, "input", to.field()))
                .set(REFERRAL.EXPIRES_AT, now.plus(GOOD_FOR))
                .execute();
        return Objects.requireNonNull(referrals.byId(tx, List.of(id)).get(id));
    }

    /** @return the account of whoever accepts, in the inviter's programme */
    LoyaltyAccount accept(TenantContext tx, Customer.Id me, String typed) {
        String code = ReferralCode.typed(typed);
        oneAfterTheOther(tx, "referrals " + tx.id());
        Optional<LoyaltyReferral> invitation = referrals.byCode(tx, code);
        LoyaltyAccount inviters = invitation
                .map(each -> read(tx, each.accountId()))
                .or(() -> accounts.byReferralCode(tx, code))
                .orElseThrow(Referrals::unknown);
        if (!(inviters.customerId() instanceof Customer.Id inviter)) {
            throw unknown();
        }
        LoyaltyReferral before = referrals.ofInvitees(tx, List.of(me)).get(me);
        if (before != null && before.accountId().equals(inviters.id())) {
            return account(tx, me, before.programmeId());
        }
        Instant now = clock.instant();
        if (invitation.isEmpty() && !isAfter(inviters.referralCodeExpiresAt(), now)) {
            throw Reason.EXPIRED.at("input", "code");
        }
        requireGood(tx, me, inviter, before, invitation, now);
        LoyaltyProgramme.Referral terms = Objects.requireNonNull(
                offering(tx, inviters.programmeId(), "input", "code").referral());
        LoyaltyAccount mine = account(tx, me, inviters.programmeId());
        if (invitation.isPresent()) {
            accept(tx, invitation.get(), mine, terms, now);
        } else {
            come(tx, inviters, inviter, mine, terms, now);
        }
        return mine;
    }

    private static boolean isAfter(@Nullable Instant end, Instant now) {
        return end != null && end.isAfter(now);
    }

    private void requireGood(
            TenantContext tx,
            Customer.Id me,
            Customer.Id inviter,
            @Nullable LoyaltyReferral before,
            Optional<LoyaltyReferral> invitation,
            Instant now) {
        var both = customers.find(tx, List.of(me, inviter));
        Customer other = both.get(inviter);
        if (other == null) {
            throw unknown();
        }
        if (SamePerson.are(Objects.requireNonNull(both.get(me)), other)) {
            throw Reason.OWN.at("input", "code");
        }
        if (before != null) {
            throw Reason.ALREADY_INVITED.at("input", "code");
        }
        if (invitation.isPresent() && invitation.get().stored() != LoyaltyReferral.Status.INVITED) {
            throw Reason.USED.at("input", "code");
        }
        if (invitation.isPresent() && invitation.get().status(now) == LoyaltyReferral.Status.EXPIRED) {
            throw Reason.EXPIRED.at("input", "code");
        }
        if (orders.havePaid(tx, List.of(me)).contains(me)) {
            throw Reason.NOT_NEW.at("input", "code");
        }
        if (referrals.descends(tx, inviter, me)) {
            throw Reason.RING.at("input", "code");
        }
    }

    private static void accept(
            TenantContext tx,
            LoyaltyReferral invitation,
            LoyaltyAccount mine,
            LoyaltyProgramme.Referral terms,
            Instant now) {
        tx.sql()
                .update(REFERRAL)
                .set(REFERRAL.STATUS, LoyaltyReferral.Status.ACCEPTED)
                .set(REFERRAL.ACCEPTED_AT, now)
                .set(REFERRAL.INVITEE_ID, mine.customerId())
                .set(REFERRAL.INVITEE_ACCOUNT_ID, mine.id())
                .set(REFERRAL.INVITER_POINTS, terms.inviterPoints())
                .set(REFERRAL.INVITEE_POINTS, terms.inviteePoints())
                .setNull(REFERRAL.EMAIL)
                .setNull(REFERRAL.PHONE)
                .setNull(REFERRAL.NAME)
                .where(tx.owns(REFERRAL))
                .and(REFERRAL.ID.eq(invitation.id()))
                .execute();
    }

    private void come(
            TenantContext tx,
            LoyaltyAccount inviters,
            Customer.Id inviter,
            LoyaltyAccount mine,
            LoyaltyProgramme.Referral terms,
            Instant now) {
        oneAfterTheOther(tx, "invitations " + inviter);
        tx.sql()
                .insertInto(REFERRAL)
                .set(REFERRAL.TENANT_ID, tx.id())
                .set(REFERRAL.ID, new LoyaltyReferral.Id(Uuid7.next()))
                .set(REFERRAL.LOYALTY_ACCOUNT_ID, inviters.id())
                .set(REFERRAL.STATUS, LoyaltyReferral.Status.ACCEPTED)
                .set(REFERRAL.INVITED_AT, now)
                .set(REFERRAL.INVITED_ON, day(now))
                .set(REFERRAL.INVITER_ID, inviter)
                .set(REFERRAL.NUMBER, number(tx, inviter, now, "input", "code"))
                .set(REFERRAL.ACCEPTED_AT, now)
                .set(REFERRAL.INVITEE_ID, mine.customerId())
                .set(REFERRAL.INVITEE_ACCOUNT_ID, mine.id())
                .set(REFERRAL.INVITER_POINTS, terms.inviterPoints())
                .set(REFERRAL.INVITEE_POINTS, terms.inviteePoints())
                .execute();
    }

    private LoyaltyProgramme offering(TenantContext tx, LoyaltyProgramme.Id id, String... path) {
        LoyaltyProgramme programme = programmes.byId(tx, List.of(id)).get(id);
        if (programme == null) {
            throw Given.nothing(path);
        }
        if (programme.referral() == null || programme.status() != LoyaltyProgramme.Status.ACTIVE) {
            throw Reason.NOT_OFFERED.at(path);
        }
        return programme;
    }

    private LoyaltyAccount account(TenantContext tx, Customer.Id customer, LoyaltyProgramme.Id programme) {
        var holder = new Wallets.Holder(programme, customer);
        return read(
                tx,
                Objects.requireNonNull(
                        wallets.open(tx, List.of(holder), clock.instant()).get(holder)));
    }

    private LoyaltyAccount read(TenantContext tx, LoyaltyAccount.Id id) {
        return Objects.requireNonNull(accounts.byId(tx, List.of(id)).get(id));
    }

    /** The next on this day of a customer, in all programmes; nobody else numbers theirs at the time. */
    private static int number(TenantContext tx, Customer.Id inviter, Instant now, String... path) {
        Integer last = tx.sql()
                .select(max(REFERRAL.NUMBER))
                .from(REFERRAL)
                .where(tx.owns(REFERRAL))
                .and(REFERRAL.INVITER_ID.eq(inviter))
                .and(REFERRAL.INVITED_ON.eq(day(now)))
                .fetchSingle()
                .value1();
        int next = last == null ? 1 : last + 1;
        if (next > MOST_A_DAY) {
            throw Reason.DAILY_LIMIT.at(path);
        }
        return next;
    }

    private static LocalDate day(Instant now) {
        return now.atOffset(ZoneOffset.UTC).toLocalDate();
    }

    /** Who does this in any transaction waits until this one ends; what is read in the statements after is what there is. */
    private static void oneAfterTheOther(TenantContext tx, String what) {
        tx.sql()
                .select(DSL.function(
                        "pg_advisory_xact_lock",
                        SQLDataType.OTHER,
                        DSL.function("hashtextextended", SQLDataType.BIGINT, val(what), val(0))))
                .execute();
    }

    private static Refused unknown() {
        return new Refused(Refusal.of(UserErrorCode.NOT_FOUND, "Nobody invites by this code.", "input", "code"));
    }
}
