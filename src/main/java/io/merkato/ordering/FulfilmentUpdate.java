package io.merkato.ordering;

import static io.merkato.jooq.ordering.Tables.FULFILMENT;

import io.merkato.api.MutationPayload;
import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.api.UserError;
import io.merkato.api.UserErrorCode;
import io.merkato.api.VersionConflict;
import io.merkato.api.Viewer;
import io.merkato.tenancy.TenantContext;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.ArgumentValue;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

/** Says how goods on their way can be followed, and that they arrived. */
@Controller
class FulfilmentUpdate {

    record Input(
            ArgumentValue<String> trackingCompany,
            ArgumentValue<String> trackingNumber,
            ArgumentValue<String> trackingUrl,
            ArgumentValue<Instant> deliveredAt) {}

    record Payload(
            @Nullable Fulfilment fulfilment, @Nullable Order order, List<UserError> userErrors)
            implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, null, errors);
        }
    }

    /** How far the clock of who tells of it may be off. */
    private static final Duration CLOCKS = Duration.ofMinutes(10);

    private final OrderChanges changes;
    private final OrderPartRepository parts;
    private final Clock clock;

    FulfilmentUpdate(OrderChanges changes, OrderPartRepository parts, Clock clock) {
        this.changes = changes;
        this.parts = parts;
        this.clock = clock;
    }

    @MutationMapping
    Payload fulfilmentUpdate(
            @Argument Fulfilment.Id id,
            @Argument @Nullable Integer ifVersion,
            @Argument Input input,
            @ContextValue TenantContext tenant,
            @ContextValue Viewer viewer) {
        Optional<Fulfilment> before = parts.findFulfilment(tenant, id);
        if (before.isEmpty()) {
            return Payload.refused(List.of(Refusal.notFound("id")));
        }
        return changes.changePart(tenant, viewer, before.get().orderId(), Payload::refused, (tx, order) -> {
            Fulfilment locked = parts.fulfilment(tx, id.value());
            VersionConflict.check(ifVersion, locked.version());
            requirePossible(input.deliveredAt().value(), locked);
            tx.sql()
                    .update(FULFILMENT)
                    .set(FULFILMENT.TRACKING_COMPANY, or(input.trackingCompany(), locked.trackingCompany()))
                    .set(FULFILMENT.TRACKING_NUMBER, or(input.trackingNumber(), locked.trackingNumber()))
                    .set(FULFILMENT.TRACKING_URL, or(input.trackingUrl(), locked.trackingUrl()))
                    .set(FULFILMENT.DELIVERED_AT, or(input.deliveredAt(), locked.deliveredAt()))
                    .set(FULFILMENT.VERSION, FULFILMENT.VERSION.plus(1))
                    .where(tx.owns(FULFILMENT))
                    .and(FULFILMENT.ID.eq(id))
                    .execute();
            Fulfilment now = tx.changed(id, locked, parts.fulfilment(tx, id.value()));
            return new Payload(now, order, List.of());
        });
    }

    /** It may have arrived before order and sending were told here, but not in the future. */
    private void requirePossible(@Nullable Instant deliveredAt, Fulfilment before) {
        if (deliveredAt != null
                && !deliveredAt.equals(before.deliveredAt())
                && deliveredAt.isAfter(clock.instant().plus(CLOCKS))) {
            throw new Refused(Refusal.of(
                    UserErrorCode.OUT_OF_RANGE, "Goods do not arrive in the future.", "input", "deliveredAt"));
        }
    }

    private static <T> @Nullable T or(ArgumentValue<T> given, @Nullable T now) {
        return given.isOmitted() ? now : given.value();
    }
}
