package io.merkato.pricing;

import io.merkato.api.TypeId;
import io.merkato.money.Rate;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What products of a class are taxed in a zone.
 *
 * @param endsAt where the next rate of the same zone and class starts; null where there is none yet
 */
public record TaxRate(
        Id id,
        TaxZone.Id zoneId,
        TaxClass.Id taxClassId,
        String name,
        Rate rate,
        Instant startsAt,
        @Nullable Instant endsAt) {

    public record Id(UUID value) implements TypeId {
        @Override
        public String prefix() {
            return "tax_rate";
        }

        @Override
        public String toString() {
            return text();
        }
    }

    public BigDecimal percent() {
        return rate.percent();
    }
}
