package io.merkato.pricing;

import static io.merkato.api.Permission.PRICING_WRITE;

import io.merkato.api.MutationPayload;
import io.merkato.api.UserError;
import io.merkato.api.VersionConflict;
import io.merkato.api.Viewer;
import io.merkato.tenancy.TenantContext;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

@Controller
class FlashSaleCancel {

    record Payload(@Nullable FlashSale flashSale, List<UserError> userErrors) implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, errors);
        }
    }

    private final FlashSaleWriter sales;

    FlashSaleCancel(FlashSaleWriter sales) {
        this.sales = sales;
    }

    @MutationMapping
    Payload flashSaleCancel(
            @Argument FlashSale.Id id,
            @Argument @Nullable Integer ifVersion,
            @ContextValue TenantContext tenant,
            @ContextValue Viewer viewer) {
        return tenant.mutate(viewer.may(PRICING_WRITE), Payload::refused, tx -> {
            FlashSale before = sales.lock(tx, id);
            VersionConflict.check(ifVersion, before.version());
            if (before.cancelledAt() != null) {
                tx.unchanged();
                return new Payload(before, List.of());
            }
            FlashSale after = sales.update(tx, before.cancel(Instant.now()));
            return new Payload(tx.changed(id, before, after), List.of());
        });
    }
}
