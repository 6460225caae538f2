package io.merkato.api;

import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A page of a list, as the Relay cursor connections specification has it. */
public final class Connection<T> {

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

    public Connection<T> counted(Supplier<@Nullable Integer> count) {
        return new Connection<>(edges, pageInfo, count);
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
