package io.merkato.ordering;

import static io.merkato.api.Permission.ORDERS_WRITE;

import io.merkato.api.MutationPayload;
import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.api.UserError;
import io.merkato.api.UserErrorCode;
import io.merkato.api.Viewer;
import io.merkato.customer.Customer;
import io.merkato.customer.Customers;
import io.merkato.store.SalesChannel;
import io.merkato.store.Store;
import io.merkato.store.Stores;
import io.merkato.tenancy.TenantContext;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

/** Opens a cart that staff fill. */
@Controller
class DraftOrderCreate {

    record Input(
            Store.Id storeId,
            Customer.@Nullable Id customerId,
            @Nullable Currency currency,
            @Nullable List<CartLineInput> lines,
            @Nullable String note) {}

    record Payload(@Nullable Cart cart, List<UserError> userErrors) implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, errors);
        }
    }

    private final CartOpening opening;
    private final Customers customers;
    private final Stores stores;

    DraftOrderCreate(CartOpening opening, Customers customers, Stores stores) {
        this.opening = opening;
        this.customers = customers;
        this.stores = stores;
    }

    @MutationMapping
    Payload draftOrderCreate(@Argument Input input, @ContextValue TenantContext tenant, @ContextValue Viewer viewer) {
        Optional<Store> store = stores.find(tenant, input.storeId()).filter(of -> viewer.hasIn(ORDERS_WRITE, of.id()));
        if (store.isEmpty()) {
            return Payload.refused(List.of(Refusal.notFound("input", "storeId")));
        }
        if (!store.get().isOpen()) {
            return Payload.refused(List.of(Refusal.of(
                    UserErrorCode.NOT_ALLOWED, "This store sells nothing at the moment.", "input", "storeId")));
        }
        return tenant.mutate(viewer.mayIn(ORDERS_WRITE, store.get().id()), Payload::refused, tx -> {
            Customer.Id customer = input.customerId() == null
                    ? null
                    : customers
                            .hold(tx, input.customerId())
                            .orElseThrow(() -> new Refused(Refusal.notFound("input", "customerId")));
            Cart cart = opening.open(
                    tx,
                    viewer,
                    new CartOpening.Request(
                            store.get(),
                            SalesChannel.ONLINE,
                            customer,
                            true,
                            CartOpening.currency(
                                    store.get(), input.currency(), store.get().currency()),
                            store.get().locale(),
                            null,
                            input.note(),
                            input.lines() == null ? List.of() : input.lines()));
            return new Payload(cart, List.of());
        });
    }
}
