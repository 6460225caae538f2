package io.merkato.tenancy;

import static java.util.Objects.requireNonNull;

import graphql.GraphQLContext;
import io.merkato.api.Children;
import io.merkato.api.Connection;
import io.merkato.api.PageArgs;
import io.merkato.api.Permission;
import io.merkato.api.Viewer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.execution.BatchLoaderRegistry;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Loaders of what the request's tenant has: where there is none, there is nothing, and what only staff may see is not there for anybody else. */
@Component
public class TenantLoaders {

    public interface Read<K, V> {
        Map<K, V> byKey(TenantContext tenant, Set<K> keys);
    }

    public interface ReadPages<P, T> {
        Map<P, Connection<T>> of(TenantContext tenant, List<P> parents, PageArgs page);
    }

    public interface Count<P> {
        Map<P, Integer> of(TenantContext tenant, List<P> parents);
    }

    private final BatchLoaderRegistry registry;

    TenantLoaders(BatchLoaderRegistry registry) {
        this.registry = registry;
    }

    public <K, V> void register(String name, Read<K, V> read) {
        register(name, null, read);
    }

    /** For whoever has the permission. */
    public <K, V> void registerFor(Permission permission, String name, Read<K, V> read) {
        register(name, permission, read);
    }

    /** Of pages of the children of many parents. */
    public <P, T> void registerPages(String name, ReadPages<P, T> pages, Count<P> counts) {
        register(name, null, children(pages, counts));
    }

    public <P, T> void registerPagesFor(Permission permission, String name, ReadPages<P, T> pages, Count<P> counts) {
        register(name, permission, children(pages, counts));
    }

    private static <P, T> Read<Children<P>, Connection<T>> children(ReadPages<P, T> pages, Count<P> counts) {
        return (tenant, keys) -> Children.load(
                keys, (parents, page) -> pages.of(tenant, parents, page), parents -> counts.of(tenant, parents));
    }

    private <K, V> void register(String name, @Nullable Permission permission, Read<K, V> read) {
        registry.<K, V>forName(name)
                .registerMappedBatchLoader((keys, environment) -> Mono.fromCallable(() -> {
                    GraphQLContext context = requireNonNull(environment.<GraphQLContext>getContext());
                    @Nullable TenantContext tenant = context.get("tenant");
                    @Nullable Viewer viewer = context.get("viewer");
                    boolean sees = permission == null || viewer != null && viewer.has(permission);
                    return tenant == null || !sees ? Map.<K, V>of() : read.byKey(tenant, keys);
                }));
    }
}
