package io.merkato.catalog;

import static io.merkato.api.Permission.CATALOG_WRITE;
import static io.merkato.jooq.catalog.Tables.ATTRIBUTE_VALUE;
import static io.merkato.jooq.catalog.Tables.PRODUCT;

import io.merkato.api.Given;
import io.merkato.api.LocalisedTextInput;
import io.merkato.api.MutationPayload;
import io.merkato.api.Sql;
import io.merkato.api.UserError;
import io.merkato.api.VersionConflict;
import io.merkato.api.Viewer;
import io.merkato.tenancy.TenantContext;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

/** Changes a set; where products do not fit the change it says so, and does nothing until told what to do with them. */
@Controller
class AttributeSetUpdate {

    record Input(
            @Nullable String code,
            @Nullable List<LocalisedTextInput> labels,
            @Nullable List<AttributeGroupInput> groups,
            @Nullable List<AttributePlaceInput> attributes) {

        boolean arranges() {
            return groups != null || attributes != null;
        }
    }

    record Payload(@Nullable AttributeSet attributeSet, List<UserError> userErrors) implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, errors);
        }
    }

    @MutationMapping
    Payload attributeSetUpdate(
            @Argument AttributeSet.Id id,
            @Argument Input input,
            @Argument @Nullable Integer ifVersion,
            @Argument @Nullable List<AttributeSetRemedy> onConflict,
            @ContextValue TenantContext tenant,
            @ContextValue Viewer viewer) {
        return tenant.mutate(viewer.may(CATALOG_WRITE), Payload::refused, tx -> {
            AttributeSetState before = AttributeSetState.lock(tx, id);
            VersionConflict.check(ifVersion, before.set().version());
            AttributeSetWriter.update(
                    tx,
                    id,
                    Given.or(input.code(), before.set().code()),
                    LocalisedTextInput.textOr(input.labels(), before.set().labels()));
            var misfits = new Misfits(tx, onConflict);
            if (input.arranges()) {
                arrange(tx, id, input, misfits);
            }
            AttributeSetState after = AttributeSetState.lock(tx, id);
            Payload changed = new Payload(tx.changed(id, before, after).set(), List.of());
            misfits.tell();
            return changed;
        });
    }

    private static void arrange(TenantContext tx, AttributeSet.Id id, Input input, Misfits misfits) {
        AttributeArrangement wanted = AttributeArrangement.of(tx, id, input.groups(), input.attributes());
        List<AttributePlace> places = AttributeGroupInput.places(wanted.groups(), wanted.attributes());
        Map<Attribute.Id, AttributeLevel> gone = new HashMap<>(AttributeSetWriter.levels(tx, id));
        places.forEach(place -> gone.remove(place.attribute(), place.level()));
        if (!gone.isEmpty()) {
            misfits.removeValues(ATTRIBUTE_VALUE
                    .ATTRIBUTE_SET_ID
                    .eq(id)
                    .and(Sql.isAny(ATTRIBUTE_VALUE.ATTRIBUTE_ID, gone.keySet())));
        }
        AttributeSetWriter.arrange(tx, id, wanted.groups(), places);
        misfits.unpublish(PRODUCT.ATTRIBUTE_SET_ID.eq(id));
        misfits.refuse();
    }
}
