package io.merkato.customer;

import static io.merkato.jooq.customer.Tables.CUSTOMER_;
import static org.jooq.impl.DSL.when;

import io.merkato.api.EmailAddress;
import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.api.Sql;
import io.merkato.tenancy.TenantContext;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jooq.Field;
import org.jooq.InsertSetMoreStep;
import org.jooq.Record2;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** How customers come to be and change, with the words they are found by. */
@Component
class CustomerWriter {

    /** @throws Refused where there is no such customer */
    Customer lock(TenantContext tx, Customer.Id id, String... path) {
        return lock(tx, id, false, path);
    }

    Customer lock(TenantContext tx, Customer.Id id, boolean deleted, String... path) {
        return tx.sql()
                .select(CustomerRepository.FIELDS)
                .from(CUSTOMER_)
                .where(tx.owns(CUSTOMER_))
                .and(CUSTOMER_.ID.eq(id))
                .and(deleted ? CUSTOMER_.DELETED_AT.isNotNull() : CUSTOMER_.DELETED_AT.isNull())
                .forNoKeyUpdate()
                .fetchOptional(CustomerRepository::customer)
                .orElseThrow(() -> new Refused(Refusal.notFound(path)));
    }

    /** Several, in the order of their ids, so that two who want the same wait and do not stop each other. */
    Map<Customer.Id, Customer> lockAll(TenantContext tx, Collection<Customer.Id> ids) {
        return tx.sql()
                .select(CustomerRepository.FIELDS)
                .from(CUSTOMER_)
                .where(tx.owns(CUSTOMER_))
                .and(Sql.isAny(CUSTOMER_.ID, ids))
                .orderBy(CUSTOMER_.ID)
                .forNoKeyUpdate()
                .fetchMap(CUSTOMER_.ID, CustomerRepository::customer);
    }

    Customer insert(TenantContext tx, Customer customer) {
        Customer inserted =
                row(tx, customer).returning(CustomerRepository.FIELDS).fetchSingle(CustomerRepository::customer);
        CustomerWords.insert(tx, inserted);
        return inserted;
    }

    /** Empty where another one has the login or the address. */
    Optional<Customer.Id> insertIfFree(TenantContext tx, Customer customer) {
        Optional<Customer> inserted = row(tx, customer)
                .onConflictDoNothing()
                .returning(CustomerRepository.FIELDS)
                .fetchOptional(CustomerRepository::customer);
        inserted.ifPresent(fresh -> CustomerWords.insert(tx, fresh));
        return inserted.map(Customer::id);
    }

    private static InsertSetMoreStep<?> row(TenantContext tx, Customer customer) {
        return tx.sql()
                .insertInto(CUSTOMER_)
                .set(CUSTOMER_.TENANT_ID, tx.id())
                .set(CUSTOMER_.ID, customer.id())
                .set(CUSTOMER_.KIND, customer.kind())
                .set(CUSTOMER_.USER_ID, customer.userId())
                .set(columns(customer));
    }

    /**
     * Whoever is here with the address of the profile, and now signs in by it: as staff wrote them down, or, where only another system spoke of them, as their
     * own login says. Empty where staff gave them the address who must not choose whose the customer's points and store credit are.
     */
    Optional<Customer.Id> link(TenantContext tx, EmailAddress email, Customer profile) {
        Optional<Record2<Customer.Id, Boolean>> linked = tx.sql()
                .update(CUSTOMER_)
                .set(CUSTOMER_.USER_ID, profile.userId())
                .set(CUSTOMER_.VERSION, CUSTOMER_.VERSION.plus(1))
                .set(CUSTOMER_.UPDATED_AT, Instant.now())
                .where(tx.owns(CUSTOMER_))
                .and(CUSTOMER_.EMAIL_NORMALISED.eq(email.key()))
                .and(CUSTOMER_.KIND.eq(CustomerKind.REGISTERED))
                .and(CUSTOMER_.JOINABLE)
                .and(CUSTOMER_.USER_ID.isNull())
                .and(CUSTOMER_.DELETED_AT.isNull())
                .returningResult(CUSTOMER_.ID, CUSTOMER_.IMPORTED)
                .fetchOptional();
        linked.filter(Record2::value2).ifPresent(row -> update(tx, row.value1(), profile, true));
        return linked.map(Record2::value1);
    }

