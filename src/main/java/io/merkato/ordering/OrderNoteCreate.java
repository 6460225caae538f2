package io.merkato.ordering;

import static io.merkato.jooq.ordering.Tables.ORDER_NOTE;

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

/** Writes something about an order for other staff. */
@Controller
class OrderNoteCreate {

    record Input(String body) {}

    record Payload(@Nullable Order order, List<UserError> userErrors) implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, errors);
        }
    }

    private final OrderChanges changes;

    OrderNoteCreate(OrderChanges changes) {
        this.changes = changes;
    }

    @MutationMapping
    Payload orderNoteCreate(
            @Argument Order.Id id,
            @Argument Input input,
            @ContextValue TenantContext tenant,
            @ContextValue Viewer viewer) {
        return changes.changePart(tenant, viewer, id, Payload::refused, (tx, order) -> {
            var note = new OrderNote.Id(Uuid7.next());
            tx.sql()
                    .insertInto(ORDER_NOTE)
                    .set(ORDER_NOTE.TENANT_ID, tx.id())
                    .set(ORDER_NOTE.ID, note)
                    .set(ORDER_NOTE.ORDER_ID, id)
                    .set(ORDER_NOTE.BODY, input.body())
                    .set(ORDER_NOTE.AUTHOR, viewer.actor().name())
                    .execute();
            tx.created(note, new Logged.OfNote(id));
            return new Payload(order, List.of());
        });
    }
}
