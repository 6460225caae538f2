package io.merkato.identity;

import static io.merkato.jooq.identity.Tables.PASSWORD;
import static io.merkato.jooq.identity.Tables.PLATFORM_OPERATOR;
import static io.merkato.jooq.identity.Tables.USER;
import static org.jooq.Records.mapping;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.exists;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.row;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;

import io.merkato.api.Sql;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.SelectField;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Repository;

@Repository
class UserRepository {

    /** What signing in needs to know of a login. */
    record Account(User user, boolean active, @Nullable String passwordHash) {

        /** Whether the login is known to be this person's. */
        boolean verified(Login login) {
            return switch (login) {
                case Login.Email email -> user.emailVerified();
                case Login.Phone phone -> user.phoneVerified();
            };
        }
    }

    record Password(int number, String hash) {}

    /** @param name for the audit log */
    record Standing(
            String name,
            boolean active,
            boolean operator,
            @Nullable Instant signedOutAt) {}

    private static final SelectField<User> AS_USER = row(
                    USER.ID,
                    USER.EMAIL,
                    USER.PHONE,
                    USER.NAME,
                    USER.LOCALE,
                    USER.CREATED_AT,
                    field(USER.EMAIL_VERIFIED_AT.isNotNull()),
                    field(USER.PHONE_VERIFIED_AT.isNotNull()))
            .mapping(User::new);

    Optional<User> find(DSLContext sql, User.Id id) {
        return sql.select(AS_USER).from(USER).where(USER.ID.eq(id)).fetchOptional(r -> r.value1());
    }

    Map<User.Id, User> byId(DSLContext sql, Collection<User.Id> ids) {
        return sql.select(AS_USER).from(USER).where(Sql.isAny(USER.ID, ids)).fetch(row -> row.value1()).stream()
                .collect(Collectors.toMap(User::id, user -> user));
    }

    Optional<Account> findAccount(DSLContext sql, Login login) {
        return findAccount(sql, has(login));
    }

    Optional<Account> findAccount(DSLContext sql, User.Id id) {
        return findAccount(sql, USER.ID.eq(id));
    }

    private static Optional<Account> findAccount(DSLContext sql, Condition which) {
        var hash = field(select(PASSWORD.HASH)
                .from(PASSWORD)
                .where(PASSWORD.USER_ID.eq(USER.ID))
                .orderBy(PASSWORD.NUMBER.desc())
                .limit(1));
        return sql.select(AS_USER, USER.STATUS.eq("ACTIVE"), hash)
                .from(USER)
                .where(which)
                .fetchOptional(mapping(Account::new));
    }

    Optional<User.Id> findId(DSLContext sql, Login login) {
        return sql.select(USER.ID).from(USER).where(has(login)).fetchOptional(USER.ID);
    }

    Optional<User.Id> findId(DSLContext sql, String issuer, String subject) {
        return sql.select(USER.ID)
                .from(USER)
                .where(USER.ISSUER.eq(issuer), USER.SUBJECT.eq(subject))
                .fetchOptional(USER.ID);
    }

    Optional<Standing> findStanding(DSLContext sql, User.Id id) {
        var operator = field(exists(selectOne().from(PLATFORM_OPERATOR).where(PLATFORM_OPERATOR.USER_ID.eq(USER.ID))));
        return sql.select(AS_USER, USER.STATUS.eq("ACTIVE"), operator, USER.SIGNED_OUT_AT)
                .from(USER)
                .where(USER.ID.eq(id))
                .fetchOptional(mapping((user, active, isOperator, signedOutAt) ->
                        new Standing(user.label(), active, isOperator, signedOutAt)));
    }

    /** Whoever sets or shows a password of this person waits until the transaction ends. */
    void lock(DSLContext sql, User.Id id) {
        sql.select(USER.ID).from(USER).where(USER.ID.eq(id)).forNoKeyUpdate().execute();
    }

    void insert(DSLContext sql, User user, @Nullable Login login) {
        sql.insertInto(USER)
                .set(USER.ID, user.id())
                .set(USER.EMAIL, user.email())
                .set(USER.EMAIL_NORMALISED, login instanceof Login.Email email ? email.key() : null)
                .set(USER.EMAIL_VERIFIED_AT, user.emailVerified() ? user.createdAt() : null)
                .set(USER.PHONE, user.phone())
                .set(USER.PHONE_VERIFIED_AT, user.phoneVerified() ? user.createdAt() : null)
                .set(USER.NAME, user.name())
                .set(USER.LOCALE, user.locale())
                .set(USER.CREATED_AT, user.createdAt())
                .set(USER.UPDATED_AT, user.createdAt())
                .execute();
    }

