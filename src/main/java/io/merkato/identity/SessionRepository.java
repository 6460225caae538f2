package io.merkato.identity;

import static io.merkato.jooq.identity.Tables.REFRESH_TOKEN;
import static io.merkato.jooq.identity.Tables.SESSION;
import static io.merkato.jooq.identity.Tables.USER;
import static org.jooq.Records.mapping;
import static org.jooq.impl.DSL.any;
import static org.jooq.impl.DSL.row;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;

import io.merkato.api.Connection;
import io.merkato.api.PageArgs;
import io.merkato.api.Pages;
import io.merkato.tenancy.PlatformContext;
import io.merkato.tenancy.Tenant;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.SelectField;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Repository;

@Repository
class SessionRepository {

    /** A session as its tokens see it. */
    record Stay(Session.Id id, User.Id user, Tenant.@Nullable Id tenant, Instant expiresAt) {}

    /** A refresh token that is no longer the newest. */
    record Rotated(Stay stay, Instant at) {}

    static final SelectField<Session> AS_SESSION = row(
                    SESSION.ID,
                    SESSION.DEVICE,
                    SESSION.USER_AGENT,
                    SESSION.IP,
                    SESSION.CREATED_AT,
                    SESSION.LAST_SEEN_AT,
                    SESSION.EXPIRES_AT,
                    SESSION.REVOKED_AT)
            .mapping(Session::new);

    private static final SelectField<Stay> AS_STAY = row(
                    SESSION.ID, SESSION.USER_ID, SESSION.AT_TENANT_ID, SESSION.EXPIRES_AT)
            .mapping(Stay::new);

    private final Pages pages;

    SessionRepository(Pages pages) {
        this.pages = pages;
    }

    void insert(PlatformContext platform, Session session, User.Id user, Tenant.@Nullable Id tenant) {
        platform.sql()
                .insertInto(SESSION)
                .set(SESSION.ID, session.id())
                .set(SESSION.USER_ID, user)
                .set(SESSION.AT_TENANT_ID, tenant)
                .set(SESSION.DEVICE, session.device())
                .set(SESSION.USER_AGENT, session.userAgent())
                .set(SESSION.IP, session.ip())
                .set(SESSION.CREATED_AT, session.createdAt())
                .set(SESSION.LAST_SEEN_AT, session.lastSeenAt())
                .set(SESSION.EXPIRES_AT, session.expiresAt())
                .execute();
    }

    Optional<Session> find(PlatformContext platform, User.Id user, Session.Id id) {
        return platform.sql()
                .select(AS_SESSION)
                .from(SESSION)
                .where(SESSION.ID.eq(id), SESSION.USER_ID.eq(user))
                .fetchOptional(r -> r.value1());
    }

    Map<Session.Id, Session> byId(PlatformContext platform, User.Id user, Collection<Session.Id> ids) {
        return platform
                .sql()
                .select(AS_SESSION)
                .from(SESSION)
                .where(SESSION.USER_ID.eq(user), SESSION.ID.eq(any(ids.toArray(Session.Id[]::new))))
                .fetch(r -> r.value1())
                .stream()
                .collect(Collectors.toMap(Session::id, Function.identity()));
    }

    Connection<Session> findAll(PlatformContext platform, User.Id user, PageArgs page) {
        return pages.fetch(
                        user + "/sessions",
                        platform.sql()
                                .select(AS_SESSION, SESSION.ID)
                                .from(SESSION)
                                .where(SESSION.USER_ID.eq(user)),
                        List.of(SESSION.ID.desc()),
                        page,
                        r -> r.value1())
                .counted(platform.sql(), selectOne().from(SESSION).where(SESSION.USER_ID.eq(user)));
    }

    boolean lasts(PlatformContext platform, Session.Id id, Instant now) {
        return platform.sql()
                .fetchExists(
                        SESSION.join(USER).on(USER.ID.eq(SESSION.USER_ID)),
                        SESSION.ID.eq(id).and(lasts(now)));
    }

    /** Takes the newest token of a lasting session out of use, once: of many at the same time, one gets the session. */
    Optional<Stay> rotate(PlatformContext platform, byte[] hash, Instant now) {
        return platform.sql()
                .update(REFRESH_TOKEN)
                .set(REFRESH_TOKEN.ROTATED_AT, now)
                .from(SESSION.join(USER).on(USER.ID.eq(SESSION.USER_ID)))
                .where(
                        REFRESH_TOKEN.HASH.eq(hash),
                        REFRESH_TOKEN.ROTATED_AT.isNull(),
                        REFRESH_TOKEN.EXPIRES_AT.gt(now),
                        SESSION.ID.eq(REFRESH_TOKEN.SESSION_ID),
                        lasts(now))
                .returningResult(AS_STAY)
                .fetchOptional(r -> r.value1());
    }

