package io.merkato.tenancy;

import io.merkato.api.Refused;
import io.merkato.api.TypeId;
import java.time.Duration;
import java.time.Instant;
import java.util.Currency;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A business on the platform: a merchant.
 *
 * @param plan code of the plan in force
 * @param statusReason what the operator said when suspending or closing
 * @param closingAt when closing began; set while CLOSING and CLOSED
 */
public record Tenant(
        Id id,
        String slug,
        String name,
        Status status,
        @Nullable String statusReason,
        Locale locale,
        Currency currency,
        String timeZone,
        String country,
        String residency,
        Map<String, Object> settings,
        String plan,
        int version,
        Instant createdAt,
        Instant updatedAt,
        @Nullable Instant closingAt) {

    /** How long a close can be taken back; {@code tenancy.purge} in the database knows the same. */
    static final Duration RESTORABLE = Duration.ofDays(90);

    public record Id(UUID value) implements TypeId {
        @Override
        public String prefix() {
            return "tenant";
        }

        @Override
        public String toString() {
            return text();
        }
    }

    public enum Status {
        PROVISIONING,
        ACTIVE,
        SUSPENDED,
        CLOSING,
        CLOSED
    }

    public @Nullable Instant restorableUntil() {
        return status == Status.CLOSING && closingAt != null ? closingAt.plus(RESTORABLE) : null;
    }

    Tenant suspend(String reason) {
        return move(Set.of(Status.ACTIVE), Status.SUSPENDED, reason, null);
    }

    Tenant resume() {
        return move(Set.of(Status.SUSPENDED), Status.ACTIVE, null, null);
    }

    Tenant close(String reason, Instant now) {
        return move(Set.of(Status.ACTIVE, Status.SUSPENDED), Status.CLOSING, reason, now);
    }

    Tenant restore(Instant now) {
        Instant until = restorableUntil();
        if (until != null && !now.isBefore(until)) {
            throw new Refused(
                    TenantStatusConflict.of(status, "The 90 days in which this tenant could be restored are over."));
        }
        return move(Set.of(Status.CLOSING), Status.ACTIVE, null, null);
    }

    private Tenant move(Set<Status> from, Status to, @Nullable String reason, @Nullable Instant closing) {
        if (!from.contains(status)) {
            throw new Refused(
                    TenantStatusConflict.of(status, "A tenant that is " + status + " cannot become " + to + "."));
        }
        return new Tenant(
                id, slug, name, to, reason, locale, currency, timeZone, country, residency, settings, plan, version,
                createdAt, updatedAt, closing);
    }
}