    /** A login known by what an outside issuer calls it; the address, if any, is shown but not signed in by. */
    void insertOutside(DSLContext sql, User.Id id, String issuer, String subject, @Nullable String name) {
        sql.insertInto(USER)
                .set(USER.ID, id)
                .set(USER.ISSUER, issuer)
                .set(USER.SUBJECT, subject)
                .set(USER.NAME, name)
                .onConflict(USER.ISSUER, USER.SUBJECT)
                .doNothing()
                .execute();
    }

    /** The login is known to be theirs from now on; another that nobody has verified is no longer. */
    void verify(DSLContext sql, User.Id id, Login login, Instant now) {
        switch (login) {
            case Login.Email email -> {
                sql.update(USER)
                        .set(USER.EMAIL_VERIFIED_AT, coalesce(USER.EMAIL_VERIFIED_AT, now))
                        .where(USER.ID.eq(id), has(email))
                        .execute();
                sql.update(USER)
                        .setNull(USER.PHONE)
                        .where(USER.ID.eq(id), USER.EMAIL_VERIFIED_AT.isNotNull(), USER.PHONE_VERIFIED_AT.isNull())
                        .execute();
            }
            case Login.Phone phone -> {
                sql.update(USER)
                        .set(USER.PHONE_VERIFIED_AT, coalesce(USER.PHONE_VERIFIED_AT, now))
                        .where(USER.ID.eq(id), has(phone))
                        .execute();
                sql.update(USER)
                        .setNull(USER.EMAIL)
                        .setNull(USER.EMAIL_NORMALISED)
                        .where(USER.ID.eq(id), USER.PHONE_VERIFIED_AT.isNotNull(), USER.EMAIL_VERIFIED_AT.isNull())
                        .execute();
            }
        }
    }

    void deletePasswords(DSLContext sql, User.Id id) {
        sql.deleteFrom(PASSWORD).where(PASSWORD.USER_ID.eq(id)).execute();
    }

    void name(DSLContext sql, User.Id id, String name, Instant now) {
        sql.update(USER)
                .set(USER.NAME, name)
                .set(USER.UPDATED_AT, now)
                .where(USER.ID.eq(id), USER.NAME.isNull())
                .execute();
    }

    /** The last five, the one that counts first. */
    List<Password> findAllPasswords(DSLContext sql, User.Id id) {
        return sql.select(PASSWORD.NUMBER, PASSWORD.HASH)
                .from(PASSWORD)
                .where(PASSWORD.USER_ID.eq(id))
                .orderBy(PASSWORD.NUMBER.desc())
                .fetch(mapping(Password::new));
    }

    /** @param number one more than the last: of two changes at once, the second violates the key */
    void addPassword(DSLContext sql, User.Id id, int number, String hash, Instant now) {
        sql.insertInto(PASSWORD)
                .set(PASSWORD.USER_ID, id)
                .set(PASSWORD.NUMBER, number)
                .set(PASSWORD.HASH, hash)
                .set(PASSWORD.SET_AT, now)
                .execute();
        sql.deleteFrom(PASSWORD)
                .where(PASSWORD.USER_ID.eq(id), PASSWORD.NUMBER.le(number - Passwords.REMEMBERED))
                .execute();
    }

    void signedIn(DSLContext sql, User.Id id, Instant now) {
        sql.update(USER).set(USER.LAST_SIGN_IN_AT, now).where(USER.ID.eq(id)).execute();
    }

    void signedOutEverywhere(DSLContext sql, User.Id id, Instant now) {
        sql.update(USER).set(USER.SIGNED_OUT_AT, now).where(USER.ID.eq(id)).execute();
    }

    void makeOperator(DSLContext sql, User.Id id) {
        sql.insertInto(PLATFORM_OPERATOR, PLATFORM_OPERATOR.USER_ID)
                .values(id)
                .onConflictDoNothing()
                .execute();
    }

    boolean hasOperator(DSLContext sql) {
        return sql.fetchExists(PLATFORM_OPERATOR);
    }

    private static Condition has(Login login) {
        return switch (login) {
            case Login.Email email -> USER.EMAIL_NORMALISED.eq(email.key());
            case Login.Phone phone -> USER.PHONE.eq(phone.key());
        };
    }
}
