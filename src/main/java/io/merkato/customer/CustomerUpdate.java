package io.merkato.customer;

import static io.merkato.api.Permission.CUSTOMERS_WRITE;
import static io.merkato.api.Permission.LOYALTY_WRITE;
import static io.merkato.api.Permission.STORE_CREDIT_WRITE;

import io.merkato.api.MutationPayload;
import io.merkato.api.UserError;
import io.merkato.api.VersionConflict;
import io.merkato.api.Viewer;
import io.merkato.tenancy.TenantContext;
import io.merkato.tenancy.Tenants;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.ArgumentValue;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

@Controller
class CustomerUpdate {

    record Input(
            ArgumentValue<String> email,
            ArgumentValue<String> phone,
            ArgumentValue<String> givenName,
            ArgumentValue<String> familyName,
            ArgumentValue<String> company,
            ArgumentValue<Locale> locale,
            ArgumentValue<String> externalId) {

        CustomerInput fields() {
            return new CustomerInput(email, phone, givenName, familyName, company, locale, externalId);
        }
    }

    record Payload(@Nullable Customer customer, List<UserError> userErrors) implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, errors);
        }
    }

    private final CustomerWriter customers;
    private final Tenants tenants;

    CustomerUpdate(CustomerWriter customers, Tenants tenants) {
        this.customers = customers;
        this.tenants = tenants;
    }

    @MutationMapping
    Payload customerUpdate(
            @Argument Customer.Id id,
            @Argument Input input,
            @Argument @Nullable Integer ifVersion,
            @ContextValue TenantContext tenant,
            @ContextValue Viewer viewer) {
        String country = tenants.byId(tenant).country();
        return tenant.mutate(viewer.may(CUSTOMERS_WRITE), Payload::refused, tx -> {
            Customer before = customers.lock(tx, id, "id");
            VersionConflict.check(ifVersion, before.version());
            Customer wanted = input.fields().applyTo(before, country);
            if (wanted.equals(before)) {
                tx.unchanged();
                return new Payload(before, List.of());
            }
            Customer after = customers.update(tx, wanted, viewer.has(LOYALTY_WRITE) && viewer.has(STORE_CREDIT_WRITE));
            tx.changes(id, Logged.of(before, before), Logged.of(after, before));
            return new Payload(after, List.of());
        });
    }
}