    /** @param joinable whether whoever signs in by the address, where it is another one, is to be this customer */
    Customer update(TenantContext tx, Customer customer, boolean joinable) {
        return update(tx, customer.id(), customer, joinable);
    }

    private static Customer update(TenantContext tx, Customer.Id id, Customer customer, boolean joinable) {
        Customer updated = tx.sql()
                .update(CUSTOMER_)
                .set(columns(customer))
                .set(
                        CUSTOMER_.JOINABLE,
                        when(CUSTOMER_.EMAIL_NORMALISED.isNotDistinctFrom(key(customer.email())), CUSTOMER_.JOINABLE)
                                .otherwise(joinable))
                .set(CUSTOMER_.IMPORTED, false)
                .set(CUSTOMER_.VERSION, CUSTOMER_.VERSION.plus(1))
                .set(CUSTOMER_.UPDATED_AT, Instant.now())
                .where(tx.owns(CUSTOMER_))
                .and(CUSTOMER_.ID.eq(id))
                .returning(CustomerRepository.FIELDS)
                .fetchSingle(CustomerRepository::customer);
        CustomerWords.write(tx, updated);
        return updated;
    }

    /** @param into who a guest turned out to be; null for a customer who is deleted */
    void delete(TenantContext tx, Customer.Id id, Customer.@Nullable Id into) {
        tx.sql()
                .update(CUSTOMER_)
                .set(CUSTOMER_.DELETED_AT, Instant.now())
                .set(CUSTOMER_.MERGED_INTO_ID, into)
                .set(CUSTOMER_.VERSION, CUSTOMER_.VERSION.plus(1))
                .set(CUSTOMER_.UPDATED_AT, Instant.now())
                .where(tx.owns(CUSTOMER_))
                .and(CUSTOMER_.ID.eq(id))
                .execute();
    }

    /** @param since what was deleted before is beyond recall, and so is a guest who is a customer by now */
    Customer restore(TenantContext tx, Customer.Id id, Instant since) {
        return tx.sql()
                .update(CUSTOMER_)
                .setNull(CUSTOMER_.DELETED_AT)
                .set(CUSTOMER_.VERSION, CUSTOMER_.VERSION.plus(1))
                .set(CUSTOMER_.UPDATED_AT, Instant.now())
                .where(tx.owns(CUSTOMER_))
                .and(CUSTOMER_.ID.eq(id))
                .and(CUSTOMER_.DELETED_AT.ge(since))
                .and(CUSTOMER_.MERGED_INTO_ID.isNull())
                .returning(CustomerRepository.FIELDS)
                .fetchOptional(CustomerRepository::customer)
                .orElseThrow(() -> new Refused(Refusal.notFound("id")));
    }

    private static Map<Field<?>, @Nullable Object> columns(Customer customer) {
        var columns = new HashMap<Field<?>, @Nullable Object>();
        columns.put(CUSTOMER_.EMAIL, customer.email());
        columns.put(CUSTOMER_.EMAIL_NORMALISED, key(customer.email()));
        columns.put(CUSTOMER_.PHONE, customer.phone());
        columns.put(CUSTOMER_.GIVEN_NAME, customer.givenName());
        columns.put(CUSTOMER_.FAMILY_NAME, customer.familyName());
        columns.put(CUSTOMER_.COMPANY, customer.company());
        columns.put(CUSTOMER_.LOCALE, customer.locale());
        columns.put(CUSTOMER_.EXTERNAL_ID, customer.externalId());
        columns.put(CUSTOMER_.SORT_NAME, CustomerWords.sortName(customer));
        return columns;
    }

    private static @Nullable String key(@Nullable String email) {
        return email == null
                ? null
                : EmailAddress.parse(email).map(EmailAddress::key).orElseThrow();
    }
}
