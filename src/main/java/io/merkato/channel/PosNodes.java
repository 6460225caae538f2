package io.merkato.channel;

import static java.util.Objects.requireNonNull;

import graphql.GraphQLContext;
import io.merkato.api.Children;
import io.merkato.api.Connection;
import io.merkato.api.NodeType;
import io.merkato.api.Viewer;
import io.merkato.platform.EventType;
import io.merkato.tenancy.TenantContext;
import java.util.Map;
import java.util.Set;
import org.jooq.Condition;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.graphql.execution.BatchLoaderRegistry;
import reactor.core.publisher.Mono;

/** Tills, sessions and cash by their ids, many at once and of the stores that the viewer's right reaches; and what they have to tell webhooks. */
@Configuration(proxyBeanMethods = false)
class PosNodes {

    private interface Read<K, V> {
        Map<K, V> byKey(TenantContext tenant, Condition reach, Set<K> keys);
    }

    PosNodes(BatchLoaderRegistry registry, PosRegisterRepository registers, PosSessionRepository sessions) {
        PosNodes.<PosRegister.Id, PosRegister>register(registry, "posRegisterById", registers::byId);
        PosNodes.<PosSession.Id, PosSession>register(registry, "posSessionById", sessions::byId);
        PosNodes.<CashMovement.Id, CashMovement>register(registry, "cashMovementById", sessions::movementById);
        PosNodes.<Children<PosRegister.Id>, Connection<PosSession>>register(
                registry,
                "sessionsByPosRegister",
                (tenant, reach, keys) -> Children.load(
                        keys,
                        (parents, page) -> sessions.pageOf(tenant, parents, page),
                        parents -> sessions.countOf(tenant, parents)));
        PosNodes.<Children<PosSession.Id>, Connection<CashMovement>>register(
                registry,
                "cashMovementsByPosSession",
                (tenant, reach, keys) -> Children.load(
                        keys,
                        (parents, page) -> sessions.movementsOf(tenant, parents, page),
                        parents -> sessions.countMovementsOf(tenant, parents)));
    }

    private static <K, V> void register(BatchLoaderRegistry registry, String name, Read<K, V> read) {
        registry.<K, V>forName(name).registerMappedBatchLoader((keys, environment) -> {
            GraphQLContext context = requireNonNull(environment.getContext());
            @Nullable TenantContext tenant = context.get("tenant");
            Viewer viewer = requireNonNull(context.get("viewer"));
            return Mono.fromCallable(
                    () -> tenant == null ? Map.<K, V>of() : read.byKey(tenant, PosReach.of(viewer), keys));
        });
    }

    @Bean
    NodeType posRegisterNode() {
        return NodeType.of(PosRegister.Id.class, "posRegisterById");
    }

    @Bean
    NodeType posSessionNode() {
        return NodeType.of(PosSession.Id.class, "posSessionById");
    }

    @Bean
    NodeType cashMovementNode() {
        return NodeType.of(CashMovement.Id.class, "cashMovementById");
    }

    @Bean
    EventType posSessionOpenedEvent() {
        return PosEvent.Type.POS_SESSION_OPENED.declared();
    }

    @Bean
    EventType posSessionClosedEvent() {
        return PosEvent.Type.POS_SESSION_CLOSED.declared();
    }
}
