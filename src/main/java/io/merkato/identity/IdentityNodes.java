package io.merkato.identity;

import static io.merkato.api.Permission.API_KEYS_MANAGE;
import static io.merkato.api.Permission.STAFF_MANAGE;

import graphql.GraphQLContext;
import io.merkato.api.NodeType;
import io.merkato.api.Permission;
import io.merkato.api.Viewer;
import io.merkato.tenancy.PlatformContext;
import io.merkato.tenancy.TenantContext;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.graphql.execution.BatchLoaderRegistry;
import reactor.core.publisher.Mono;

/** What {@code node(id:)} answers of this module: to whom may not see a thing, it does not exist. */
@Configuration(proxyBeanMethods = false)
class IdentityNodes {

    IdentityNodes(
            BatchLoaderRegistry loaders,
            PlatformContext platform,
            UserRepository users,
            SessionRepository sessions,
            RoleRepository roles,
            MemberRepository members,
            ApiKeyRepository apiKeys) {
        register(
                loaders,
                Role.Id.class,
                Role.class,
                "roleById",
                (ids, context) -> visible(context, STAFF_MANAGE, ids, roles::byId));
        register(
                loaders,
                Member.Id.class,
                Member.class,
                "memberById",
                (ids, context) -> visible(context, STAFF_MANAGE, ids, members::byId));
        register(
                loaders,
                ApiKey.Id.class,
                ApiKey.class,
                "apiKeyById",
                (ids, context) -> visible(context, API_KEYS_MANAGE, ids, apiKeys::byId));
        register(loaders, User.Id.class, User.class, "userById", (ids, context) -> {
            var found = new HashMap<User.Id, User>();
            if (context.get("caller") instanceof Caller.Person person && ids.contains(person.user())) {
                users.find(platform.sql(), person.user()).ifPresent(user -> found.put(user.id(), user));
            }
            return found;
        });
        register(
                loaders,
                Session.Id.class,
                Session.class,
                "sessionById",
                (ids, context) -> context.get("caller") instanceof Caller.Person person
                        ? sessions.byId(platform, person.user(), ids)
                        : Map.of());
    }

    @Bean
    NodeType roleNode() {
        return NodeType.of(Role.Id.class, "roleById");
    }

    @Bean
    NodeType memberNode() {
        return NodeType.of(Member.Id.class, "memberById");
    }

    @Bean
    NodeType apiKeyNode() {
        return NodeType.of(ApiKey.Id.class, "apiKeyById");
    }

    @Bean
    NodeType userNode() {
        return NodeType.of(User.Id.class, "userById");
    }

    @Bean
    NodeType sessionNode() {
        return NodeType.of(Session.Id.class, "sessionById");
    }

    private static <K, V> void register(
            BatchLoaderRegistry loaders,
            Class<K> id,
            Class<V> type,
            String name,
            BiFunction<Set<K>, GraphQLContext, Map<K, V>> load) {
        loaders.forTypePair(id, type).withName(name).registerMappedBatchLoader((ids, environment) -> {
            GraphQLContext context = environment.getContext();
            return Mono.fromSupplier(() -> load.apply(ids, context));
        });
    }

    private static <K, V> Map<K, V> visible(
            GraphQLContext context,
            Permission permission,
            Set<K> ids,
            BiFunction<TenantContext, Collection<K>, Map<K, V>> byId) {
        @Nullable TenantContext tenant = context.get("tenant");
        @Nullable Viewer viewer = context.get("viewer");
        return tenant != null && viewer != null && viewer.has(permission) ? byId.apply(tenant, ids) : Map.of();
    }
}
