package io.merkato.ordering;

import io.merkato.api.Given;
import io.merkato.api.MutationPayload;
import io.merkato.api.PostalAddress;
import io.merkato.api.PostalAddressInput;
import io.merkato.api.Refused;
import io.merkato.api.UserError;
import io.merkato.api.Viewer;
import io.merkato.tenancy.TenantContext;
import io.merkato.tenancy.Tenants;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.ArgumentValue;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

/** Says whom an order goes to, while nothing of it was sent. */
@Controller
class OrderUpdate {

    record Input(
            ArgumentValue<String> email,
            ArgumentValue<String> phone,
            ArgumentValue<PostalAddressInput> shippingAddress,
            ArgumentValue<PostalAddressInput> billingAddress,
            ArgumentValue<String> note) {}

    record Payload(@Nullable Order order, List<UserError> userErrors) implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, errors);
        }
    }

    /** What is said of it. */
    record Said(
            @Nullable String email,
            @Nullable String phone,
            @Nullable PostalAddress shippingAddress,
            @Nullable PostalAddress billingAddress,
            @Nullable String note) {

        Said {
            note = note == null || note.isBlank() ? null : note;
        }

        static Said of(Order order) {
            return new Said(
                    order.email(), order.phone(), order.shippingAddress(), order.billingAddress(), order.note());
        }
    }

    private final OrderChanges changes;
    private final OrderRepository orders;
    private final Tenants tenants;
    private final Clock clock;

    OrderUpdate(OrderChanges changes, OrderRepository orders, Tenants tenants, Clock clock) {
        this.changes = changes;
        this.orders = orders;
        this.tenants = tenants;
        this.clock = clock;
    }

    @MutationMapping
    Payload orderUpdate(
            @Argument Order.Id id,
            @Argument @Nullable Integer ifVersion,
            @Argument Input input,
            @ContextValue TenantContext tenant,
            @ContextValue Viewer viewer) {
        return changes.change(tenant, viewer, id, ifVersion, Payload::refused, (tx, order) -> {
            refuseSent(order);
            Said said = said(tx, order, input);
            if (!said.equals(Said.of(order))) {
                orders.say(tx, id, said, clock.instant());
                changes.say(tx, OrderEvent.Type.ORDER_EDITED, id);
            }
            return after -> new Payload(after, List.of());
        });
    }

    private static void refuseSent(Order order) {
        if (order.status() != OrderStatus.OPEN || order.fulfilmentStatus() != FulfilmentStatus.UNFULFILLED) {
            throw new Refused(
                    OrderStatusConflict.of(order, "This is said only of an open order of which nothing was sent."));
        }
    }

    private Said said(TenantContext tx, Order order, Input input) {
        return new Said(
                Contact.email(Given.or(input.email(), order.email()), "input", "email"),
                Contact.phone(
                        Given.or(input.phone(), order.phone()), tenants.byId(tx).country(), "input", "phone"),
                address(order.shippingAddress(), input.shippingAddress(), "shippingAddress"),
                address(order.billingAddress(), input.billingAddress(), "billingAddress"),
                Given.or(input.note(), order.note()));
    }

    private static @Nullable PostalAddress address(
            @Nullable PostalAddress now, ArgumentValue<PostalAddressInput> given, String field) {
        if (given.isOmitted()) {
            return now;
        }
        PostalAddressInput address = given.value();
        return address == null ? null : address.address("input", field);
    }
}
