package io.merkato.catalog;

import static io.merkato.jooq.catalog.Tables.ATTRIBUTE_SET;
import static org.jooq.impl.DSL.noCondition;

import io.merkato.api.IdMatch;
import io.merkato.api.StringMatch;
import io.merkato.api.Where;
import java.util.List;
import org.jooq.Condition;
import org.jspecify.annotations.Nullable;

/** Which attribute sets, as the schema's input of this name says. */
record AttributeSetWhere(
        @Nullable List<AttributeSetWhere> and,
        @Nullable List<AttributeSetWhere> or,
        @Nullable AttributeSetWhere not,
        @Nullable IdMatch id,
        @Nullable StringMatch code)
        implements Where<AttributeSetWhere> {

    @Override
    public Condition own() {
        return noCondition()
                .and(id == null ? noCondition() : id.on(ATTRIBUTE_SET.ID, AttributeSet.Id::new))
                .and(code == null ? noCondition() : code.on(ATTRIBUTE_SET.CODE));
    }
}
