package io.merkato.customer;

import static io.merkato.api.UserErrorCode.TOO_LONG;
import static io.merkato.jooq.customer.Tables.CUSTOMER_;
import static io.merkato.jooq.customer.Tables.CUSTOMER_GROUP;
import static io.merkato.jooq.customer.Tables.CUSTOMER_GROUP_MEMBER;

import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.api.Sql;
import io.merkato.api.UserError;
import io.merkato.tenancy.Rows;
import io.merkato.tenancy.TenantContext;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Who is in which group. */
final class GroupMembers {

    private static final int MOST_AT_ONCE = 250;

    private GroupMembers() {}

    /** @return those who were none before; they are {@link #hold held} */
    static List<Customer.Id> add(TenantContext tx, CustomerGroup.Id group, List<Customer.Id> customers) {
        return Rows.of(new LinkedHashSet<>(customers))
                .with(CUSTOMER_GROUP_MEMBER.CUSTOMER_GROUP_ID, customer -> group)
                .with(CUSTOMER_GROUP_MEMBER.CUSTOMER_ID, customer -> customer)
                .insertInto(tx, CUSTOMER_GROUP_MEMBER)
                .onConflictDoNothing()
                .returning(CUSTOMER_GROUP_MEMBER.CUSTOMER_ID)
                .fetch(CUSTOMER_GROUP_MEMBER.CUSTOMER_ID);
    }

    /** @return those who were members; they are {@link #hold held} */
    static List<Customer.Id> remove(TenantContext tx, CustomerGroup.Id group, List<Customer.Id> customers) {
        return tx.sql()
                .deleteFrom(CUSTOMER_GROUP_MEMBER)
                .where(tx.owns(CUSTOMER_GROUP_MEMBER))
                .and(CUSTOMER_GROUP_MEMBER.CUSTOMER_GROUP_ID.eq(group))
                .and(Sql.isAny(CUSTOMER_GROUP_MEMBER.CUSTOMER_ID, customers))
                .returning(CUSTOMER_GROUP_MEMBER.CUSTOMER_ID)
                .fetch(CUSTOMER_GROUP_MEMBER.CUSTOMER_ID);
    }

    /** The groups of a new customer, which the refusal names by {@code input.groupIds}. */
    static void join(TenantContext tx, Customer.Id customer, List<CustomerGroup.Id> groups) {
        if (groups.isEmpty()) {
            return;
        }
        limit(groups, "input", "groupIds");
        Set<CustomerGroup.Id> there = tx.sql()
                .select(CUSTOMER_GROUP.ID)
                .from(CUSTOMER_GROUP)
                .where(tx.owns(CUSTOMER_GROUP))
                .and(Sql.isAny(CUSTOMER_GROUP.ID, groups))
                .forKeyShare()
                .fetchSet(CUSTOMER_GROUP.ID);
        missing(groups, there, "input", "groupIds");
        Rows.of(new LinkedHashSet<>(groups))
                .with(CUSTOMER_GROUP_MEMBER.CUSTOMER_GROUP_ID, group -> group)
                .with(CUSTOMER_GROUP_MEMBER.CUSTOMER_ID, group -> customer)
                .insertInto(tx, CUSTOMER_GROUP_MEMBER)
                .execute();
    }

    /** Before any group is locked, as a guest who signs in does it: none of them turns out to be somebody else until the transaction ends. */
    static void hold(TenantContext tx, List<Customer.Id> customers) {
        limit(customers, "customerIds");
        Set<Customer.Id> there = tx.sql()
                .select(CUSTOMER_.ID)
                .from(CUSTOMER_)
                .where(tx.owns(CUSTOMER_))
                .and(Sql.isAny(CUSTOMER_.ID, customers))
                .and(CUSTOMER_.DELETED_AT.isNull())
                .orderBy(CUSTOMER_.ID)
                .forShare()
                .fetchSet(CUSTOMER_.ID);
        missing(customers, there, "customerIds");
    }

    private static void limit(List<?> ids, String... path) {
        if (ids.size() > MOST_AT_ONCE) {
            throw new Refused(Refusal.of(TOO_LONG, "At most " + MOST_AT_ONCE + " at once.", path));
        }
    }

    private static void missing(List<?> ids, Set<?> there, String... path) {
        List<UserError> errors = new ArrayList<>();
        for (int i = 0; i < ids.size(); i++) {
            if (!there.contains(ids.get(i))) {
                var place = new ArrayList<>(List.of(path));
                place.add(String.valueOf(i));
                errors.add(Refusal.notFound(place.toArray(String[]::new)));
            }
        }
        if (!errors.isEmpty()) {
            throw new Refused(errors);
        }
    }
}
