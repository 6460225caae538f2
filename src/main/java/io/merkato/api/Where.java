package io.merkato.api;

import java.util.List;
import org.jooq.Condition;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** A filter of a list with its connectives; a null one says nothing, an empty {@code or} matches nothing. */
public interface Where<W extends Where<W>> {

    int DEEPEST = 5;

    @Nullable
    List<W> and();

    @Nullable
    List<W> or();

    @Nullable
    W not();

    /** What it says beside its connectives. */
    Condition own();

    /** Throws {@code BAD_USER_INPUT} where it is nested too deep. */
    default Condition condition() {
        return condition(0);
    }

    private Condition condition(int depth) {
        if (depth > DEEPEST) {
            throw Fault.badInput("where nests and, or and not at most " + DEEPEST + " deep.");
        }
        Condition condition = DSL.trueCondition().and(own());
        List<W> all = and();
        for (W each : all == null ? List.<W>of() : all) {
            condition = condition.and(nested(each, depth));
        }
        List<W> either = or();
        if (either != null) {
            condition = condition.and(
                    DSL.or(either.stream().map(each -> nested(each, depth)).toList()));
        }
        W not = not();
        return not == null ? condition : condition.and(doesNotHold(nested(not, depth)));
    }

    /** What a row does not say, since its column is null, does not hold of it; in SQL neither that nor its contrary would be true. */
    private static Condition doesNotHold(Condition condition) {
        return DSL.when(condition, DSL.inline(1)).otherwise(DSL.inline(0)).eq(DSL.inline(0));
    }

    private static <W extends Where<W>> Condition nested(Where<W> where, int depth) {
        return where.condition(depth + 1);
    }

    static Condition of(@Nullable Where<?> where) {
        return where == null ? DSL.noCondition() : where.condition();
    }
}
