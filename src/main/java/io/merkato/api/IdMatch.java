package io.merkato.api;

import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** By id, as the schema's input of this name says: a null operator says nothing, an empty list matches nothing. */
public record IdMatch(@Nullable String eq, @Nullable List<String> oneOf) {

    /** @param type of the ids that match; any other text matches nothing: {@code Product.Id::new} */
    public <I extends TypeId> Condition on(Field<I> field, Function<UUID, I> type) {
        String prefix = type.apply(TypeId.ABSENT).prefix();
        Condition condition = DSL.noCondition();
        if (eq != null) {
            condition = condition.and(field.eq(type.apply(TypeId.parse(prefix, eq))));
        }
        if (oneOf != null) {
            condition = condition.and(Sql.isAny(
                    field,
                    oneOf.stream()
                            .map(text -> type.apply(TypeId.parse(prefix, text)))
                            .toList()));
        }
        return condition;
    }
}
