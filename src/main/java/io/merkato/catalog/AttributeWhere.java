package io.merkato.catalog;

import static io.merkato.jooq.catalog.Tables.ATTRIBUTE;
import static org.jooq.impl.DSL.noCondition;

import io.merkato.api.IdMatch;
import io.merkato.api.StringMatch;
import io.merkato.api.Where;
import java.util.List;
import org.jooq.Condition;
import org.jspecify.annotations.Nullable;

/** Which attributes, as the schema's input of this name says. */
record AttributeWhere(
        @Nullable List<AttributeWhere> and,
        @Nullable List<AttributeWhere> or,
        @Nullable AttributeWhere not,
        @Nullable IdMatch id,
        @Nullable StringMatch code,
        @Nullable AttributeTypeMatch type,
        @Nullable Boolean filterable,
        @Nullable Boolean sortable)
        implements Where<AttributeWhere> {

    @Override
    public Condition own() {
        return noCondition()
                .and(id == null ? noCondition() : id.on(ATTRIBUTE.ID, Attribute.Id::new))
                .and(code == null ? noCondition() : code.on(ATTRIBUTE.CODE))
                .and(type == null ? noCondition() : type.on(ATTRIBUTE.TYPE))
                .and(filterable == null ? noCondition() : ATTRIBUTE.FILTERABLE.eq(filterable))
                .and(sortable == null ? noCondition() : ATTRIBUTE.SORTABLE.eq(sortable));
    }
}
