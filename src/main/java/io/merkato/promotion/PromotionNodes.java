package io.merkato.promotion;

import static io.merkato.api.Permission.PROMOTIONS_READ;

import io.merkato.api.NodeType;
import io.merkato.tenancy.TenantLoaders;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What {@code node(id:)} answers of this module. */
@Configuration(proxyBeanMethods = false)
class PromotionNodes {

    PromotionNodes(TenantLoaders loaders, CouponRepository coupons, CouponRedemptionRepository redemptions) {
        loaders.registerFor(PROMOTIONS_READ, "couponById", coupons::byId);
        loaders.registerFor(PROMOTIONS_READ, "couponRedemptionById", redemptions::byId);
    }

    @Bean
    NodeType couponNode() {
        return NodeType.of(Coupon.Id.class, "couponById");
    }

    @Bean
    NodeType couponRedemptionNode() {
        return NodeType.of(CouponRedemption.Id.class, "couponRedemptionById");
    }
}
