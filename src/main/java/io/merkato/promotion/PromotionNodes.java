package io.merkato.promotion;

import static io.merkato.api.Permission.PROMOTIONS_READ;
import static java.util.Objects.requireNonNull;

import graphql.GraphQLContext;
import io.merkato.api.NodeType;
import io.merkato.api.TypeId;
import io.merkato.api.Viewer;
import io.merkato.tenancy.TenantContext;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.graphql.execution.BatchLoaderRegistry;
import reactor.core.publisher.Mono;

/** What {@code node(id:)} answers of this module. */
@Configuration(proxyBeanMethods = false)
class PromotionNodes {

    PromotionNodes(BatchLoaderRegistry loaders, CouponRepository coupons, CouponRedemptionRepository redemptions) {
        register(loaders, Coupon.Id.class, Coupon.class, "couponById", coupons::byId);
        register(loaders, CouponRedemption.Id.class, CouponRedemption.class, "couponRedemptionById", redemptions::byId);
    }

    @Bean
    NodeType couponNode() {
        return NodeType.of(Coupon.Id.class, "couponById");
    }

    @Bean
    NodeType couponRedemptionNode() {
        return NodeType.of(CouponRedemption.Id.class, "couponRedemptionById");
    }

    private static <I extends TypeId, T> void register(
            BatchLoaderRegistry loaders,
            Class<I> id,
            Class<T> type,
            String name,
            BiFunction<TenantContext, Set<I>, Map<I, T>> byId) {
        loaders.forTypePair(id, type).withName(name).registerMappedBatchLoader((ids, environment) -> {
            GraphQLContext context = requireNonNull(environment.getContext());
            return Mono.fromSupplier(() -> load(ids, context, byId));
        });
    }

    private static <I, T> Map<I, T> load(
            Set<I> ids, GraphQLContext context, BiFunction<TenantContext, Set<I>, Map<I, T>> byId) {
        @Nullable TenantContext tenant = context.get("tenant");
        Viewer viewer = requireNonNull(context.get("viewer"));
        return tenant == null || !viewer.has(PROMOTIONS_READ) ? Map.of() : byId.apply(tenant, ids);
    }
}
