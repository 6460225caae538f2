package io.merkato.customer;

import static io.merkato.jooq.customer.Tables.ADDRESS;
import static io.merkato.jooq.customer.Tables.CONSENT;
import static io.merkato.jooq.customer.Tables.CUSTOMER_GROUP;
import static io.merkato.jooq.customer.Tables.CUSTOMER_GROUP_MEMBER;
import static io.merkato.jooq.customer.Tables.NOTE;
import static io.merkato.jooq.customer.Tables.WISHLIST_ITEM;
import static org.jooq.impl.DSL.exists;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.notExists;
import static org.jooq.impl.DSL.rowNumber;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.uuid;
import static org.jooq.impl.DSL.val;

import io.merkato.jooq.customer.tables.Address;
import io.merkato.jooq.customer.tables.WishlistItem;
import io.merkato.tenancy.TenantContext;
import java.time.Instant;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Table;
import org.jooq.TableField;
import org.springframework.stereotype.Repository;

/** What this module keeps of a guest, handed to the customer who they turned out to be. */
@Repository
class GuestThings implements GuestMerge {

    private static final Field<Consent.Id> SAID = field(name("id"), CONSENT.ID.getDataType());
    private static final Field<Instant> SAID_AT = field(name("recorded_at"), CONSENT.RECORDED_AT.getDataType());
    private static final Field<Boolean> LAST_OF_ITS_KIND = field(name("last_of_its_kind"), Boolean.class);
    private static final Field<Boolean> TAKES_BACK = field(name("takes_back"), Boolean.class);

    @Override
    public void merge(TenantContext tx, Customer.Id guest, Customer.Id customer) {
        addresses(tx, guest, customer);
        wishlist(tx, guest, customer);
        consents(tx, guest, customer);
        groups(tx, guest, customer);
        tx.sql()
                .update(NOTE)
                .set(NOTE.CUSTOMER_ID, customer)
                .where(tx.owns(NOTE))
                .and(NOTE.CUSTOMER_ID.eq(guest))
                .execute();
    }

    /** Those that the customer is in already are left behind, and those that are being deleted. */
    private static void groups(TenantContext tx, Customer.Id guest, Customer.Id customer) {
        tx.sql()
                .insertInto(
                        CUSTOMER_GROUP_MEMBER,
                        CUSTOMER_GROUP_MEMBER.TENANT_ID,
                        CUSTOMER_GROUP_MEMBER.CUSTOMER_GROUP_ID,
                        CUSTOMER_GROUP_MEMBER.CUSTOMER_ID)
                .select(select(
                                val(tx.id(), CUSTOMER_GROUP_MEMBER.TENANT_ID),
                                CUSTOMER_GROUP_MEMBER.CUSTOMER_GROUP_ID,
                                val(customer, CUSTOMER_GROUP_MEMBER.CUSTOMER_ID))
                        .from(CUSTOMER_GROUP_MEMBER)
                        .join(CUSTOMER_GROUP)
                        .on(tx.owns(CUSTOMER_GROUP), CUSTOMER_GROUP.ID.eq(CUSTOMER_GROUP_MEMBER.CUSTOMER_GROUP_ID))
                        .where(tx.owns(CUSTOMER_GROUP_MEMBER))
                        .and(CUSTOMER_GROUP_MEMBER.CUSTOMER_ID.eq(guest))
                        .forKeyShare()
                        .of(CUSTOMER_GROUP))
                .onConflictDoNothing()
                .execute();
    }

    /**
     * As many as the customer may still keep, the guest's defaults and latest ones first; the others go with the guest. The
     * customer's own defaults stay.
     */
    private static void addresses(TenantContext tx, Customer.Id guest, Customer.Id customer) {
        int room = AddressWriter.MOST
                - tx.sql().fetchCount(ADDRESS, tx.owns(ADDRESS).and(ADDRESS.CUSTOMER_ID.eq(customer)));
        Address kept = ADDRESS.as("kept");
        tx.sql()
                .update(ADDRESS)
                .set(ADDRESS.CUSTOMER_ID, customer)
                .set(
                        ADDRESS.IS_DEFAULT_SHIPPING,
                        field(ADDRESS.IS_DEFAULT_SHIPPING.isTrue().andNot(has(tx, customer, true))))
                .set(
                        ADDRESS.IS_DEFAULT_BILLING,
                        field(ADDRESS.IS_DEFAULT_BILLING.isTrue().andNot(has(tx, customer, false))))
                .where(tx.owns(ADDRESS))
                .and(ADDRESS.CUSTOMER_ID.eq(guest))
                .and(ADDRESS.ID.in(select(kept.ID)
                        .from(kept)
                        .where(tx.owns(kept))
                        .and(kept.CUSTOMER_ID.eq(guest))
                        .orderBy(
                                kept.IS_DEFAULT_SHIPPING.desc(),
                                kept.IS_DEFAULT_BILLING.desc(),
                                kept.CREATED_AT.desc(),
                                kept.ID.desc())
                        .limit(Math.max(room, 0))))
                .execute();
    }

