package io.merkato.store;

import io.merkato.api.Refused;
import io.merkato.api.TypeId;
import java.time.Duration;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A shop of the tenant under one name, with its languages and currencies.
 *
 * @param locale what texts fall back to; one of {@code locales}
 * @param currency what prices are shown in unless asked otherwise; one of {@code currencies}
 * @param domains the tenant's own hosts that lead to it, once they are verified
 * @param closedAt set while CLOSED
 */
public record Store(
        Id id,
        String code,
        String name,
        Status status,
        boolean isDefault,
        Locale locale,
        List<Locale> locales,
        Currency currency,
        List<Currency> currencies,
        TaxDisplay taxDisplay,
        @Nullable String theme,
        List<String> domains,
        int version,
        Instant createdAt,
        Instant updatedAt,
        @Nullable Instant closedAt) {

    /** How long a close can be taken back. */
    static final Duration RESTORABLE = Duration.ofDays(90);

    public record Id(UUID value) implements TypeId {
        @Override
        public String prefix() {
            return "store";
        }

        @Override
        public String toString() {
            return text();
        }
    }

    public enum Status {
        ACTIVE,
        PAUSED,
        CLOSED
    }

    /** Whether prices are entered and shown without or with tax. */
    public enum TaxDisplay {
        NET,
        GROSS
    }

    /** Whether it sells. */
    public boolean isOpen() {
        return status == Status.ACTIVE;
    }

    /** Whether it was closed too long ago to be reopened. */
    boolean isBeyondRecall(Instant now) {
        return closedAt != null && !closedAt.plus(RESTORABLE).isAfter(now);
    }

    Store pause() {
        return leave("be paused").move(Set.of(Status.ACTIVE), Status.PAUSED, null);
    }

    Store resume() {
        return move(Set.of(Status.PAUSED), Status.ACTIVE, null);
    }

    Store close(Instant now) {
        return leave("be closed").move(Set.of(Status.ACTIVE, Status.PAUSED), Status.CLOSED, now);
    }

    Store reopen(Instant now) {
        if (isBeyondRecall(now)) {
            throw new Refused(StoreStatusConflict.of(status, "A close can be taken back for 90 days."));
        }
        return move(Set.of(Status.CLOSED), Status.ACTIVE, null);
    }

    /** Checks that another store could answer instead. */
    private Store leave(String what) {
        if (isDefault) {
            throw new Refused(StoreStatusConflict.of(
                    status, "The default store cannot " + what + "; make another one the default first."));
        }
        return this;
    }

    private Store move(Set<Status> from, Status to, @Nullable Instant closing) {
        if (!from.contains(status)) {
            throw new Refused(
                    StoreStatusConflict.of(status, "A store that is " + status + " cannot become " + to + "."));
        }
        return new Store(
                id,
                code,
                name,
                to,
                isDefault,
                locale,
                locales,
                currency,
                currencies,
                taxDisplay,
                theme,
                domains,
                version,
                createdAt,
                updatedAt,
                closing);
    }
}
