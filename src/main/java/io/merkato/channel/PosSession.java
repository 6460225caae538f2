package io.merkato.channel;

import io.merkato.api.TypeId;
import io.merkato.inventory.Location;
import io.merkato.money.Money;
import io.merkato.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.Currency;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Somebody's selling at a till, from one count of its drawer to the next.
 *
 * @param storeId of its register
 * @param locationId where the till stood when it was opened: what it sells comes from there
 * @param pricesIncludeTax as the store showed its prices when it was opened
 * @param expectedCash the float and all movements
 * @param countedCash null while it is open
 */
public record PosSession(
        Id id,
        PosRegister.Id registerId,
        Store.Id storeId,
        Location.Id locationId,
        boolean pricesIncludeTax,
        Money openingFloat,
        Money expectedCash,
        @Nullable Money countedCash,
        String openedBy,
        Instant openedAt,
        @Nullable String closedBy,
        @Nullable Instant closedAt) {

    /** How far the clock of a till may be off. */
    static final Duration CLOCKS = Duration.ofMinutes(10);

    public record Id(UUID value) implements TypeId {
        @Override
        public String prefix() {
            return "pos_session";
        }

        @Override
        public String toString() {
            return text();
        }
    }

    Currency currency() {
        return openingFloat.currency();
    }

    boolean isOpen() {
        return closedAt == null;
    }

    /** What was counted less what was expected: below 0 where cash is missing. */
    public @Nullable Money difference() {
        return countedCash == null ? null : countedCash.minus(expectedCash);
    }
}
