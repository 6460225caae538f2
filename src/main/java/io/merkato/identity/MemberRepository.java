package io.merkato.identity;

import static io.merkato.jooq.identity.Tables.MEMBER;
import static io.merkato.jooq.identity.Tables.MEMBER_STORE;
import static io.merkato.jooq.identity.Tables.ROLE;
import static io.merkato.jooq.identity.Tables.USER;
import static org.jooq.Records.mapping;
import static org.jooq.impl.DSL.any;
import static org.jooq.impl.DSL.array;
import static org.jooq.impl.DSL.noCondition;
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
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.SelectField;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Repository;

@Repository
class MemberRepository {

    /** An invitation that may still be accepted. */
    record Invitation(Member.Id member, String invitedAs) {}

    private final Pages pages;

    MemberRepository(Pages pages) {
        this.pages = pages;
    }

    private static SelectField<Member> asMember(TenantContext tenant) {
        return row(
                        MEMBER.ID,
                        MEMBER.INVITED_AS,
                        USER.NAME,
                        USER.EMAIL,
                        USER.PHONE,
                        RoleRepository.asRole(tenant),
                        row(MEMBER.EVERY_STORE, stores(tenant)).mapping(StoreReach::reach),
                        MEMBER.ACCEPTED_AT,
                        MEMBER.VERSION,
                        MEMBER.CREATED_AT,
                        MEMBER.UPDATED_AT)
                .mapping(Member::new);
    }

    private static Field<Store.Id[]> stores(TenantContext tenant) {
        return array(select(MEMBER_STORE.STORE_ID)
                .from(MEMBER_STORE)
                .where(tenant.owns(MEMBER_STORE), MEMBER_STORE.MEMBER_ID.eq(MEMBER.ID)));
    }

    Connection<Member> findAll(TenantContext tenant, PageArgs page) {
        return pages.fetch(
                        tenant.id() + "/members",
                        tenant.sql()
                                .select(asMember(tenant), MEMBER.ID)
                                .from(MEMBER)
                                .join(ROLE)
                                .on(ROLE.TENANT_ID.eq(MEMBER.TENANT_ID), ROLE.ID.eq(MEMBER.ROLE_ID))
                                .leftJoin(USER)
                                .on(USER.ID.eq(MEMBER.USER_ID))
                                .where(tenant.owns(MEMBER)),
                        List.of(MEMBER.ID.asc()),
                        page,
                        r -> r.value1())
                .counted(tenant.sql(), selectOne().from(MEMBER).where(tenant.owns(MEMBER)));
    }

    Map<Member.Id, Member> byId(TenantContext tenant, Collection<Member.Id> ids) {
        return tenant
                .sql()
                .select(asMember(tenant))
                .from(MEMBER)
                .join(ROLE)
                .on(ROLE.TENANT_ID.eq(MEMBER.TENANT_ID), ROLE.ID.eq(MEMBER.ROLE_ID))
                .leftJoin(USER)
                .on(USER.ID.eq(MEMBER.USER_ID))
                .where(tenant.owns(MEMBER), MEMBER.ID.eq(any(ids.toArray(Member.Id[]::new))))
                .fetch(r -> r.value1())
                .stream()
                .collect(Collectors.toMap(Member::id, Function.identity()));
    }

    Optional<Member> find(TenantContext tenant, Member.Id id) {
        return Optional.ofNullable(byId(tenant, List.of(id)).get(id));
    }

    /** What a person may do at the tenant; empty where they are no member, or have not accepted. */
    Optional<Map<Permission, Reach>> findRights(TenantContext tenant, User.Id user) {
        return tenant.sql()
                .select(RoleRepository.permissions(tenant), MEMBER.EVERY_STORE, stores(tenant))
                .from(MEMBER)
                .join(ROLE)
                .on(ROLE.TENANT_ID.eq(MEMBER.TENANT_ID), ROLE.ID.eq(MEMBER.ROLE_ID))
                .where(tenant.owns(MEMBER), MEMBER.USER_ID.eq(user))
                .fetchOptional(mapping((permissions, every, stores) -> {
                    Reach reach = StoreReach.reach(every, stores);
                    return RoleRepository.permissions(permissions).stream()
                            .collect(Collectors.toMap(Function.identity(), p -> reach));
                }));
    }

