package io.merkato.identity;

import static io.merkato.jooq.identity.Tables.PASSWORD_RESET;
import static org.jooq.Records.mapping;

import io.merkato.api.Uuid7;
import io.merkato.tenancy.PlatformContext;
import java.time.Instant;
import java.util.Optional;
import org.jooq.DSLContext;
import org.springframework.stereotype.Repository;

@Repository
class PasswordResetRepository {

    /** What a redeemed token proves: that its bearer reads what is sent to the login. */
    record Proof(User.Id user, Login login) {}

    void insert(PlatformContext platform, User.Id user, Login login, byte[] hash, Instant now, Instant expiresAt) {
        platform.sql()
                .insertInto(PASSWORD_RESET)
                .set(PASSWORD_RESET.ID, Uuid7.next())
                .set(PASSWORD_RESET.USER_ID, user)
                .set(PASSWORD_RESET.LOGIN, login.key())
                .set(PASSWORD_RESET.HASH, hash)
                .set(PASSWORD_RESET.CREATED_AT, now)
                .set(PASSWORD_RESET.EXPIRES_AT, expiresAt)
                .execute();
    }

    Optional<User.Id> findUser(PlatformContext platform, byte[] hash, Instant now) {
        return platform.sql()
                .select(PASSWORD_RESET.USER_ID)
                .from(PASSWORD_RESET)
                .where(PASSWORD_RESET.HASH.eq(hash), PASSWORD_RESET.USED_AT.isNull(), PASSWORD_RESET.EXPIRES_AT.gt(now))
                .fetchOptional(PASSWORD_RESET.USER_ID);
    }

    /** Uses the token up; empty where somebody was faster. */
    Optional<Proof> redeem(PlatformContext platform, byte[] hash, Instant now) {
        return platform.sql()
                .update(PASSWORD_RESET)
                .set(PASSWORD_RESET.USED_AT, now)
                .where(PASSWORD_RESET.HASH.eq(hash), PASSWORD_RESET.USED_AT.isNull(), PASSWORD_RESET.EXPIRES_AT.gt(now))
                .returningResult(PASSWORD_RESET.USER_ID, PASSWORD_RESET.LOGIN)
                .fetchOptional(mapping((user, login) ->
                        new Proof(user, Login.parse(login, null).orElseThrow())));
    }

    void forgetExpired(PlatformContext platform, Instant now) {
        Expired.delete(platform, PASSWORD_RESET, PASSWORD_RESET.ID, PASSWORD_RESET.EXPIRES_AT.lt(now));
    }

    void deleteUnused(DSLContext sql, User.Id user) {
        sql.deleteFrom(PASSWORD_RESET)
                .where(PASSWORD_RESET.USER_ID.eq(user), PASSWORD_RESET.USED_AT.isNull())
                .execute();
    }
}
