package io.merkato.api;

import graphql.schema.DataFetchingEnvironment;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What a loader of pages is asked for: one parent's children, by these arguments.
 *
 * @param counted whether the children are counted too
 */
public record Children<P>(P parent, PageArgs page, boolean counted) {

    static final int USUAL = 20;

    public static <P> Children<P> of(P parent, PageArgs given, DataFetchingEnvironment environment) {
        PageArgs page = given.orFirst(USUAL);
        page.size();
        return new Children<>(parent, page, Selections.ask(environment, "totalCount"));
    }

    /** A statement for the pages, and one for the counts where they are asked for, for each set of arguments. */
    public static <P, T> Map<Children<P>, Connection<T>> load(
            Collection<Children<P>> keys,
            BiFunction<List<P>, PageArgs, Map<P, Connection<T>>> pages,
            Function<List<P>, Map<P, Integer>> counts) {
        var loaded = new HashMap<Children<P>, Connection<T>>();
        keys.stream()
                .collect(Collectors.groupingBy(key -> new Children<>(0, key.page(), key.counted())))
                .forEach((asked, of) -> {
                    List<P> parents = of.stream().map(Children::parent).toList();
                    Map<P, Connection<T>> found = pages.apply(parents, asked.page());
                    Map<P, Integer> counted = asked.counted() ? counts.apply(parents) : Map.of();
                    for (Children<P> key : of) {
                        Connection<T> page = found.get(key.parent());
                        if (page != null) {
                            loaded.put(
                                    key,
                                    asked.counted()
                                            ? page.counted(Connection.capped(counted.getOrDefault(key.parent(), 0)))
                                            : page);
                        }
                    }
                });
        return loaded;
    }
}
