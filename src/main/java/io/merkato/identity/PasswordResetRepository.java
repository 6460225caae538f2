package io.merkato.identity;

import static io.merkato.jooq.identity.Tables.PASSWORD_RESET;

import io.merkato.api.Uuid7;
import io.merkato.tenancy.PlatformContext;
import java.time.Instant;
import java.util.Optional;
import org.springframework.stereotype.Repository;

@Repository
class PasswordResetRepository {

    void insert(PlatformContext platform, User.Id user, byte[] hash, Instant now, Instant expiresAt) {
        platform.sql()
                .insertInto(PASSWORD_RESET)
                .set(PASSWORD_RESET.ID, Uuid7.next())
                .set(PASSWORD_RESET.USER_ID, user)
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

    /** Uses the token up, and with it every other of the person; false where somebody was faster. */
    boolean redeem(PlatformContext platform, byte[] hash, Instant now) {
        Optional<User.Id> user = platform.sql()
                .update(PASSWORD_RESET)
                .set(PASSWORD_RESET.USED_AT, now)
                .where(PASSWORD_RESET.HASH.eq(hash), PASSWORD_RESET.USED_AT.isNull(), PASSWORD_RESET.EXPIRES_AT.gt(now))
                .returningResult(PASSWORD_RESET.USER_ID)
                .fetchOptional(r -> r.value1());
        user.ifPresent(id -> platform.sql()
                .deleteFrom(PASSWORD_RESET)
                .where(PASSWORD_RESET.USER_ID.eq(id), PASSWORD_RESET.USED_AT.isNull())
                .execute());
        return user.isPresent();
    }
}
