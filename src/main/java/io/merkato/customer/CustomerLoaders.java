package io.merkato.customer;

import static io.merkato.api.Permission.CUSTOMERS_READ;
import static java.util.Objects.requireNonNull;

import graphql.GraphQLContext;
import io.merkato.api.Children;
import io.merkato.api.Connection;
import io.merkato.api.NodeType;
import io.merkato.api.Viewer;
import io.merkato.tenancy.TenantContext;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.graphql.execution.BatchLoaderRegistry;
import reactor.core.publisher.Mono;

/** Customers and what is theirs, many at once. Whose they are is looked at where they are answered: see {@code @owned}. */
@Configuration(proxyBeanMethods = false)
class CustomerLoaders {

    private interface Read<K, V> {
        Map<K, V> byKey(TenantContext tenant, Set<K> keys);
    }

    private final BatchLoaderRegistry registry;

    CustomerLoaders(
            BatchLoaderRegistry registry,
            CustomerRepository customers,
            AddressRepository addresses,
            GroupRepository groups,
            ConsentRepository consents,
            WishlistRepository wishlists,
            NoteRepository notes,
            ActivityRepository activities) {
        this.registry = registry;
        this.<Customer.Id, Customer>register("customerById", customers::byId);
        this.<Address.Id, Address>register("addressById", addresses::byId);
        this.<CustomerGroup.Id, CustomerGroup>forStaff("customerGroupById", groups::byId);
        this.<CustomerNote.Id, CustomerNote>forStaff("customerNoteById", notes::byId);
        this.<Customer.Id, List<Address>>register("addressesByCustomer", addresses::of);
        this.<Customer.Id, List<Consent>>register("consentsByCustomer", consents::inForceOf);
        this.<Children<Customer.Id>, Connection<Consent>>register(
                "consentHistoryByCustomer",
                (tenant, keys) -> Children.load(
                        keys,
                        (parents, page) -> consents.pageOf(tenant, parents, page),
                        parents -> consents.countOf(tenant, parents)));
        this.<Children<Customer.Id>, Connection<WishlistItem>>register(
                "wishlistByCustomer",
                (tenant, keys) -> Children.load(
                        keys,
                        (parents, page) -> wishlists.pageOf(tenant, parents, page),
                        parents -> wishlists.countOf(tenant, parents)));
        this.<Children<Customer.Id>, Connection<CustomerNote>>forStaff(
                "notesByCustomer",
                (tenant, keys) -> Children.load(
                        keys,
                        (parents, page) -> notes.pageOf(tenant, parents, page),
                        parents -> notes.countOf(tenant, parents)));
        this.<Children<Customer.Id>, Connection<CustomerActivity>>forStaff(
                "activitiesByCustomer",
                (tenant, keys) -> Children.load(
                        keys,
                        (parents, page) -> activities.pageOf(tenant, parents, page),
                        parents -> activities.countOf(tenant, parents)));
        this.<Children<Customer.Id>, Connection<CustomerGroup>>forStaff(
                "groupsByCustomer",
                (tenant, keys) -> Children.load(
                        keys,
                        (parents, page) -> groups.pageOf(tenant, parents, page),
                        parents -> groups.countOf(tenant, parents)));
        this.<Children<CustomerGroup.Id>, Connection<Customer>>forStaff(
                "membersByGroup",
                (tenant, keys) -> Children.load(
                        keys,
                        (parents, page) -> groups.membersOf(tenant, parents, page),
                        parents -> groups.memberCountOf(tenant, parents)));
    }

    private <K, V> void register(String name, Read<K, V> read) {
        registry.<K, V>forName(name)
                .registerMappedBatchLoader((keys, environment) -> Mono.fromCallable(
                        () -> read(requireNonNull(environment.<GraphQLContext>getContext()), keys, read)));
    }

    /** What only staff may see is not there for anybody else. */
    private <K, V> void forStaff(String name, Read<K, V> read) {
        registry.<K, V>forName(name)
                .registerMappedBatchLoader((keys, environment) -> Mono.fromCallable(() -> {
                    GraphQLContext context = requireNonNull(environment.<GraphQLContext>getContext());
                    @Nullable Viewer viewer = context.get("viewer");
                    return viewer != null && viewer.has(CUSTOMERS_READ) ? read(context, keys, read) : Map.of();
                }));
    }

    private static <K, V> Map<K, V> read(GraphQLContext context, Set<K> keys, Read<K, V> read) {
        @Nullable TenantContext tenant = context.get("tenant");
        return tenant == null ? Map.of() : read.byKey(tenant, keys);
    }

    @Bean
    NodeType customerNode() {
        return NodeType.of(Customer.Id.class, "customerById");
    }

    @Bean
    NodeType addressNode() {
        return NodeType.of(Address.Id.class, "addressById");
    }

    @Bean
    NodeType customerGroupNode() {
        return NodeType.of(CustomerGroup.Id.class, "customerGroupById");
    }

    @Bean
    NodeType customerNoteNode() {
        return NodeType.of(CustomerNote.Id.class, "customerNoteById");
    }
}