    Optional<Member.Id> findId(TenantContext tenant, Login login, User.@Nullable Id user) {
        return tenant.sql()
                .select(MEMBER.ID)
                .from(MEMBER)
                .where(
                        tenant.owns(MEMBER),
                        MEMBER.INVITED_AS.eq(login.key()).or(user == null ? noCondition() : MEMBER.USER_ID.eq(user)))
                .limit(1)
                .fetchOptional(MEMBER.ID);
    }

    List<User.Id> findUsers(TenantContext tenant, Role.Id role) {
        return tenant.sql()
                .select(MEMBER.USER_ID)
                .from(MEMBER)
                .where(tenant.owns(MEMBER), MEMBER.ROLE_ID.eq(role), MEMBER.USER_ID.isNotNull())
                .fetch(MEMBER.USER_ID);
    }

    /** Those who own the tenant without question: accepted, and for every store. */
    int countOwners(TenantContext tenant) {
        return tenant.sql()
                .fetchCount(tenant.sql()
                        .select(MEMBER.ID)
                        .from(MEMBER)
                        .join(ROLE)
                        .on(ROLE.TENANT_ID.eq(MEMBER.TENANT_ID), ROLE.ID.eq(MEMBER.ROLE_ID))
                        .where(
                                tenant.owns(MEMBER),
                                ROLE.BUILT_IN.eq(BuiltInRole.OWNER),
                                MEMBER.ACCEPTED_AT.isNotNull(),
                                MEMBER.EVERY_STORE.isTrue()));
    }

    void invite(
            TenantContext tenant,
            Member.Id id,
            Login login,
            Role.Id role,
            Reach reach,
            String invitedBy,
            byte[] hash,
            Instant expiresAt,
            Instant now) {
        tenant.sql()
                .insertInto(MEMBER)
                .set(MEMBER.TENANT_ID, tenant.id())
                .set(MEMBER.ID, id)
                .set(MEMBER.INVITED_AS, login.key())
                .set(MEMBER.INVITED_BY, invitedBy)
                .set(MEMBER.INVITATION_HASH, hash)
                .set(MEMBER.INVITATION_EXPIRES_AT, expiresAt)
                .set(MEMBER.ROLE_ID, role)
                .set(MEMBER.EVERY_STORE, reach instanceof Reach.EveryStore)
                .set(MEMBER.CREATED_AT, now)
                .set(MEMBER.UPDATED_AT, now)
                .execute();
        insertStores(tenant, id, reach);
    }

    /** Somebody who need not be asked, because they ask themselves. */
    void join(TenantContext tenant, Member.Id id, User.Id user, String invitedAs, Role.Id role, Instant now) {
        tenant.sql()
                .insertInto(MEMBER)
                .set(MEMBER.TENANT_ID, tenant.id())
                .set(MEMBER.ID, id)
                .set(MEMBER.USER_ID, user)
                .set(MEMBER.INVITED_AS, invitedAs)
                .set(MEMBER.INVITED_BY, invitedAs)
                .set(MEMBER.ACCEPTED_AT, now)
                .set(MEMBER.ROLE_ID, role)
                .set(MEMBER.EVERY_STORE, true)
                .set(MEMBER.CREATED_AT, now)
                .set(MEMBER.UPDATED_AT, now)
                .execute();
    }

    @Nullable
    Instant invitedUntil(TenantContext tenant, Member.Id id) {
        return tenant.sql()
                .select(MEMBER.INVITATION_EXPIRES_AT)
                .from(MEMBER)
                .where(tenant.owns(MEMBER), MEMBER.ID.eq(id))
                .fetchOne(MEMBER.INVITATION_EXPIRES_AT);
    }

