package io.merkato.customer;

import static io.merkato.jooq.customer.Tables.WISHLIST_ITEM;

import io.merkato.api.Connection;
import io.merkato.api.PageArgs;
import io.merkato.api.Pages;
import io.merkato.api.Uuid7;
import io.merkato.catalog.Product;
import io.merkato.catalog.ProductVariant;
import io.merkato.tenancy.PageOfEach;
import io.merkato.tenancy.TenantContext;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.Record;
import org.jooq.SelectField;
import org.jooq.SortField;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Repository;

/** What customers wish for. */
@Repository
class WishlistRepository {

    private static final List<SelectField<?>> FIELDS = List.of(
            WISHLIST_ITEM.ID,
            WISHLIST_ITEM.CUSTOMER_ID,
            WISHLIST_ITEM.PRODUCT_ID,
            WISHLIST_ITEM.VARIANT_ID,
            WISHLIST_ITEM.ADDED_AT);
    private static final List<SortField<?>> NEWEST_FIRST =
            List.of(WISHLIST_ITEM.ADDED_AT.desc(), WISHLIST_ITEM.ID.desc());

    private final Pages pages;

    WishlistRepository(Pages pages) {
        this.pages = pages;
    }

    private static WishlistItem item(Record row) {
        return new WishlistItem(
                row.get(WISHLIST_ITEM.ID),
                row.get(WISHLIST_ITEM.CUSTOMER_ID),
                row.get(WISHLIST_ITEM.PRODUCT_ID),
                row.get(WISHLIST_ITEM.VARIANT_ID),
                row.get(WISHLIST_ITEM.ADDED_AT));
    }

    Optional<WishlistItem> find(
            TenantContext tenant, Customer.Id customer, Product.Id product, ProductVariant.@Nullable Id variant) {
        return tenant.sql()
                .select(FIELDS)
                .from(WISHLIST_ITEM)
                .where(is(tenant, customer, product, variant))
                .fetchOptional(WishlistRepository::item);
    }

    int count(TenantContext tenant, Customer.Id customer) {
        return tenant.sql()
                .fetchCount(WISHLIST_ITEM, tenant.owns(WISHLIST_ITEM).and(WISHLIST_ITEM.CUSTOMER_ID.eq(customer)));
    }

    WishlistItem insert(
            TenantContext tx, Customer.Id customer, Product.Id product, ProductVariant.@Nullable Id variant) {
        return tx.sql()
                .insertInto(WISHLIST_ITEM)
                .set(WISHLIST_ITEM.TENANT_ID, tx.id())
                .set(WISHLIST_ITEM.ID, new WishlistItem.Id(Uuid7.next()))
                .set(WISHLIST_ITEM.CUSTOMER_ID, customer)
                .set(WISHLIST_ITEM.PRODUCT_ID, product)
                .set(WISHLIST_ITEM.VARIANT_ID, variant)
                .returning(FIELDS)
                .fetchSingle(WishlistRepository::item);
    }

    /** @return whether it was there */
    boolean delete(TenantContext tx, Customer.Id customer, Product.Id product, ProductVariant.@Nullable Id variant) {
        return tx.sql()
                        .deleteFrom(WISHLIST_ITEM)
                        .where(is(tx, customer, product, variant))
                        .execute()
                > 0;
    }

    private static Condition is(
            TenantContext tenant, Customer.Id customer, Product.Id product, ProductVariant.@Nullable Id variant) {
        return tenant.owns(WISHLIST_ITEM)
                .and(WISHLIST_ITEM.CUSTOMER_ID.eq(customer))
                .and(WISHLIST_ITEM.PRODUCT_ID.eq(product))
                .and(variant == null ? WISHLIST_ITEM.VARIANT_ID.isNull() : WISHLIST_ITEM.VARIANT_ID.eq(variant));
    }

    Map<Customer.Id, Connection<WishlistItem>> pageOf(
            TenantContext tenant, Collection<Customer.Id> customers, PageArgs args) {
        return each(tenant).fetch(customers, FIELDS, args, WishlistRepository::item);
    }

    Map<Customer.Id, Integer> countOf(TenantContext tenant, Collection<Customer.Id> customers) {
        return each(tenant).count(customers);
    }

    private PageOfEach<Customer.Id, WishlistItem.Id> each(TenantContext tenant) {
        return new PageOfEach<>(
                tenant, pages, "wishlist", WISHLIST_ITEM, WISHLIST_ITEM.CUSTOMER_ID, WISHLIST_ITEM.ID, NEWEST_FIRST);
    }
}
