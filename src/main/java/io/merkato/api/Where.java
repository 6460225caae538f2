package io.merkato.api;

import java.util.List;
import org.jooq.Condition;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** A filter of a list with its connectives; a null one says nothing, an empty {@code or} matches nothing. */
public interface Where<W extends Where<W>> {

    int DEEPEST = 5;
    int MOST = 50;

    @Nullable
    List<W> and();

    @Nullable
    List<W> or();

    @Nullable
    W not();

    /** What it says beside its connectives. */
    Condition own();

    /** Throws {@code BAD_USER_INPUT} where it is nested too deep or says too much. */
    default Condition condition() {
        if (size(this, 0) > MOST) {
            throw Fault.badInput("where has at most " + MOST + " parts, joined by and, or and not.");
        }
        return whole(this);
    }

    private static int size(Where<?> where, int depth) {
        if (depth > DEEPEST) {
            throw Fault.badInput("where nests and, or and not at most " + DEEPEST + " deep.");
        }
        int size = 1;
        for (Where<?> each : orEmpty(where.and())) {
            size += size(each, depth + 1);
        }
        for (Where<?> each : orEmpty(where.or())) {
            size += size(each, depth + 1);
        }
        Where<?> not = where.not();
        return not == null ? size : size + size(not, depth + 1);
    }

    private static Condition whole(Where<?> where) {
        Condition condition = DSL.trueCondition().and(where.own());
        for (Where<?> each : orEmpty(where.and())) {
            condition = condition.and(whole(each));
        }
        List<? extends Where<?>> either = where.or();
        if (either != null) {
            condition = condition.and(DSL.or(either.stream().map(Where::whole).toList()));
        }
        Where<?> not = where.not();
        return not == null ? condition : condition.and(doesNotHold(whole(not)));
    }

    private static <T> List<T> orEmpty(@Nullable List<T> list) {
        return list == null ? List.of() : list;
    }

    /** What a row does not say, since its column is null, does not hold of it; in SQL neither that nor its contrary would be true. */
    static Condition doesNotHold(Condition condition) {
        return DSL.when(condition, DSL.inline(1)).otherwise(DSL.inline(0)).eq(DSL.inline(0));
    }

    static Condition of(@Nullable Where<?> where) {
        return where == null ? DSL.noCondition() : where.condition();
    }
}
