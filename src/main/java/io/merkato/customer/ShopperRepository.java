package io.merkato.customer;

import static io.merkato.jooq.customer.Tables.CONSENT;
import static io.merkato.jooq.customer.Tables.CUSTOMER_;
import static io.merkato.jooq.customer.Tables.GUEST_TOKEN;
import static org.jooq.impl.DSL.exists;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.selectOne;

import io.merkato.api.Sql;
import io.merkato.identity.User;
import io.merkato.tenancy.Template;
import io.merkato.tenancy.TenantContext;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jooq.SelectField;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Repository;

/** Customers by what shows who they are. */
@Repository
class ShopperRepository {

    /** Whoever is signed in, else the guest; a token that is none is like no token. */
    Optional<Customer.Id> find(TenantContext tenant, Shopper shopper) {
        if (shopper.user() instanceof User.Id user) {
            return findByUser(tenant, user);
        }
        return shopper.guest() instanceof GuestToken token
                ? findGuest(tenant, token).filter(guest -> !guest.isGone()).map(Guest::id)
                : Optional.empty();
    }

    /** As {@link #find}, and whoever it is stays that until the transaction ends: nobody turns a guest into a customer meanwhile. */
    Optional<Customer.Id> hold(TenantContext tx, Shopper shopper) {
        return find(tx, shopper)
                .flatMap(customer -> tx.sql()
                        .select(CUSTOMER_.ID)
                        .from(CUSTOMER_)
                        .where(tx.owns(CUSTOMER_))
                        .and(CUSTOMER_.ID.eq(customer))
                        .and(CUSTOMER_.DELETED_AT.isNull())
                        .forNoKeyUpdate()
                        .fetchOptional(CUSTOMER_.ID));
    }

    Optional<Customer.Id> findByUser(TenantContext tenant, User.Id user) {
        return BY_USER.fetch(tenant, new ByUser(user)).rows().stream()
                .findFirst()
                .map(row -> row.get(CUSTOMER_.ID));
    }

    private record ByUser(User.Id user) {}

    private static final Template<ByUser, Object> BY_USER =
            new Template<>((tenant, asked) -> Template.Query.of(tenant.sql()
                    .select(List.<SelectField<?>>of(CUSTOMER_.ID))
                    .from(CUSTOMER_)
                    .where(tenant.owns(CUSTOMER_))
                    .and(CUSTOMER_.USER_ID.eq(asked.user()))
                    .and(CUSTOMER_.DELETED_AT.isNull())));

    /** @param mergedInto who they are since; null for a guest still, or one that was deleted */
    record Guest(Customer.Id id, boolean isGone, Customer.@Nullable Id mergedInto) {}

    Optional<Guest> findGuest(TenantContext tenant, GuestToken token) {
        return BY_TOKEN.fetch(tenant, new ByToken(token.hash(), Instant.now())).rows().stream()
                .findFirst()
                .map(row -> new Guest(
                        row.get(CUSTOMER_.ID),
                        row.get(CUSTOMER_.DELETED_AT) != null,
                        row.get(CUSTOMER_.MERGED_INTO_ID)));
    }

    /** Those of these guests of whom others may have heard, since they said something of themselves. */
    List<Customer.Id> heardOf(TenantContext tx, Collection<Customer.Id> guests) {
        return tx.sql()
                .select(CUSTOMER_.ID)
                .from(CUSTOMER_)
                .where(tx.owns(CUSTOMER_))
                .and(Sql.isAny(CUSTOMER_.ID, guests))
                .and(CUSTOMER_
                        .VERSION
                        .gt(inline(1))
                        .or(exists(selectOne()
                                .from(CONSENT)
                                .where(tx.owns(CONSENT))
                                .and(CONSENT.CUSTOMER_ID.eq(CUSTOMER_.ID)))))
                .orderBy(CUSTOMER_.ID)
                .fetch(CUSTOMER_.ID);
    }

    @SuppressWarnings("ArrayRecordComponent") // nothing compares it
    private record ByToken(byte[] hash, Instant now) {}

    private static final Template<ByToken, Object> BY_TOKEN =
            new Template<>((tenant, asked) -> Template.Query.of(tenant.sql()
                    .select(List.<SelectField<?>>of(CUSTOMER_.ID, CUSTOMER_.DELETED_AT, CUSTOMER_.MERGED_INTO_ID))
                    .from(GUEST_TOKEN)
                    .join(CUSTOMER_)
                    .on(CUSTOMER_.TENANT_ID.eq(GUEST_TOKEN.TENANT_ID), CUSTOMER_.ID.eq(GUEST_TOKEN.CUSTOMER_ID))
                    .where(tenant.owns(GUEST_TOKEN))
                    .and(GUEST_TOKEN.HASH.eq(asked.hash()))
                    .and(GUEST_TOKEN.EXPIRES_AT.gt(asked.now()))));

    void insertToken(TenantContext tx, GuestToken token, Customer.Id customer, Instant expiresAt) {
        tx.sql()
                .insertInto(GUEST_TOKEN)
                .set(GUEST_TOKEN.TENANT_ID, tx.id())
                .set(GUEST_TOKEN.HASH, token.hash())
                .set(GUEST_TOKEN.CUSTOMER_ID, customer)
                .set(GUEST_TOKEN.EXPIRES_AT, expiresAt)
                .execute();
    }
}
