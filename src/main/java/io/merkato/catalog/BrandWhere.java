package io.merkato.catalog;

import static io.merkato.jooq.catalog.Tables.BRAND;
import static org.jooq.impl.DSL.noCondition;

import io.merkato.api.IdMatch;
import io.merkato.api.RestorableWhere;
import io.merkato.api.StringMatch;
import io.merkato.api.Where;
import java.util.List;
import org.jooq.Condition;
import org.jspecify.annotations.Nullable;

/** Which brands, as the schema's input of this name says. */
record BrandWhere(
        @Nullable List<BrandWhere> and,
        @Nullable List<BrandWhere> or,
        @Nullable BrandWhere not,
        @Nullable IdMatch id,
        @Nullable StringMatch slug,
        @Nullable StringMatch name,
        @Nullable Boolean deleted)
        implements Where<BrandWhere>, RestorableWhere<BrandWhere> {

    @Override
    public Condition own() {
        return noCondition()
                .and(id == null ? noCondition() : id.on(BRAND.ID, Brand.Id::new))
                .and(slug == null ? noCondition() : slug.in(Slug::composed).on(BRAND.SLUG))
                .and(name == null ? noCondition() : name.on(BRAND.NAME))
                .and(Restorable.deletedIs(deleted, BRAND.DELETED_AT));
    }
}
