package io.merkato.customer;

import static io.merkato.jooq.customer.Tables.CUSTOMER_;
import static io.merkato.jooq.customer.Tables.GUEST_TOKEN;
import static org.jooq.impl.DSL.notExists;
import static org.jooq.impl.DSL.selectOne;

import io.merkato.api.Grant;
import io.merkato.api.MutationPayload;
import io.merkato.api.Permission;
import io.merkato.api.Refused;
import io.merkato.api.Sql;
import io.merkato.api.UserError;
import io.merkato.api.Viewer;
import io.merkato.catalog.Reviews;
import io.merkato.identity.User;
import io.merkato.platform.Events;
import io.merkato.tenancy.Purge;
import io.merkato.tenancy.TenantContext;
import io.merkato.tenancy.TenantUpkeep;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.springframework.stereotype.Component;

/** Forgets guests who left nothing to be reached by, and ends customers who were deleted too long ago to be restored. */
@Component
class CustomerUpkeep implements TenantUpkeep {

    private static final Duration RESTORABLE = Duration.ofDays(90);
    private static final int BATCH = 100;
    private static final int GUESTS_AT_ONCE = 1_000;

    record Payload(List<UserError> userErrors) implements MutationPayload {}

    /** What the audit log keeps of it. */
    record Purged(CustomerKind kind, Instant deletedAt) {}

    private final List<CustomerEnd> ends;

    private final ShopperRepository guests;
    private final Events events;

    CustomerUpkeep(List<CustomerEnd> ends, ShopperRepository guests, Events events) {
        this.ends = ends;
        this.guests = guests;
        this.events = events;
    }

    static Instant restorableSince() {
        return Instant.now().minus(RESTORABLE);
    }

    @Override
    public void tidy(TenantContext tenant) {
        Grant grant = Viewer.system("customerPurge").may(Permission.CUSTOMERS_WRITE);
        Instant end = restorableSince();
        Purge.<Customer.Id>all(
                tenant,
                kept -> next(tenant, end, kept),
                ids -> tenant.mutate(grant, Purge.PATIENCE, Payload::new, tx -> purgeIn(tx, end, ids))
                        .userErrors()
                        .isEmpty());
        Instant now = Instant.now();
        int done;
        do {
            done = tenant.transact(grant, tx -> forgetGuests(tx, now));
        } while (done == GUESTS_AT_ONCE);
    }

    /**
     * A guest whose token is no longer good cannot come back. Whom somebody holds at the moment is left for another night.
     *
     * @return how many tokens were looked at
     */
    private int forgetGuests(TenantContext tx, Instant now) {
        List<Customer.Id> due = tx.sql()
                .select(CUSTOMER_.ID)
                .from(GUEST_TOKEN)
                .join(CUSTOMER_)
                .on(CUSTOMER_.TENANT_ID.eq(GUEST_TOKEN.TENANT_ID), CUSTOMER_.ID.eq(GUEST_TOKEN.CUSTOMER_ID))
                .where(tx.owns(GUEST_TOKEN))
                .and(GUEST_TOKEN.EXPIRES_AT.le(now))
                .orderBy(GUEST_TOKEN.EXPIRES_AT)
                .limit(GUESTS_AT_ONCE)
                .forNoKeyUpdate()
                .of(CUSTOMER_)
                .skipLocked()
                .fetch(CUSTOMER_.ID);
        tx.sql()
                .deleteFrom(GUEST_TOKEN)
                .where(tx.owns(GUEST_TOKEN))
                .and(Sql.isAny(GUEST_TOKEN.CUSTOMER_ID, due))
                .and(GUEST_TOKEN.EXPIRES_AT.le(now))
                .execute();
        List<Customer.Id> unreachable = unreachable(tx, due);
        tx.sql()
                .update(CUSTOMER_)
                .set(CUSTOMER_.DELETED_AT, now)
                .where(tx.owns(CUSTOMER_))
                .and(Sql.isAny(CUSTOMER_.ID, unreachable))
                .execute();
        events.publish(
                tx,
                guests.heardOf(tx, unreachable).stream()
                        .map(guest -> new CustomerEvent(CustomerEvents.DELETED, guest))
                        .toList());
        return due.size();
    }

    private static List<Customer.Id> unreachable(TenantContext tx, List<Customer.Id> guests) {
        return tx.sql()
                .select(CUSTOMER_.ID)
                .from(CUSTOMER_)
                .where(tx.owns(CUSTOMER_))
                .and(Sql.isAny(CUSTOMER_.ID, guests))
                .and(CUSTOMER_.KIND.eq(CustomerKind.GUEST))
                .and(CUSTOMER_.DELETED_AT.isNull())
                .and(CUSTOMER_.EMAIL.isNull())
                .and(CUSTOMER_.PHONE.isNull())
                .and(notExists(selectOne()
                        .from(GUEST_TOKEN)
                        .where(tx.owns(GUEST_TOKEN))
                        .and(GUEST_TOKEN.CUSTOMER_ID.eq(CUSTOMER_.ID))))
                .fetch(CUSTOMER_.ID);
    }

    private static List<Customer.Id> next(TenantContext tenant, Instant end, List<Customer.Id> kept) {
        return tenant.sql()
                .select(CUSTOMER_.ID)
                .from(CUSTOMER_)
                .where(tenant.owns(CUSTOMER_))
                .and(CUSTOMER_.DELETED_AT.lt(end))
                .andNot(Sql.isAny(CUSTOMER_.ID, kept))
                .orderBy(CUSTOMER_.DELETED_AT, CUSTOMER_.ID)
                .limit(BATCH)
                .fetch(CUSTOMER_.ID);
    }

    private Payload purgeIn(TenantContext tx, Instant end, List<Customer.Id> ids) {
        var gone = tx.sql()
                .select(CUSTOMER_.ID, CUSTOMER_.KIND, CUSTOMER_.DELETED_AT, CUSTOMER_.USER_ID)
                .from(CUSTOMER_)
                .where(tx.owns(CUSTOMER_))
                .and(Sql.isAny(CUSTOMER_.ID, ids))
                .and(CUSTOMER_.DELETED_AT.lt(end))
                .orderBy(CUSTOMER_.ID)
                .forUpdate()
                .fetch();
        if (gone.isEmpty()) {
            throw new Refused(List.of()); // another node was faster
        }
        gone.forEach(row -> tx.purged(row.value1(), new Purged(row.value2(), row.value3())));
        List<Customer.Id> customers = gone.map(row -> row.value1());
        ends.forEach(each -> each.end(tx, customers));
        Reviews.forgetAuthors(
                tx,
                gone.stream()
                        .map(row -> row.value4())
                        .filter(Objects::nonNull)
                        .map(User.Id::value)
                        .toList());
        tx.sql()
                .deleteFrom(CUSTOMER_)
                .where(tx.owns(CUSTOMER_))
                .and(Sql.isAny(CUSTOMER_.ID, customers))
                .execute();
        return new Payload(List.of());
    }
}
