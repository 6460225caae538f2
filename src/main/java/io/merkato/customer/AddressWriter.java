package io.merkato.customer;

import static io.merkato.api.UserErrorCode.NOT_ALLOWED;
import static io.merkato.jooq.customer.Tables.ADDRESS;

import io.merkato.api.PostalAddress;
import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.api.Uuid7;
import io.merkato.tenancy.TenantContext;
import java.time.Instant;
import java.util.Collection;
import java.util.Set;
import org.jooq.TableField;
import org.springframework.stereotype.Component;

/** How addresses come to be and change, one at a time for each customer, whose row is locked first. */
@Component
class AddressWriter {

    static final int MOST = 50;

    private final CustomerWriter customers;
    private final AddressRepository addresses;
    private final Shoppers shoppers;

    AddressWriter(CustomerWriter customers, AddressRepository addresses, Shoppers shoppers) {
        this.customers = customers;
        this.addresses = addresses;
        this.shoppers = shoppers;
    }

    /** @throws Refused where it is not there for whoever asks */
    Address lock(TenantContext tx, Behalf behalf, Address.Id id) {
        Customer.Id owner = addresses.byId(tx, Set.of(id)).values().stream()
                .map(Address::customerId)
                .filter(customer -> behalf.reaches(tx, shoppers, customer))
                .findFirst()
                .orElseThrow(AddressWriter::nothing);
        customers.lock(tx, owner, "id");
        return addresses.find(tx, owner, id).orElseThrow(AddressWriter::nothing);
    }

    private static Refused nothing() {
        return new Refused(Refusal.notFound("id"));
    }

    /** The first one is the default for everything. */
    Address insert(TenantContext tx, Customer.Id customer, PostalAddress address, Collection<AddressUse> uses) {
        customers.lock(tx, customer, "customerId");
        int there = tx.sql().fetchCount(ADDRESS, tx.owns(ADDRESS).and(ADDRESS.CUSTOMER_ID.eq(customer)));
        if (there >= MOST) {
            throw new Refused(Refusal.of(NOT_ALLOWED, "A customer keeps at most " + MOST + " addresses.", "input"));
        }
        vacate(tx, customer, uses);
        return tx.sql()
                .insertInto(ADDRESS)
                .set(ADDRESS.TENANT_ID, tx.id())
                .set(ADDRESS.ID, new Address.Id(Uuid7.next()))
                .set(ADDRESS.CUSTOMER_ID, customer)
                .set(ADDRESS.ADDRESS_, address)
                .set(ADDRESS.IS_DEFAULT_SHIPPING, there == 0 || uses.contains(AddressUse.SHIPPING))
                .set(ADDRESS.IS_DEFAULT_BILLING, there == 0 || uses.contains(AddressUse.BILLING))
                .returning(AddressRepository.FIELDS)
                .fetchSingle(AddressRepository::address);
    }

    Address update(TenantContext tx, Address.Id id, PostalAddress address) {
        return tx.sql()
                .update(ADDRESS)
                .set(ADDRESS.ADDRESS_, address)
                .set(ADDRESS.VERSION, ADDRESS.VERSION.plus(1))
                .set(ADDRESS.UPDATED_AT, Instant.now())
                .where(tx.owns(ADDRESS))
                .and(ADDRESS.ID.eq(id))
                .returning(AddressRepository.FIELDS)
                .fetchSingle(AddressRepository::address);
    }

    Address makeDefault(TenantContext tx, Address address, Collection<AddressUse> uses) {
        vacate(tx, address.customerId(), uses);
        return tx.sql()
                .update(ADDRESS)
                .set(ADDRESS.IS_DEFAULT_SHIPPING, address.isDefaultShipping() || uses.contains(AddressUse.SHIPPING))
                .set(ADDRESS.IS_DEFAULT_BILLING, address.isDefaultBilling() || uses.contains(AddressUse.BILLING))
                .set(ADDRESS.VERSION, ADDRESS.VERSION.plus(1))
                .set(ADDRESS.UPDATED_AT, Instant.now())
                .where(tx.owns(ADDRESS))
                .and(ADDRESS.ID.eq(address.id()))
                .returning(AddressRepository.FIELDS)
                .fetchSingle(AddressRepository::address);
    }

    void delete(TenantContext tx, Address.Id id) {
        tx.sql()
                .deleteFrom(ADDRESS)
                .where(tx.owns(ADDRESS))
                .and(ADDRESS.ID.eq(id))
                .execute();
    }

    private static void vacate(TenantContext tx, Customer.Id customer, Collection<AddressUse> uses) {
        uses.stream().distinct().forEach(use -> {
            TableField<?, Boolean> isDefault = switch (use) {
                case SHIPPING -> ADDRESS.IS_DEFAULT_SHIPPING;
                case BILLING -> ADDRESS.IS_DEFAULT_BILLING;
            };
            tx.sql()
                    .update(ADDRESS)
                    .set(isDefault, false)
                    .where(tx.owns(ADDRESS))
                    .and(ADDRESS.CUSTOMER_ID.eq(customer))
                    .and(isDefault.isTrue())
                    .execute();
        });
    }
}
