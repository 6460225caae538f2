package io.merkato.customer;

import static io.merkato.api.Permission.CUSTOMERS_READ;

import io.merkato.api.NodeType;
import io.merkato.tenancy.TenantLoaders;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Customers and what is theirs, many at once. Whose they are is looked at where they are answered: see {@code @owned}. */
@Configuration(proxyBeanMethods = false)
class CustomerLoaders {

    CustomerLoaders(
            TenantLoaders loaders,
            CustomerRepository customers,
            AddressRepository addresses,
            GroupRepository groups,
            ConsentRepository consents,
            WishlistRepository wishlists,
            NoteRepository notes,
            ActivityRepository activities) {
        loaders.register("customerById", customers::byId);
        loaders.register("addressById", addresses::byId);
        loaders.registerFor(CUSTOMERS_READ, "customerGroupById", groups::byId);
        loaders.registerFor(CUSTOMERS_READ, "customerNoteById", notes::byId);
        loaders.register("addressesByCustomer", addresses::of);
        loaders.register("consentsByCustomer", consents::inForceOf);
        loaders.registerPages("consentHistoryByCustomer", consents::pageOf, consents::countOf);
        loaders.registerPages("wishlistByCustomer", wishlists::pageOf, wishlists::countOf);
        loaders.registerPagesFor(CUSTOMERS_READ, "notesByCustomer", notes::pageOf, notes::countOf);
        loaders.registerPagesFor(CUSTOMERS_READ, "activitiesByCustomer", activities::pageOf, activities::countOf);
        loaders.registerPagesFor(CUSTOMERS_READ, "groupsByCustomer", groups::pageOf, groups::countOf);
        loaders.registerPagesFor(CUSTOMERS_READ, "membersByGroup", groups::membersOf, groups::memberCountOf);
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
