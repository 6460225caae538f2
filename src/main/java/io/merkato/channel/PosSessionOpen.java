package io.merkato.channel;

import static io.merkato.api.Permission.POS_SELL;

import io.merkato.api.Given;
import io.merkato.api.Idempotency;
import io.merkato.api.MutationPayload;
import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.api.UserError;
import io.merkato.api.UserErrorCode;
import io.merkato.api.Viewer;
import io.merkato.money.Money;
import io.merkato.money.MoneyInput;
import io.merkato.platform.Events;
import io.merkato.store.Store;
import io.merkato.store.Stores;
import io.merkato.tenancy.TenantContext;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

/** Begins to sell at a till; that there is only one session at a time is the table's to see to. */
@Controller
class PosSessionOpen {

    /** How long before a till told of it a session may have begun. */
    private static final Duration OFFLINE = Duration.ofDays(31);

    record Input(
            PosRegister.Id registerId,
            MoneyInput openingFloat,
            @Nullable Instant openedAt) {}

    record Payload(@Nullable PosSession session, List<UserError> userErrors) implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, errors);
        }
    }

    private final PosRegisterRepository registers;
    private final PosSessionRepository sessions;
    private final Stores stores;
    private final Events events;
    private final Clock clock;

    PosSessionOpen(
            PosRegisterRepository registers, PosSessionRepository sessions, Stores stores, Events events, Clock clock) {
        this.registers = registers;
        this.sessions = sessions;
        this.stores = stores;
        this.events = events;
        this.clock = clock;
    }

    @MutationMapping
    Payload posSessionOpen(
            @Argument Input input, Idempotency once, @ContextValue TenantContext tenant, @ContextValue Viewer viewer) {
        Optional<PosRegister> found =
                registers.find(tenant, input.registerId()).filter(of -> viewer.hasIn(POS_SELL, of.storeId()));
        if (found.isEmpty()) {
            return Payload.refused(List.of(Refusal.notFound("input", "registerId")));
        }
        return tenant.mutateOnce(
                viewer.mayIn(POS_SELL, found.get().storeId()),
                once,
                Payload::refused,
                tx -> open(tx, input, viewer),
                (tx, id) -> new Payload(sessions.now(tx, new PosSession.Id(id)), List.of()));
    }

    private PosSession.Id open(TenantContext tx, Input input, Viewer viewer) {
        PosRegister register =
                registers.lock(tx, input.registerId()).orElseThrow(() -> Given.nothing("input", "registerId"));
        if (!register.active()) {
            throw refused(UserErrorCode.NOT_ALLOWED, "This till is out of use.", "registerId");
        }
        Money openingFloat = input.openingFloat().money("input", "openingFloat");
        Store store = stores.find(tx, register.storeId()).orElseThrow();
        if (!store.currencies().contains(openingFloat.currency())) {
            throw new Refused(Refusal.of(
                    UserErrorCode.INVALID,
                    "The store does not sell in " + openingFloat.currency() + ".",
                    "input",
                    "openingFloat",
                    "currency"));
        }
        PosSession opened =
                sessions.open(tx, register.id(), openingFloat, viewer.actor().name(), openedAt(input));
        tx.created(opened.id(), opened);
        events.publish(tx, new PosEvent(PosEvent.Type.POS_SESSION_OPENED, opened.id()));
        return opened.id();
    }

    private Instant openedAt(Input input) {
        Instant now = clock.instant();
        if (input.openedAt() == null) {
            return now;
        }
        if (input.openedAt().isAfter(now.plus(PosSession.CLOCKS))
                || input.openedAt().isBefore(now.minus(OFFLINE))) {
            throw refused(
                    UserErrorCode.OUT_OF_RANGE,
                    "A session began within the last 31 days, and not in the future: set the till's clock.",
                    "openedAt");
        }
        return Collections.min(List.of(input.openedAt(), now));
    }

    private static Refused refused(UserErrorCode code, String message, String field) {
        return new Refused(Refusal.of(code, message, "input", field));
    }
}
