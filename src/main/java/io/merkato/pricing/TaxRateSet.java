package io.merkato.pricing;

import static io.merkato.api.Permission.PRICING_WRITE;
import static io.merkato.api.UserErrorCode.INVALID;
import static io.merkato.api.UserErrorCode.OUT_OF_RANGE;
import static io.merkato.jooq.pricing.Tables.TAX_RATE;

import io.merkato.api.MutationPayload;
import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.api.UserError;
import io.merkato.api.Uuid7;
import io.merkato.api.Viewer;
import io.merkato.money.Rate;
import io.merkato.tenancy.TenantContext;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

/** Sets what is due from a moment on; the rate before ends there, so that rates never overlap. */
@Controller
class TaxRateSet {

    record Input(TaxZone.Id zoneId, TaxClass.Id taxClassId, String name, BigDecimal percent, Instant startsAt) {

        Rate rate() {
            try {
                return Rate.ofPercent(percent);
            } catch (ArithmeticException e) {
                throw new Refused(
                        Refusal.of(INVALID, "A rate has at most four decimals of a percent.", "input", "percent"));
            } catch (IllegalArgumentException e) {
                throw new Refused(Refusal.of(OUT_OF_RANGE, "A rate is 0 to 1000 percent.", "input", "percent"));
            }
        }
    }

    record Payload(@Nullable TaxRate taxRate, List<UserError> userErrors) implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, errors);
        }
    }

    private final TaxTableRepository taxes;

    TaxRateSet(TaxTableRepository taxes) {
        this.taxes = taxes;
    }

    @MutationMapping
    Payload taxRateSet(@Argument Input input, @ContextValue TenantContext tenant, @ContextValue Viewer viewer) {
        return tenant.mutate(viewer.may(PRICING_WRITE), Payload::refused, tx -> {
            taxes.lockZone(tx, input.zoneId(), "input", "zoneId");
            taxes.lockClass(tx, input.taxClassId(), "input", "taxClassId");
            var before = taxes.rate(tx, input.zoneId(), input.taxClassId(), input.startsAt());
            TaxRate.Id id = before.map(TaxRate::id).orElseGet(() -> new TaxRate.Id(Uuid7.next()));
            tx.sql()
                    .insertInto(TAX_RATE)
                    .set(TAX_RATE.TENANT_ID, tx.id())
                    .set(TAX_RATE.ID, id)
                    .set(TAX_RATE.TAX_ZONE_ID, input.zoneId())
                    .set(TAX_RATE.TAX_CLASS_ID, input.taxClassId())
                    .set(TAX_RATE.NAME, input.name().strip())
                    .set(TAX_RATE.RATE, input.rate())
                    .set(TAX_RATE.STARTS_AT, input.startsAt())
                    .onConflict(TAX_RATE.TENANT_ID, TAX_RATE.ID)
                    .doUpdate()
                    .set(TAX_RATE.NAME, input.name().strip())
                    .set(TAX_RATE.RATE, input.rate())
                    .execute();
            TaxRate after = taxes.rate(tx, id).orElseThrow();
            if (before.isEmpty()) {
                tx.created(id, after);
                return new Payload(after, List.of());
            }
            return new Payload(tx.changed(id, before.get(), after), List.of());
        });
    }
}