    private static Condition has(TenantContext tx, Customer.Id customer, boolean shipping) {
        Address other = ADDRESS.as("other");
        TableField<?, Boolean> isDefault = shipping ? other.IS_DEFAULT_SHIPPING : other.IS_DEFAULT_BILLING;
        return exists(selectOne()
                .from(other)
                .where(tx.owns(other))
                .and(other.CUSTOMER_ID.eq(customer))
                .and(isDefault.isTrue()));
    }

    /** Likewise, the latest first. */
    private static void wishlist(TenantContext tx, Customer.Id guest, Customer.Id customer) {
        int room = WishlistAdd.MOST
                - tx.sql()
                        .fetchCount(WISHLIST_ITEM, tx.owns(WISHLIST_ITEM).and(WISHLIST_ITEM.CUSTOMER_ID.eq(customer)));
        WishlistItem kept = WISHLIST_ITEM.as("kept");
        WishlistItem own = WISHLIST_ITEM.as("own");
        tx.sql()
                .update(WISHLIST_ITEM)
                .set(WISHLIST_ITEM.CUSTOMER_ID, customer)
                .where(tx.owns(WISHLIST_ITEM))
                .and(WISHLIST_ITEM.ID.in(select(kept.ID)
                        .from(kept)
                        .where(tx.owns(kept))
                        .and(kept.CUSTOMER_ID.eq(guest))
                        .and(notExists(selectOne()
                                .from(own)
                                .where(tx.owns(own))
                                .and(own.CUSTOMER_ID.eq(customer))
                                .and(own.PRODUCT_ID.eq(kept.PRODUCT_ID))
                                .and(own.VARIANT_ID.isNotDistinctFrom(kept.VARIANT_ID))))
                        .orderBy(kept.ADDED_AT.desc(), kept.ID.desc())
                        .limit(Math.max(room, 0))))
                .execute();
    }

    /**
     * Copied with the time they were given, as what was recorded is never changed: as many as one may have, what is in force and the latest first; and beyond
     * that, as when it is said by themselves, what takes back something that is in force.
     */
    private static void consents(TenantContext tx, Customer.Id guest, Customer.Id customer) {
        int room = CustomerConsentRecord.MOST
                - tx.sql().fetchCount(CONSENT, tx.owns(CONSENT).and(CONSENT.CUSTOMER_ID.eq(customer)));
        Table<?> said = said(tx, guest, customer);
        tx.sql()
                .insertInto(
                        CONSENT,
                        CONSENT.TENANT_ID,
                        CONSENT.ID,
                        CONSENT.CUSTOMER_ID,
                        CONSENT.PURPOSE,
                        CONSENT.CHANNEL,
                        CONSENT.GRANTED,
                        CONSENT.SOURCE,
                        CONSENT.RECORDED_BY,
                        CONSENT.IP,
                        CONSENT.USER_AGENT,
                        CONSENT.RECORDED_AT)
                .select(select(
                                val(tx.id(), CONSENT.TENANT_ID),
                                uuid().coerce(CONSENT.ID),
                                val(customer, CONSENT.CUSTOMER_ID),
                                CONSENT.PURPOSE,
                                CONSENT.CHANNEL,
                                CONSENT.GRANTED,
                                CONSENT.SOURCE,
                                CONSENT.RECORDED_BY,
                                CONSENT.IP,
                                CONSENT.USER_AGENT,
                                CONSENT.RECORDED_AT)
                        .from(CONSENT)
                        .where(tx.owns(CONSENT))
                        .and(CONSENT.ID
                                .in(select(SAID)
                                        .from(said)
                                        .orderBy(LAST_OF_ITS_KIND.desc(), SAID_AT.desc(), SAID.desc())
                                        .limit(Math.max(room, 0)))
                                .or(CONSENT.ID.in(select(SAID)
                                        .from(said)
                                        .where(LAST_OF_ITS_KIND.isTrue(), TAKES_BACK.isTrue())))))
                .execute();
    }

    /** All that the guest said, with whether it is the last of its purpose and channel, and takes back what the customer said of these. */
    private static Table<?> said(TenantContext tx, Customer.Id guest, Customer.Id customer) {
        var said = CONSENT.as("said");
        var own = CONSENT.as("own");
        var isLast = rowNumber()
                .over()
                .partitionBy(said.PURPOSE, said.CHANNEL)
                .orderBy(said.RECORDED_AT.desc(), said.ID.desc())
                .eq(1);
        var inForce = field(select(own.GRANTED)
                .from(own)
                .where(tx.owns(own))
                .and(own.CUSTOMER_ID.eq(customer))
                .and(own.PURPOSE.eq(said.PURPOSE))
                .and(own.CHANNEL.isNotDistinctFrom(said.CHANNEL))
                .orderBy(own.RECORDED_AT.desc(), own.ID.desc())
                .limit(1));
        return select(
                        said.ID,
                        said.RECORDED_AT,
                        field(isLast).as(LAST_OF_ITS_KIND),
                        field(said.GRANTED.isFalse().and(inForce.isTrue())).as(TAKES_BACK))
                .from(said)
                .where(tx.owns(said))
                .and(said.CUSTOMER_ID.eq(guest))
                .asTable("said");
    }
}
