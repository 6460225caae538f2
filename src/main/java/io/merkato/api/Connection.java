package io.merkato.api;

import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jooq.DSLContext;
import org.jooq.SelectLimitStep;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** A page of a list, as the Relay cursor connections specification has it. */
public final class Connection<T> {

    /** Beyond this many a list is not counted. */
    public static final int MOST_COUNTED = 10_000;

    private final List<Edge<T>> edges;
    private final PageInfo pageInfo;
    private final Supplier<@Nullable Integer> totalCount;

    Connection(List<Edge<T>> edges, PageInfo pageInfo, Supplier<@Nullable Integer> totalCount) {
        this.edges = edges;
        this.pageInfo = pageInfo;
        this.totalCount = totalCount;
    }

    /** Without a count; see {@link #counted}. */
    public Connection(List<Edge<T>> edges, PageInfo pageInfo) {
        this(edges, pageInfo, () -> null);
    }

    /** Of nothing. */
    public static <T> Connection<T> none() {
        return new Connection<T>(List.of(), new PageInfo(false, false, null, null)).counted(0);
    }

    public List<Edge<T>> edges() {
        return edges;
    }

    public List<T> nodes() {
        return edges.stream().map(Edge::node).toList();
    }

    public PageInfo pageInfo() {
        return pageInfo;
    }

    /** Counted only when it is asked for; null where it was not worth counting. */
    public @Nullable Integer totalCount() {
        return totalCount.get();
    }

    /**
     * With a count of all rows of the list, taken when it is asked for.
     *
     * @param rows the list's, whatever they select
     */
    public Connection<T> counted(DSLContext sql, SelectLimitStep<?> rows) {
        return new Connection<>(edges, pageInfo, () -> count(sql, rows));
    }

    /** @param count as {@link #capped} */
    public Connection<T> counted(@Nullable Integer count) {
        return new Connection<>(edges, pageInfo, () -> count);
    }

    /** How many rows there are; null where there are too many to count. */
    public static @Nullable Integer count(DSLContext sql, SelectLimitStep<?> rows) {
        return capped(sql.fetchCount(rows.limit(DSL.inline(MOST_COUNTED + 1))));
    }

    /** @param count that went no further than one beyond {@link #MOST_COUNTED} */
    public static @Nullable Integer capped(int count) {
        return count > MOST_COUNTED ? null : count;
    }

    public <U> Connection<U> map(Function<T, U> mapper) {
        return new Connection<>(
                edges.stream()
                        .map(edge -> new Edge<>(edge.cursor(), mapper.apply(edge.node())))
                        .toList(),
                pageInfo,
                totalCount);
    }
}
