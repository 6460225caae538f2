package io.merkato.pricing;

import static io.merkato.api.Permission.PRICING_WRITE;

import io.merkato.api.Given;
import io.merkato.api.MutationPayload;
import io.merkato.api.UserError;
import io.merkato.api.Uuid7;
import io.merkato.api.Viewer;
import io.merkato.customer.Customer;
import io.merkato.customer.Customers;
import io.merkato.tenancy.TenantContext;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

@Controller
class TaxExemptionCreate {

    record Input(
            Customer.Id customerId,
            TaxZone.@Nullable Id zoneId,
            TaxClass.@Nullable Id taxClassId,
            String certificate,
            @Nullable Instant startsAt,
            @Nullable Instant endsAt) {

        TaxExemption exemption(Customer.Id customer) {
            Instant now = Instant.now();
            return new TaxExemption(
                    new TaxExemption.Id(Uuid7.next()),
                    customer,
                    zoneId,
                    taxClassId,
                    certificate.strip(),
                    Given.or(startsAt, now),
                    endsAt,
                    1,
                    now,
                    now);
        }
    }

    record Payload(@Nullable TaxExemption taxExemption, List<UserError> userErrors) implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, errors);
        }
    }

    private final TaxExemptionRepository exemptions;
    private final Customers customers;

    TaxExemptionCreate(TaxExemptionRepository exemptions, Customers customers) {
        this.exemptions = exemptions;
        this.customers = customers;
    }

    @MutationMapping
    Payload taxExemptionCreate(@Argument Input input, @ContextValue TenantContext tenant, @ContextValue Viewer viewer) {
        return tenant.mutate(viewer.may(PRICING_WRITE), Payload::refused, tx -> {
            Customer.Id customer =
                    customers.hold(tx, input.customerId()).orElseThrow(() -> Given.nothing("input", "customerId"));
            TaxExemption wanted = input.exemption(customer);
            exemptions.insert(tx, wanted);
            TaxExemption created = exemptions.read(tx, wanted.id());
            tx.created(created.id(), created.logged(null));
            return new Payload(created, List.of());
        });
    }
}
