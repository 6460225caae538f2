package io.merkato.pricing;

import io.merkato.customer.Customer;
import io.merkato.tenancy.TenantContext;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.dataloader.DataLoader;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.BatchMapping;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.stereotype.Controller;

/** Tax exemptions, as staff see them. */
@Controller
class TaxExemptionController {

    private final TaxExemptionRepository exemptions;

    TaxExemptionController(TaxExemptionRepository exemptions) {
        this.exemptions = exemptions;
    }

    @BatchMapping
    List<List<TaxExemption>> taxExemptions(List<Customer> customers, @ContextValue TenantContext tenant) {
        Map<Customer.Id, List<TaxExemption>> found =
                exemptions.of(tenant, customers.stream().map(Customer::id).toList());
        return customers.stream()
                .map(customer -> found.getOrDefault(customer.id(), List.of()))
                .toList();
    }

    @SchemaMapping
    CompletableFuture<@Nullable Customer> customer(
            TaxExemption exemption, DataLoader<Customer.Id, @Nullable Customer> customerById) {
        return customerById.load(exemption.customerId());
    }

    @SchemaMapping
    CompletableFuture<@Nullable TaxZone> zone(
            TaxExemption exemption, DataLoader<TaxZone.Id, @Nullable TaxZone> taxZoneById) {
        return exemption.zoneId() == null
                ? CompletableFuture.completedFuture(null)
                : taxZoneById.load(exemption.zoneId());
    }

    @SchemaMapping
    CompletableFuture<@Nullable TaxClass> taxClass(
            TaxExemption exemption, DataLoader<TaxClass.Id, @Nullable TaxClass> taxClassById) {
        return exemption.taxClassId() == null
                ? CompletableFuture.completedFuture(null)
                : taxClassById.load(exemption.taxClassId());
    }
}
