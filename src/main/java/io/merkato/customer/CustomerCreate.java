package io.merkato.customer;

import static io.merkato.api.Permission.CUSTOMERS_WRITE;

import io.merkato.api.MutationPayload;
import io.merkato.api.UserError;
import io.merkato.api.Uuid7;
import io.merkato.api.Viewer;
import io.merkato.tenancy.TenantContext;
import io.merkato.tenancy.Tenants;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.ArgumentValue;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

@Controller
class CustomerCreate {

    record Input(
            ArgumentValue<String> email,
            ArgumentValue<String> phone,
            ArgumentValue<String> givenName,
            ArgumentValue<String> familyName,
            ArgumentValue<String> company,
            ArgumentValue<Locale> locale,
            ArgumentValue<String> externalId,
            @Nullable List<CustomerGroup.Id> groupIds) {

        Customer customer(String country) {
            return new CustomerInput(email, phone, givenName, familyName, company, locale, externalId)
                    .applyTo(
                            new Customer(
                                    new Customer.Id(Uuid7.next()),
                                    CustomerKind.REGISTERED,
                                    null,
                                    null,
                                    null,
                                    null,
                                    null,
                                    null,
                                    null,
                                    null,
                                    1,
                                    Instant.EPOCH,
                                    Instant.EPOCH,
                                    null),
                            country);
        }
    }

    record Payload(@Nullable Customer customer, List<UserError> userErrors) implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, errors);
        }
    }

    private final CustomerWriter customers;
    private final Tenants tenants;

    CustomerCreate(CustomerWriter customers, Tenants tenants) {
        this.customers = customers;
        this.tenants = tenants;
    }

    @MutationMapping
    Payload customerCreate(@Argument Input input, @ContextValue TenantContext tenant, @ContextValue Viewer viewer) {
        String country = tenants.byId(tenant).country();
        return tenant.mutate(viewer.may(CUSTOMERS_WRITE), Payload::refused, tx -> {
            Customer created = customers.insert(tx, input.customer(country));
            GroupMembers.join(tx, created.id(), input.groupIds() == null ? List.of() : input.groupIds());
            tx.created(created.id(), Logged.of(created, null));
            return new Payload(created, List.of());
        });
    }
}