    void insertToken(PlatformContext platform, Session.Id session, byte[] hash, Instant now, Instant expiresAt) {
        platform.sql()
                .insertInto(REFRESH_TOKEN)
                .set(REFRESH_TOKEN.HASH, hash)
                .set(REFRESH_TOKEN.SESSION_ID, session)
                .set(REFRESH_TOKEN.ISSUED_AT, now)
                .set(REFRESH_TOKEN.EXPIRES_AT, expiresAt)
                .execute();
    }

    /** The lasting session of a token that was rotated before. */
    Optional<Rotated> findRotated(PlatformContext platform, byte[] hash, Instant now) {
        return platform.sql()
                .select(AS_STAY, REFRESH_TOKEN.ROTATED_AT)
                .from(REFRESH_TOKEN)
                .join(SESSION)
                .on(SESSION.ID.eq(REFRESH_TOKEN.SESSION_ID))
                .join(USER)
                .on(USER.ID.eq(SESSION.USER_ID))
                .where(REFRESH_TOKEN.HASH.eq(hash), REFRESH_TOKEN.ROTATED_AT.isNotNull(), lasts(now))
                .fetchOptional(mapping(Rotated::new));
    }

    Optional<Session.Id> findByNewest(PlatformContext platform, byte[] hash) {
        return platform.sql()
                .select(REFRESH_TOKEN.SESSION_ID)
                .from(REFRESH_TOKEN)
                .where(REFRESH_TOKEN.HASH.eq(hash), REFRESH_TOKEN.ROTATED_AT.isNull())
                .fetchOptional(REFRESH_TOKEN.SESSION_ID);
    }

    /** When an unused token expires; empty where it was used or is none. */
    Optional<Instant> findUnused(PlatformContext platform, byte[] hash) {
        return platform.sql()
                .select(REFRESH_TOKEN.EXPIRES_AT)
                .from(REFRESH_TOKEN)
                .where(REFRESH_TOKEN.HASH.eq(hash), REFRESH_TOKEN.ROTATED_AT.isNull())
                .fetchOptional(REFRESH_TOKEN.EXPIRES_AT);
    }

    /** Those that ended by this, as everywhere below. */
    List<Session.Id> end(PlatformContext platform, Session.Id id, User.Id user, Session.Ended why, Instant now) {
        return end(platform.sql(), SESSION.USER_ID.eq(user).and(SESSION.ID.eq(id)), why, now);
    }

    List<Session.Id> endAll(PlatformContext platform, User.Id user, Session.Ended why, Instant now) {
        return endAll(platform.sql(), user, why, now);
    }

    List<Session.Id> endAll(DSLContext sql, User.Id user, Session.Ended why, Instant now) {
        return end(sql, SESSION.USER_ID.eq(user), why, now);
    }

    List<Session.Id> endOthers(
            PlatformContext platform, User.Id user, Session.@Nullable Id kept, Session.Ended why, Instant now) {
        return end(platform.sql(), SESSION.USER_ID.eq(user).and(SESSION.ID.isDistinctFrom(kept)), why, now);
    }

    /** Keeps the person's newest, ended ones among them. */
    List<Session.Id> deleteAllBut(PlatformContext platform, User.Id user, int newest) {
        var older = select(SESSION.ID)
                .from(SESSION)
                .where(SESSION.USER_ID.eq(user))
                .orderBy(SESSION.CREATED_AT.desc(), SESSION.ID.desc())
                .offset(newest);
        return platform.sql()
                .deleteFrom(SESSION)
                .where(SESSION.ID.in(older))
                .returningResult(SESSION.ID)
                .fetch(SESSION.ID);
    }

    private static List<Session.Id> end(DSLContext sql, Condition which, Session.Ended why, Instant now) {
        return sql.update(SESSION)
                .set(SESSION.REVOKED_AT, now)
                .set(SESSION.REVOKED_FOR, why.name())
                .where(which, SESSION.REVOKED_AT.isNull(), SESSION.EXPIRES_AT.gt(now))
                .returningResult(SESSION.ID)
                .fetch(SESSION.ID);
    }

    void seen(PlatformContext platform, Collection<Session.Id> ids, Instant now) {
        platform.sql()
                .update(SESSION)
                .set(SESSION.LAST_SEEN_AT, now)
                .where(SESSION.ID.eq(any(ids.toArray(Session.Id[]::new))))
                .execute();
    }

    /**
     * Sessions are kept for ninety days after their beginning at the most. Their tokens are kept as long as they were good for, rotated or not: until then
     * somebody may come back with one.
     */
    void forgetExpired(PlatformContext platform, Instant now) {
        // first the tokens, as a session takes its own along
        Expired.delete(platform, REFRESH_TOKEN, REFRESH_TOKEN.HASH, REFRESH_TOKEN.EXPIRES_AT.lt(now));
        Expired.delete(platform, SESSION, SESSION.ID, SESSION.EXPIRES_AT.lt(now));
    }

    private static Condition lasts(Instant now) {
        return SESSION.REVOKED_AT.isNull().and(SESSION.EXPIRES_AT.gt(now)).and(USER.STATUS.eq("ACTIVE"));
    }
}
