package io.merkato.platform;

import static io.merkato.jooq.platform.Tables.AUDIT_ENTRY;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.noCondition;

import io.merkato.api.DateTimeRange;
import io.merkato.api.StringMatch;
import io.merkato.api.Where;
import java.util.List;
import org.jooq.Condition;
import org.jooq.Field;
import org.jspecify.annotations.Nullable;

/** Which entries a list holds, of either chain: both have these columns. */
record AuditWhere(
        @Nullable List<AuditWhere> and,
        @Nullable List<AuditWhere> or,
        @Nullable AuditWhere not,
        @Nullable StringMatch actorId,
        @Nullable StringMatch action,
        @Nullable StringMatch targetType,
        @Nullable StringMatch targetId,
        @Nullable DateTimeRange at)
        implements Where<AuditWhere> {

    @Override
    public Condition own() {
        return match(actorId, AUDIT_ENTRY.ACTOR_ID)
                .and(match(action, AUDIT_ENTRY.ACTION))
                .and(match(targetType, AUDIT_ENTRY.TARGET_TYPE))
                .and(match(targetId, AUDIT_ENTRY.TARGET_ID))
                .and(at == null ? noCondition() : at.on(ofEither(AUDIT_ENTRY.AT)));
    }

    private static Condition match(@Nullable StringMatch match, Field<String> column) {
        return match == null ? noCondition() : match.on(ofEither(column));
    }

    private static <T> Field<T> ofEither(Field<T> column) {
        return field(column.getUnqualifiedName(), column.getDataType());
    }
}
