package io.merkato.identity;

import static org.jooq.impl.DSL.select;

import io.merkato.tenancy.PlatformContext;
import org.jooq.Condition;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.TableField;

/** What is good for nothing any more, of which there may be more than one statement has time for. */
final class Expired {

    private static final int AT_ONCE = 10_000;

    private Expired() {}

    /** @param expired asked of each again when its turn comes: it may have been renewed meanwhile */
    static <R extends Record, K> void delete(
            PlatformContext platform, Table<R> table, TableField<R, K> key, Condition expired) {
        int deleted = AT_ONCE;
        while (deleted == AT_ONCE) {
            deleted = platform.sql()
                    .deleteFrom(table)
                    .where(key.in(select(key).from(table).where(expired).limit(AT_ONCE)), expired)
                    .execute();
        }
    }
}
