package io.merkato.pricing;

import static io.merkato.api.Permission.PRICING_WRITE;
import static io.merkato.jooq.pricing.Tables.PRICE_LIST;

import io.merkato.api.MutationPayload;
import io.merkato.api.UserError;
import io.merkato.api.VersionConflict;
import io.merkato.api.Viewer;
import io.merkato.tenancy.TenantContext;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

@Controller
class PriceListDelete {

    record Payload(PriceList.@Nullable Id priceListId, List<UserError> userErrors) implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, errors);
        }
    }

    private final PriceListWriter lists;

    PriceListDelete(PriceListWriter lists) {
        this.lists = lists;
    }

    @MutationMapping
    Payload priceListDelete(
            @Argument PriceList.Id id,
            @Argument @Nullable Integer ifVersion,
            @ContextValue TenantContext tenant,
            @ContextValue Viewer viewer) {
        return tenant.mutate(viewer.may(PRICING_WRITE), Payload::refused, tx -> {
            PriceList before = lists.lock(tx, id);
            VersionConflict.check(ifVersion, before.version());
            tx.sql()
                    .deleteFrom(PRICE_LIST)
                    .where(tx.owns(PRICE_LIST))
                    .and(PRICE_LIST.ID.eq(id))
                    .execute();
            tx.deleted(id, before);
            return new Payload(id, List.of());
        });
    }
}
