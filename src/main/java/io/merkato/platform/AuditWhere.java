package io.merkato.platform;

import static io.merkato.jooq.platform.Tables.AUDIT_ENTRY;
import static java.util.Objects.requireNonNull;
import static org.jooq.impl.DSL.noCondition;

import io.merkato.api.DateTimeRange;
import io.merkato.api.StringMatch;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Table;
import org.jspecify.annotations.Nullable;

/** Which entries a list holds. */
record AuditWhere(
        @Nullable StringMatch actorId,
        @Nullable StringMatch action,
        @Nullable StringMatch targetType,
        @Nullable StringMatch targetId,
        @Nullable DateTimeRange at) {

    Condition on(Table<?> chain) {
        return match(actorId, chain, AUDIT_ENTRY.ACTOR_ID)
                .and(match(action, chain, AUDIT_ENTRY.ACTION))
                .and(match(targetType, chain, AUDIT_ENTRY.TARGET_TYPE))
                .and(match(targetId, chain, AUDIT_ENTRY.TARGET_ID))
                .and(at == null ? noCondition() : at.on(requireNonNull(chain.field(AUDIT_ENTRY.AT))));
    }

    private static Condition match(@Nullable StringMatch match, Table<?> chain, Field<String> field) {
        return match == null ? noCondition() : match.on(requireNonNull(chain.field(field)));
    }
}
