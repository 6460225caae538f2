package io.merkato.customer;

import static io.merkato.api.Permission.CUSTOMERS_WRITE;
import static io.merkato.jooq.customer.Tables.NOTE;

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
class CustomerNoteUpdate {

    record Input(String body) {
        /** Says nothing of what is noted. */
        @Override
        public String toString() {
            return "Input[…]";
        }
    }

    record Payload(@Nullable CustomerNote customerNote, List<UserError> userErrors) implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, errors);
        }
    }

    @MutationMapping
    Payload customerNoteUpdate(
            @Argument CustomerNote.Id id,
            @Argument Input input,
            @Argument @Nullable Integer ifVersion,
            @ContextValue TenantContext tenant,
            @ContextValue Viewer viewer) {
        return tenant.mutate(viewer.may(CUSTOMERS_WRITE), Payload::refused, tx -> {
            CustomerNote before = NoteRepository.lock(tx, id);
            VersionConflict.check(ifVersion, before.version());
            if (input.body().strip().equals(before.body())) {
                tx.unchanged();
                return new Payload(before, List.of());
            }
            CustomerNote after = tx.sql()
                    .update(NOTE)
                    .set(NOTE.BODY, input.body().strip())
                    .set(NOTE.VERSION, NOTE.VERSION.plus(1))
                    .set(NOTE.UPDATED_AT, Instant.now())
                    .where(tx.owns(NOTE))
                    .and(NOTE.ID.eq(id))
                    .returning(NoteRepository.FIELDS)
                    .fetchSingle(NoteRepository::note);
            tx.changes(id, Logged.of(before), Logged.ofNew(after));
            return new Payload(after, List.of());
        });
    }
}