    /** Whether they had not accepted yet; who accepts at this moment is waited for. */
    boolean inviteAgain(TenantContext tenant, Member member, byte[] hash, Instant expiresAt) {
        boolean invited = tenant.sql()
                        .update(MEMBER)
                        .set(MEMBER.INVITATION_HASH, hash)
                        .set(MEMBER.INVITATION_EXPIRES_AT, expiresAt)
                        .where(tenant.owns(MEMBER), MEMBER.ID.eq(member.id()), MEMBER.ACCEPTED_AT.isNull())
                        .execute()
                == 1;
        if (invited) {
            assign(tenant, member);
        }
        return invited;
    }

    Optional<Invitation> findInvitation(TenantContext tenant, byte[] hash, Instant now) {
        return tenant.sql()
                .select(MEMBER.ID, MEMBER.INVITED_AS)
                .from(MEMBER)
                .where(invites(tenant, hash, now))
                .fetchOptional(mapping(Invitation::new));
    }

    /** Whether it may still be accepted; of those who do so at once, the others wait for the first. */
    boolean lockInvitation(TenantContext tenant, byte[] hash, Instant now) {
        return tenant.sql()
                .select(MEMBER.ID)
                .from(MEMBER)
                .where(invites(tenant, hash, now))
                .forNoKeyUpdate()
                .fetchOptional()
                .isPresent();
    }

    void accept(TenantContext tenant, Member.Id invited, User.Id user, Instant now) {
        tenant.sql()
                .update(MEMBER)
                .set(MEMBER.USER_ID, user)
                .set(MEMBER.ACCEPTED_AT, now)
                .setNull(MEMBER.INVITATION_HASH)
                .setNull(MEMBER.INVITATION_EXPIRES_AT)
                .where(tenant.owns(MEMBER), MEMBER.ID.eq(invited))
                .execute();
    }

    private static Condition invites(TenantContext tenant, byte[] hash, Instant now) {
        return tenant.owns(MEMBER).and(MEMBER.INVITATION_HASH.eq(hash)).and(MEMBER.INVITATION_EXPIRES_AT.gt(now));
    }

    /** Writes role, reach and version; answers whose rights they are. */
    Optional<User.Id> assign(TenantContext tenant, Member member) {
        Optional<User.Id> user = tenant.sql()
                .update(MEMBER)
                .set(MEMBER.ROLE_ID, member.role().id())
                .set(MEMBER.EVERY_STORE, member.reach() instanceof Reach.EveryStore)
                .set(MEMBER.VERSION, member.version())
                .set(MEMBER.UPDATED_AT, member.updatedAt())
                .where(tenant.owns(MEMBER), MEMBER.ID.eq(member.id()))
                .returningResult(MEMBER.USER_ID)
                .fetchOptional(MEMBER.USER_ID);
        tenant.sql()
                .deleteFrom(MEMBER_STORE)
                .where(tenant.owns(MEMBER_STORE), MEMBER_STORE.MEMBER_ID.eq(member.id()))
                .execute();
        insertStores(tenant, member.id(), member.reach());
        return user;
    }

    /** Who may do here no longer what they did. */
    Optional<User.Id> delete(TenantContext tenant, Member.Id id) {
        return tenant.sql()
                .deleteFrom(MEMBER)
                .where(tenant.owns(MEMBER), MEMBER.ID.eq(id))
                .returningResult(MEMBER.USER_ID)
                .fetchOptional(MEMBER.USER_ID);
    }

    private static void insertStores(TenantContext tenant, Member.Id member, Reach reach) {
        if (reach instanceof Reach.OnlyStores(var stores)) {
            stores.forEach(store -> tenant.sql()
                    .insertInto(MEMBER_STORE)
                    .set(MEMBER_STORE.TENANT_ID, tenant.id())
                    .set(MEMBER_STORE.MEMBER_ID, member)
                    .set(MEMBER_STORE.STORE_ID, new Store.Id(store))
                    .execute());
        }
    }
}
