package io.merkato.api;

import graphql.schema.DataFetchingEnvironment;
import org.jspecify.annotations.Nullable;

/** The paging arguments of a list, as the Relay cursor connections specification has them: one of first and last, 1 to 100. */
public record PageArgs(
        @Nullable Integer first,
        @Nullable String after,
        @Nullable Integer last,
        @Nullable String before) {

    public static final int LARGEST = 100;

    static PageArgs of(DataFetchingEnvironment environment) {
        return new PageArgs(
                environment.getArgument("first"),
                environment.getArgument("after"),
                environment.getArgument("last"),
                environment.getArgument("before"));
    }

    /**
     * How many items are asked for.
     *
     * @throws Fault {@code BAD_USER_INPUT} unless exactly one of first and last is given, within its bounds
     */
    public int size() {
        if ((first == null) == (last == null)) {
            throw Fault.badInput("Give one of first and last.");
        }
        int size = first != null ? first : last != null ? last : 0;
        if (size < 1 || size > LARGEST) {
            throw Fault.badInput((first != null ? "first" : "last") + " is between 1 and " + LARGEST + ".");
        }
        if (forward() ? before != null : after != null) {
            throw Fault.badInput("after goes with first, before with last.");
        }
        return size;
    }

    /** These, or the first so many where they say neither first nor last. */
    public PageArgs orFirst(int size) {
        return first == null && last == null ? new PageArgs(size, after, null, before) : this;
    }

    public boolean forward() {
        return first != null;
    }

    /** As large, and in the same direction, from the end. */
    public PageArgs fromTheEnd() {
        return new PageArgs(first, null, last, null);
    }

    /** Whether it is the first or the last page, which no cursor leads to. */
    public boolean isFromOneEnd() {
        return cursor() == null;
    }

    @Nullable
    String cursor() {
        return forward() ? after : before;
    }
}
