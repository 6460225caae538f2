package io.merkato.customer;

import static io.merkato.jooq.customer.Tables.CUSTOMER_;

import io.merkato.api.EmailAddress;
import io.merkato.api.Sql;
import io.merkato.api.Uuid7;
import io.merkato.identity.User;
import io.merkato.identity.Users;
import io.merkato.tenancy.Rows;
import io.merkato.tenancy.TenantContext;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Finds the customers whom orders of other systems name, and writes down those who are new. */
@Component
class NamedBuyers {

    private final Users users;
    private final Clock clock;

    NamedBuyers(Users users, Clock clock) {
        this.users = users;
        this.clock = clock;
    }

    Map<String, Customer.Id> find(TenantContext tx, Collection<NamedBuyer> buyers) {
        var byKey = new TreeMap<String, NamedBuyer>();
        buyers.forEach(buyer -> byKey.putIfAbsent(buyer.email().key(), buyer));
        if (byKey.isEmpty()) {
            return Map.of();
        }
        Map<String, Customer> known = known(tx, byKey.keySet());
        List<NamedBuyer> strangers = byKey.values().stream()
                .filter(buyer -> !known.containsKey(buyer.email().key()))
                .toList();
        if (!strangers.isEmpty()) {
            insert(tx, strangers);
            // Somebody else may have written some of them down a moment ago.
            known.putAll(known(
                    tx, strangers.stream().map(buyer -> buyer.email().key()).toList()));
        }
        return trusted(tx, known);
    }

    /** Guests give whatever address they like, and are nobody's acquaintances. */
    private static Map<String, Customer> known(TenantContext tx, Collection<String> keys) {
        return new HashMap<>(tx.sql()
                .select(CUSTOMER_.EMAIL_NORMALISED)
                .select(CustomerRepository.FIELDS)
                .from(CUSTOMER_)
                .where(tx.owns(CUSTOMER_))
                .and(CUSTOMER_.DELETED_AT.isNull())
                .and(CUSTOMER_.KIND.eq(CustomerKind.REGISTERED))
                .and(Sql.isAny(CUSTOMER_.EMAIL_NORMALISED, keys))
                .fetchMap(CUSTOMER_.EMAIL_NORMALISED, CustomerRepository::customer));
    }

    /** By the order of their addresses, so that two who bring the same wait and do not stop each other. */
    private void insert(TenantContext tx, List<NamedBuyer> strangers) {
        Instant now = clock.instant();
        Map<Customer.Id, Customer> wanted = new LinkedHashMap<>();
        for (NamedBuyer buyer : strangers) {
            var id = new Customer.Id(Uuid7.next());
            wanted.put(
                    id,
                    new Customer(
                            id,
                            CustomerKind.REGISTERED,
                            null,
                            buyer.email().text(),
                            buyer.phone(),
                            buyer.givenName(),
                            buyer.familyName(),
                            buyer.company(),
                            buyer.locale(),
                            null,
                            1,
                            now,
                            now,
                            null));
        }
        List<Customer> inserted = Rows.of(wanted.values())
                .with(CUSTOMER_.ID, Customer::id)
                .with(CUSTOMER_.KIND, Customer::kind)
                .with(CUSTOMER_.EMAIL, Customer::email)
                .with(CUSTOMER_.EMAIL_NORMALISED, customer -> key(customer.email()))
                .with(CUSTOMER_.PHONE, Customer::phone)
                .with(CUSTOMER_.GIVEN_NAME, Customer::givenName)
                .with(CUSTOMER_.FAMILY_NAME, Customer::familyName)
                .with(CUSTOMER_.COMPANY, Customer::company)
                .with(CUSTOMER_.LOCALE, Customer::locale)
                .with(CUSTOMER_.SORT_NAME, CustomerWords::sortName)
                .with(CUSTOMER_.IMPORTED, customer -> true)
                .insertInto(tx, CUSTOMER_)
                .onConflictDoNothing()
                .returning(CUSTOMER_.ID)
                .fetch(row -> Objects.requireNonNull(wanted.get(row.get(CUSTOMER_.ID))));
        CustomerWords.insert(tx, inserted);
        inserted.forEach(customer -> tx.created(customer.id(), Logged.of(customer, null)));
    }

    private Map<String, Customer.Id> trusted(TenantContext tx, Map<String, Customer> known) {
        List<User.Id> logins = known.values().stream()
                .map(Customer::userId)
                .filter(Objects::nonNull)
                .toList();
        Map<User.Id, User> users = logins.isEmpty() ? Map.of() : this.users.byId(tx, logins);
        var trusted = new HashMap<String, Customer.Id>();
        known.forEach((key, customer) -> {
            if (customer.userId() == null || proven(users.get(customer.userId()), key)) {
                trusted.put(key, customer.id());
            }
        });
        return trusted;
    }

    private static boolean proven(@Nullable User user, String key) {
        return user != null && user.emailVerified() && key.equals(key(user.email()));
    }

    private static @Nullable String key(@Nullable String email) {
        return email == null
                ? null
                : EmailAddress.parse(email).map(EmailAddress::key).orElse(null);
    }
}
