package io.merkato.customer;

import static io.merkato.api.Permission.CUSTOMERS_READ;

import graphql.schema.DataFetchingEnvironment;
import io.merkato.api.Children;
import io.merkato.api.Connection;
import io.merkato.api.PageArgs;
import io.merkato.api.Viewer;
import io.merkato.catalog.Product;
import io.merkato.catalog.ProductVariant;
import io.merkato.identity.User;
import io.merkato.tenancy.TenantContext;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.dataloader.DataLoader;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.Arguments;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.stereotype.Controller;

/** Customers, and what is theirs. */
@Controller
class CustomerController {

    private final CustomerRepository customers;

    CustomerController(CustomerRepository customers) {
        this.customers = customers;
    }

    @QueryMapping
    CompletableFuture<@Nullable Customer> customer(
            @Argument Customer.Id id, DataLoader<Customer.Id, @Nullable Customer> customerById) {
        return customerById.load(id);
    }

    @QueryMapping
    Connection<Customer> customers(
            @Arguments PageArgs page,
            @Arguments CustomerQuery query,
            @ContextValue TenantContext tenant,
            @ContextValue Viewer viewer) {
        viewer.mustHold(CUSTOMERS_READ);
        return customers.page(tenant, query.which(tenant), query.order(), page);
    }

    @SchemaMapping
    @Nullable
    CompletableFuture<@Nullable Customer> customer(
            Viewer viewer,
            @ContextValue(required = false) @Nullable Shopper shopper,
            @ContextValue(required = false) @Nullable TenantContext tenant,
            DataLoader<Customer.Id, @Nullable Customer> customerById) {
        if (shopper == null || tenant == null) {
            return null;
        }
        if (!shopper.isKnown() && shopper.user() instanceof User.Id user) {
            return CompletableFuture.completedFuture(
                    shopper.is(customers.findByUser(tenant, user).orElse(null)));
        }
        Customer.Id id = shopper.customerId();
        return id == null ? null : customerById.load(id);
    }

    @SchemaMapping
    CompletableFuture<List<Address>> addresses(
            Customer customer, DataLoader<Customer.Id, @Nullable List<Address>> addressesByCustomer) {
        return addressesByCustomer.load(customer.id()).thenApply(CustomerController::orNone);
    }

    @SchemaMapping
    CompletableFuture<@Nullable Address> defaultShippingAddress(
            Customer customer, DataLoader<Customer.Id, @Nullable List<Address>> addressesByCustomer) {
        return addressesByCustomer
                .load(customer.id())
                .thenApply(addresses -> orNone(addresses).stream()
                        .filter(Address::isDefaultShipping)
                        .findFirst()
                        .orElse(null));
    }

    @SchemaMapping
    CompletableFuture<@Nullable Address> defaultBillingAddress(
            Customer customer, DataLoader<Customer.Id, @Nullable List<Address>> addressesByCustomer) {
        return addressesByCustomer
                .load(customer.id())
                .thenApply(addresses -> orNone(addresses).stream()
                        .filter(Address::isDefaultBilling)
                        .findFirst()
                        .orElse(null));
    }

    @SchemaMapping
    CompletableFuture<List<Consent>> consents(
            Customer customer, DataLoader<Customer.Id, @Nullable List<Consent>> consentsByCustomer) {
        return consentsByCustomer.load(customer.id()).thenApply(CustomerController::orNone);
    }

    @SchemaMapping
    CompletableFuture<Connection<CustomerGroup>> groups(
            Customer customer,
            @Arguments PageArgs page,
            DataLoader<Children<Customer.Id>, Connection<CustomerGroup>> groupsByCustomer,
            DataFetchingEnvironment environment) {
        return groupsByCustomer.load(Children.of(customer.id(), page, environment));
    }

    private static <T> List<T> orNone(@Nullable List<T> list) {
        return list == null ? List.of() : list;
    }

    @SchemaMapping
    CompletableFuture<Connection<Consent>> consentHistory(
            Customer customer,
            @Arguments PageArgs page,
            DataLoader<Children<Customer.Id>, Connection<Consent>> consentHistoryByCustomer,
            DataFetchingEnvironment environment) {
        return consentHistoryByCustomer.load(Children.of(customer.id(), page, environment));
    }

    @SchemaMapping
    CompletableFuture<Connection<WishlistItem>> wishlist(
            Customer customer,
            @Arguments PageArgs page,
            DataLoader<Children<Customer.Id>, Connection<WishlistItem>> wishlistByCustomer,
            DataFetchingEnvironment environment) {
        return wishlistByCustomer.load(Children.of(customer.id(), page, environment));
    }

    @SchemaMapping
    CompletableFuture<Connection<CustomerNote>> notes(
            Customer customer,
            @Arguments PageArgs page,
            DataLoader<Children<Customer.Id>, Connection<CustomerNote>> notesByCustomer,
            DataFetchingEnvironment environment) {
        return notesByCustomer.load(Children.of(customer.id(), page, environment));
    }

    @SchemaMapping
    CompletableFuture<Connection<CustomerActivity>> activities(
            Customer customer,
            @Arguments PageArgs page,
            DataLoader<Children<Customer.Id>, Connection<CustomerActivity>> activitiesByCustomer,
            DataFetchingEnvironment environment) {
        return activitiesByCustomer.load(Children.of(customer.id(), page, environment));
    }

    @SchemaMapping
    CompletableFuture<@Nullable Product> product(
            WishlistItem item, DataLoader<Product.Id, @Nullable Product> productById) {
        return productById.load(item.productId());
    }

    @SchemaMapping
    @Nullable
    CompletableFuture<@Nullable ProductVariant> variant(
            WishlistItem item, DataLoader<ProductVariant.Id, @Nullable ProductVariant> productVariantById) {
        return item.variantId() == null ? null : productVariantById.load(item.variantId());
    }

    @SchemaMapping
    CompletableFuture<@Nullable Customer> customer(
            CustomerNote note, DataLoader<Customer.Id, @Nullable Customer> customerById) {
        return customerById.load(note.customerId());
    }
}
