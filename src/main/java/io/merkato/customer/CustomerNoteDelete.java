package io.merkato.customer;

import static io.merkato.api.Permission.CUSTOMERS_WRITE;
import static io.merkato.jooq.customer.Tables.NOTE;

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
class CustomerNoteDelete {

    record Payload(CustomerNote.@Nullable Id customerNoteId, List<UserError> userErrors) implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, errors);
        }
    }

    @MutationMapping
    Payload customerNoteDelete(
            @Argument CustomerNote.Id id,
            @Argument @Nullable Integer ifVersion,
            @ContextValue TenantContext tenant,
            @ContextValue Viewer viewer) {
        return tenant.mutate(viewer.may(CUSTOMERS_WRITE), Payload::refused, tx -> {
            CustomerNote before = NoteRepository.lock(tx, id);
            VersionConflict.check(ifVersion, before.version());
            tx.sql().deleteFrom(NOTE).where(tx.owns(NOTE)).and(NOTE.ID.eq(id)).execute();
            tx.deleted(id, Logged.of(before));
            return new Payload(id, List.of());
        });
    }
}
