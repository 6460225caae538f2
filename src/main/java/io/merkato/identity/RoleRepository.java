package io.merkato.identity;

import static io.merkato.jooq.identity.Tables.BUILT_IN_ROLE;
import static io.merkato.jooq.identity.Tables.BUILT_IN_ROLE_PERMISSION;
import static io.merkato.jooq.identity.Tables.ROLE;
import static io.merkato.jooq.identity.Tables.ROLE_PERMISSION;
import static org.jooq.impl.DSL.any;
import static org.jooq.impl.DSL.array;
import static org.jooq.impl.DSL.row;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;

import io.merkato.api.Connection;
import io.merkato.api.PageArgs;
import io.merkato.api.Pages;
import io.merkato.api.Permission;
import io.merkato.api.Uuid7;
import io.merkato.tenancy.TenantContext;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jooq.Field;
import org.jooq.SelectField;
import org.springframework.stereotype.Repository;

@Repository
class RoleRepository {

    private final Pages pages;

    RoleRepository(Pages pages) {
        this.pages = pages;
    }

    static SelectField<Role> asRole(TenantContext tenant) {
        return row(
                        ROLE.ID,
                        ROLE.NAME,
                        ROLE.DESCRIPTION,
                        ROLE.BUILT_IN,
                        permissions(tenant),
                        ROLE.VERSION,
                        ROLE.CREATED_AT,
                        ROLE.UPDATED_AT)
                .mapping((id, name, description, builtIn, permissions, version, createdAt, updatedAt) -> new Role(
                        id, name, description, builtIn, permissions(permissions), version, createdAt, updatedAt));
    }

    /** Of the {@code ROLE} in the query around it. */
    static Field<Permission[]> permissions(TenantContext tenant) {
        return array(select(ROLE_PERMISSION.PERMISSION)
                .from(ROLE_PERMISSION)
                .where(tenant.owns(ROLE_PERMISSION), ROLE_PERMISSION.ROLE_ID.eq(ROLE.ID))
                .unionAll(select(BUILT_IN_ROLE_PERMISSION.PERMISSION)
                        .from(BUILT_IN_ROLE_PERMISSION)
                        .where(BUILT_IN_ROLE_PERMISSION.CODE.eq(ROLE.BUILT_IN))));
    }

    /** In the order of the enum. */
    static Set<Permission> permissions(Permission[] held) {
        var permissions = EnumSet.noneOf(Permission.class);
        Collections.addAll(permissions, held);
        return Collections.unmodifiableSet(permissions);
    }

    Connection<Role> findAll(TenantContext tenant, PageArgs page) {
        return pages.fetch(
                        tenant.id() + "/roles",
                        tenant.sql()
                                .select(asRole(tenant), ROLE.NAME, ROLE.ID)
                                .from(ROLE)
                                .where(tenant.owns(ROLE)),
                        List.of(ROLE.NAME.asc(), ROLE.ID.asc()),
                        page,
                        r -> r.value1())
                .counted(tenant.sql(), selectOne().from(ROLE).where(tenant.owns(ROLE)));
    }

    Map<Role.Id, Role> byId(TenantContext tenant, Collection<Role.Id> ids) {
        return tenant.sql()
                .select(ROLE.ID, asRole(tenant))
                .from(ROLE)
                .where(tenant.owns(ROLE), ROLE.ID.eq(any(ids.toArray(Role.Id[]::new))))
                .fetchMap(r -> r.value1(), r -> r.value2());
    }

    Optional<Role> find(TenantContext tenant, Role.Id id) {
        return Optional.ofNullable(byId(tenant, List.of(id)).get(id));
    }

    Optional<Role.Id> findId(TenantContext tenant, BuiltInRole builtIn) {
        return tenant.sql()
                .select(ROLE.ID)
                .from(ROLE)
                .where(tenant.owns(ROLE), ROLE.BUILT_IN.eq(builtIn))
                .fetchOptional(ROLE.ID);
    }

    /** Whoever changes a role, or who the owners are, takes this lock first: one at a time in a tenant. */
    void lockOwnership(TenantContext tenant) {
        tenant.sql()
                .select(ROLE.ID)
                .from(ROLE)
                .where(tenant.owns(ROLE), ROLE.BUILT_IN.eq(BuiltInRole.OWNER))
                .forUpdate()
                .fetch();
    }

    void insert(TenantContext tenant, Role role) {
        tenant.sql()
                .insertInto(ROLE)
                .set(ROLE.TENANT_ID, tenant.id())
                .set(ROLE.ID, role.id())
                .set(ROLE.NAME, role.name())
                .set(ROLE.DESCRIPTION, role.description())
                .set(ROLE.BUILT_IN, role.builtIn())
                .set(ROLE.CREATED_AT, role.createdAt())
                .set(ROLE.UPDATED_AT, role.updatedAt())
                .execute();
        if (role.builtIn() == null) {
            insertPermissions(tenant, role.id(), role.permissions());
        }
    }

    void update(TenantContext tenant, Role role) {
        tenant.sql()
                .update(ROLE)
                .set(ROLE.NAME, role.name())
                .set(ROLE.DESCRIPTION, role.description())
                .set(ROLE.VERSION, role.version())
                .set(ROLE.UPDATED_AT, role.updatedAt())
                .where(tenant.owns(ROLE), ROLE.ID.eq(role.id()))
                .execute();
        tenant.sql()
                .deleteFrom(ROLE_PERMISSION)
                .where(tenant.owns(ROLE_PERMISSION), ROLE_PERMISSION.ROLE_ID.eq(role.id()))
                .execute();
        insertPermissions(tenant, role.id(), role.permissions());
    }

    void delete(TenantContext tenant, Role.Id id) {
        tenant.sql().deleteFrom(ROLE).where(tenant.owns(ROLE), ROLE.ID.eq(id)).execute();
    }

    private static void insertPermissions(TenantContext tenant, Role.Id role, Set<Permission> permissions) {
        permissions.forEach(permission -> tenant.sql()
                .insertInto(ROLE_PERMISSION)
                .set(ROLE_PERMISSION.TENANT_ID, tenant.id())
                .set(ROLE_PERMISSION.ROLE_ID, role)
                .set(ROLE_PERMISSION.PERMISSION, permission)
                .execute());
    }

    /** The six that every tenant begins with. */
    void insertBuiltIn(TenantContext tenant) {
        tenant.sql()
                .select(BUILT_IN_ROLE.CODE, BUILT_IN_ROLE.NAME, BUILT_IN_ROLE.DESCRIPTION)
                .from(BUILT_IN_ROLE)
                .orderBy(BUILT_IN_ROLE.POSITION)
                .forEach(role -> tenant.sql()
                        .insertInto(ROLE)
                        .set(ROLE.TENANT_ID, tenant.id())
                        .set(ROLE.ID, new Role.Id(Uuid7.next()))
                        .set(ROLE.BUILT_IN, role.value1())
                        .set(ROLE.NAME, role.value2())
                        .set(ROLE.DESCRIPTION, role.value3())
                        .execute());
    }
}
