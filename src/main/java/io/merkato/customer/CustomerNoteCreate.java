package io.merkato.customer;

import static io.merkato.api.Permission.CUSTOMERS_WRITE;
import static io.merkato.jooq.customer.Tables.NOTE;

import io.merkato.api.MutationPayload;
import io.merkato.api.UserError;
import io.merkato.api.Uuid7;
import io.merkato.api.Viewer;
import io.merkato.tenancy.TenantContext;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

@Controller
class CustomerNoteCreate {

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

    private final CustomerWriter customers;

    CustomerNoteCreate(CustomerWriter customers) {
        this.customers = customers;
    }

    @MutationMapping
    Payload customerNoteCreate(
            @Argument Customer.Id customerId,
            @Argument Input input,
            @ContextValue TenantContext tenant,
            @ContextValue Viewer viewer) {
        return tenant.mutate(viewer.may(CUSTOMERS_WRITE), Payload::refused, tx -> {
            customers.lock(tx, customerId, "customerId");
            CustomerNote created = tx.sql()
                    .insertInto(NOTE)
                    .set(NOTE.TENANT_ID, tx.id())
                    .set(NOTE.ID, new CustomerNote.Id(Uuid7.next()))
                    .set(NOTE.CUSTOMER_ID, customerId)
                    .set(NOTE.BODY, input.body().strip())
                    .set(NOTE.AUTHOR_ID, viewer.actor().id())
                    .set(NOTE.AUTHOR_NAME, viewer.actor().name())
                    .returning(NoteRepository.FIELDS)
                    .fetchSingle(NoteRepository::note);
            tx.created(created.id(), Logged.ofNew(created));
            return new Payload(created, List.of());
        });
    }
}
