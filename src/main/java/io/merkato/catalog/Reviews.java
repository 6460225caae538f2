package io.merkato.catalog;

import static io.merkato.jooq.catalog.Tables.REVIEW;

import io.merkato.api.Sql;
import io.merkato.tenancy.TenantContext;
import java.util.Collection;
import java.util.UUID;

/** What was said about products. */
public final class Reviews {

    private Reviews() {}

    /** Their reviews stay, and are nobody's in particular from now on. @param users of those who wrote them */
    public static void forgetAuthors(TenantContext tx, Collection<UUID> users) {
        tx.sql()
                .update(REVIEW)
                .setNull(REVIEW.USER_ID)
                .setNull(REVIEW.AUTHOR_NAME)
                .where(tx.owns(REVIEW))
                .and(Sql.isAny(REVIEW.USER_ID.coerce(UUID.class), users))
                .execute();
    }
}
