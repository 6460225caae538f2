package io.merkato.promotion;

import io.merkato.api.TypeId;
import io.merkato.customer.Customer;
import io.merkato.money.Money;
import io.merkato.tenancy.TenantContext;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What other modules do with coupons. */
@Component
public class Coupons {

    private final CouponRepository coupons;
    private final CouponRedemptionRepository redemptions;

    Coupons(CouponRepository coupons, CouponRedemptionRepository redemptions) {
        this.coupons = coupons;
        this.redemptions = redemptions;
    }

    /** As a code is kept, however it was typed. */
    public static String normalised(String code) {
        return CouponCode.normalised(code);
    }

    /** By the code as it was given, whatever its case; codes of nothing have no entry. One statement. */
    public Map<String, Coupon> find(TenantContext tenant, Set<String> codes) {
        Map<String, Coupon> byCode = coupons.byCode(
                tenant, codes.stream().map(CouponCode::normalised).toList());
        var found = new LinkedHashMap<String, Coupon>();
        codes.forEach(code -> {
            Coupon coupon = byCode.get(CouponCode.normalised(code));
            if (coupon != null) {
                found.put(code, coupon);
            }
        });
        return found;
    }

    /** How often the customer has used each; none where there is no entry. One statement. */
    public Map<Coupon.Id, Integer> usesOf(TenantContext tenant, Customer.Id customer, Collection<Coupon.Id> couponIds) {
        return redemptions.usesOf(tenant, customer, couponIds);
    }

    /**
     * What the coupons take off a cart. Nothing is read or written.
     *
     * <p>Coupons are accepted in the order given: one that does not combine stands alone, so it is refused beside any that was accepted
     * before, and refuses all after it. Those accepted are reckoned percentages first, then fixed amounts, then free shipping, and among
     * equals by code, each of what those before it left: the result does not depend on the order in which they were typed. A percentage
     * is of each eligible line, HALF_UP; an amount is split over the eligible lines by largest remainder, ties to the earlier line.
     */
    public static CouponResult evaluate(CouponQuestion question, List<Coupon> coupons) {
        return CouponReckoning.reckon(question, coupons);
    }

    /**
     * The order uses these coupons: all of them, or none. Holds the coupons until the transaction ends; call it late. A coupon that the
     * order uses already is not counted again.
     *
     * @param amounts what each takes off, as {@link CouponResult#amounts} says
     * @return why, of each that cannot be used, and then nothing has changed
     */
    public Map<Coupon.Id, CouponRefusal> redeem(
            TenantContext tx, TypeId order, Customer.@Nullable Id customer, Map<Coupon.Id, Money> amounts) {
        return amounts.isEmpty() ? Map.of() : redemptions.redeem(tx, order, customer, amounts);
    }

    /** What the order used can be used again; nothing where it did so already. */
    public void release(TenantContext tx, TypeId order) {
        redemptions.release(tx, order);
    }

    /** The order was changed: this is what its coupons take off from now on, by code. They stay used. */
    public void takeOff(TenantContext tx, TypeId order, Map<String, Money> amounts) {
        if (!amounts.isEmpty()) {
            redemptions.takeOff(tx, order, amounts);
        }
    }
}
