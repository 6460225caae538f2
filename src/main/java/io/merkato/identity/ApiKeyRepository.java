package io.merkato.identity;

import static io.merkato.jooq.identity.Tables.API_KEY;
import static io.merkato.jooq.identity.Tables.API_KEY_PERMISSION;
import static io.merkato.jooq.identity.Tables.API_KEY_STORE;
import static org.jooq.impl.DSL.any;
import static org.jooq.impl.DSL.array;
import static org.jooq.impl.DSL.row;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;

import io.merkato.api.Connection;
import io.merkato.api.PageArgs;
import io.merkato.api.Pages;
import io.merkato.api.Permission;
import io.merkato.api.Reach;
import io.merkato.store.Store;
import io.merkato.tenancy.TenantContext;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jooq.Field;
import org.jooq.SelectField;
import org.springframework.stereotype.Repository;

@Repository
class ApiKeyRepository {

    private final Pages pages;

    ApiKeyRepository(Pages pages) {
        this.pages = pages;
    }

    private static SelectField<ApiKey> asApiKey(TenantContext tenant) {
        return row(
                        API_KEY.ID,
                        API_KEY.NAME,
                        API_KEY.PREFIX,
                        permissions(tenant).convertFrom(RoleRepository::permissions),
                        row(API_KEY.EVERY_STORE, stores(tenant)).mapping(StoreReach::reach),
                        API_KEY.CREATED_BY,
                        API_KEY.CREATED_AT,
                        API_KEY.EXPIRES_AT,
                        API_KEY.LAST_USED_AT,
                        API_KEY.REVOKED_AT)
                .mapping(ApiKey::new);
    }

    private static Field<Permission[]> permissions(TenantContext tenant) {
        return array(select(API_KEY_PERMISSION.PERMISSION)
                .from(API_KEY_PERMISSION)
                .where(tenant.owns(API_KEY_PERMISSION), API_KEY_PERMISSION.API_KEY_ID.eq(API_KEY.ID)));
    }

    private static Field<Store.Id[]> stores(TenantContext tenant) {
        return array(select(API_KEY_STORE.STORE_ID)
                .from(API_KEY_STORE)
                .where(tenant.owns(API_KEY_STORE), API_KEY_STORE.API_KEY_ID.eq(API_KEY.ID)));
    }

    Connection<ApiKey> findAll(TenantContext tenant, PageArgs page) {
        return pages.fetch(
                        tenant.id() + "/apiKeys",
                        tenant.sql()
                                .select(asApiKey(tenant), API_KEY.ID)
                                .from(API_KEY)
                                .where(tenant.owns(API_KEY)),
                        List.of(API_KEY.ID.desc()),
                        page,
                        r -> r.value1())
                .counted(tenant.sql(), selectOne().from(API_KEY).where(tenant.owns(API_KEY)));
    }

    Map<ApiKey.Id, ApiKey> byId(TenantContext tenant, Collection<ApiKey.Id> ids) {
        return tenant
                .sql()
                .select(asApiKey(tenant))
                .from(API_KEY)
                .where(tenant.owns(API_KEY), API_KEY.ID.eq(any(ids.toArray(ApiKey.Id[]::new))))
                .fetch(r -> r.value1())
                .stream()
                .collect(Collectors.toMap(ApiKey::id, Function.identity()));
    }

    Optional<ApiKey> find(TenantContext tenant, ApiKey.Id id) {
        return Optional.ofNullable(byId(tenant, List.of(id)).get(id));
    }

    /** The key with this hash, unless it is revoked or expired. */
    Optional<ApiKey> findWorking(TenantContext tenant, byte[] hash, Instant now) {
        return tenant.sql()
                .select(asApiKey(tenant))
                .from(API_KEY)
                .where(
                        tenant.owns(API_KEY),
                        API_KEY.HASH.eq(hash),
                        API_KEY.REVOKED_AT.isNull(),
                        API_KEY.EXPIRES_AT.isNull().or(API_KEY.EXPIRES_AT.gt(now)))
                .fetchOptional(r -> r.value1());
    }

    void insert(TenantContext tenant, ApiKey key, byte[] hash) {
        tenant.sql()
                .insertInto(API_KEY)
                .set(API_KEY.TENANT_ID, tenant.id())
                .set(API_KEY.ID, key.id())
                .set(API_KEY.NAME, key.name())
                .set(API_KEY.PREFIX, key.prefix())
                .set(API_KEY.HASH, hash)
                .set(API_KEY.EVERY_STORE, key.reach() instanceof Reach.EveryStore)
                .set(API_KEY.CREATED_BY, key.createdBy())
                .set(API_KEY.CREATED_AT, key.createdAt())
                .set(API_KEY.EXPIRES_AT, key.expiresAt())
                .execute();
        key.permissions()
                .forEach(permission -> tenant.sql()
                        .insertInto(API_KEY_PERMISSION)
                        .set(API_KEY_PERMISSION.TENANT_ID, tenant.id())
                        .set(API_KEY_PERMISSION.API_KEY_ID, key.id())
                        .set(API_KEY_PERMISSION.PERMISSION, permission)
                        .execute());
        if (key.reach() instanceof Reach.OnlyStores(var stores)) {
            stores.forEach(store -> tenant.sql()
                    .insertInto(API_KEY_STORE)
                    .set(API_KEY_STORE.TENANT_ID, tenant.id())
                    .set(API_KEY_STORE.API_KEY_ID, key.id())
                    .set(API_KEY_STORE.STORE_ID, new Store.Id(store))
                    .execute());
        }
    }

    /** The key's hash; empty where it was revoked before. */
    Optional<byte[]> revoke(TenantContext tenant, ApiKey.Id id, Instant now) {
        return tenant.sql()
                .update(API_KEY)
                .set(API_KEY.REVOKED_AT, now)
                .where(tenant.owns(API_KEY), API_KEY.ID.eq(id), API_KEY.REVOKED_AT.isNull())
                .returningResult(API_KEY.HASH)
                .fetchOptional(API_KEY.HASH);
    }

    void used(TenantContext tenant, Collection<ApiKey.Id> ids, Instant now) {
        tenant.sql()
                .update(API_KEY)
                .set(API_KEY.LAST_USED_AT, now)
                .where(tenant.owns(API_KEY), API_KEY.ID.eq(any(ids.toArray(ApiKey.Id[]::new))))
                .execute();
    }
}
