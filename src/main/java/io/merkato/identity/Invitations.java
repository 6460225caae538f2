package io.merkato.identity;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.merkato.api.Permission;
import io.merkato.api.Reach;
import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.api.UserError;
import io.merkato.api.UserErrorCode;
import io.merkato.api.Uuid7;
import io.merkato.api.Viewer;
import io.merkato.tenancy.TenantContext;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/** Asking people to work for a tenant. */
@Component
class Invitations {

    /** For the audit log: to invite somebody again as the same changes nothing but how long they may take. */
    private record Invited(
            @JsonUnwrapped Member member, @Nullable Instant invitedUntil) {}

    private static final Duration LIFE = Duration.ofDays(7);

    private static final UserError MEMBER = Refusal.of(UserErrorCode.TAKEN, "They are a member already.", "input");

    private final MemberRepository members;
    private final UserRepository users;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    Invitations(MemberRepository members, UserRepository users, ApplicationEventPublisher events, Clock clock) {
        this.members = members;
        this.users = users;
        this.events = events;
        this.clock = clock;
    }

    /**
     * Within a transaction. Somebody who was invited but has not accepted is invited anew, as what is said now: by who has the rights that they were to have, or by an operator, who
     * hands out what nobody there has.
     */
    Member invite(TenantContext tx, Login login, Role role, Reach reach, Viewer by, TenantToken token) {
        Instant now = clock.instant();
        Instant expiresAt = now.plus(LIFE);
        byte[] hash = token.secret().hash();
        Optional<Member> known = members.findId(
                        tx, login, users.findId(tx.sql(), login).orElse(null))
                .flatMap(id -> members.find(tx, id));
        if (known.isEmpty()) {
            var id = new Member.Id(Uuid7.next());
            members.invite(tx, id, login, role.id(), reach, by.actor().name(), hash, expiresAt, now);
            Member invited = members.find(tx, id).orElseThrow();
            tx.created(id, invited);
            return invited;
        }
        Member before = known.get();
        if (before.acceptedAt() != null) {
            throw new Refused(MEMBER);
        }
        if (!by.has(Permission.PLATFORM_OPERATE)) {
            Ceiling.check(by, before.role().permissions(), "input");
        }
        Instant until = members.invitedUntil(tx, before.id());
        if (!members.inviteAgain(tx, before.with(role, reach, now), hash, expiresAt)) {
            throw new Refused(MEMBER);
        }
        Member after = members.find(tx, before.id()).orElseThrow();
        tx.changes(before.id(), new Invited(before, until), new Invited(after, expiresAt));
        return after;
    }

    /** After the commit. */
    void send(Member member, Viewer by, TenantToken token) {
        events.publishEvent(new TokenIssued(
                TokenIssued.Purpose.INVITATION,
                member.invitedAs(),
                token.tenant(),
                by.actor().name(),
                token.secret().text()));
    }
}
