package io.merkato.catalog;

import static io.merkato.jooq.catalog.Tables.CATEGORY;
import static org.jooq.impl.DSL.exists;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.table;

import io.merkato.api.IdMatch;
import io.merkato.api.RestorableWhere;
import io.merkato.api.StringMatch;
import io.merkato.api.Where;
import java.util.List;
import org.jooq.Condition;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** Which categories, as the schema's input of this name says. */
record CategoryWhere(
        @Nullable List<CategoryWhere> and,
        @Nullable List<CategoryWhere> or,
        @Nullable CategoryWhere not,
        @Nullable IdMatch id,
        @Nullable StringMatch slug,
        @Nullable StringMatch name,
        @Nullable IdMatch parent,
        @Nullable Boolean top,
        @Nullable Boolean deleted)
        implements Where<CategoryWhere>, RestorableWhere<CategoryWhere> {

    @Override
    public Condition own() {
        return noCondition()
                .and(id == null ? noCondition() : id.on(CATEGORY.ID, Category.Id::new))
                .and(slug == null ? noCondition() : slug.in(Slug::composed).on(CATEGORY.SLUG))
                .and(name == null ? noCondition() : inAnyLanguage(name))
                .and(parent == null ? noCondition() : parent.on(CATEGORY.PARENT_ID, Category.Id::new))
                .and(top == null ? noCondition() : top ? CATEGORY.PARENT_ID.isNull() : CATEGORY.PARENT_ID.isNotNull())
                .and(Restorable.deletedIs(deleted, CATEGORY.DELETED_AT));
    }

    private static Condition inAnyLanguage(StringMatch text) {
        return exists(selectOne()
                .from(table("jsonb_each_text({0})", CATEGORY.NAMES).as("each", "locale", "text"))
                .where(text.on(field(DSL.name("each", "text"), String.class))));
    }
}
