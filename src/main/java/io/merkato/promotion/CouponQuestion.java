package io.merkato.promotion;

import io.merkato.customer.Customer;
import io.merkato.money.Money;
import io.merkato.store.Store;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A cart, as coupons see it.
 *
 * @param customer null where nobody knows who they are
 * @param usesByCustomer how often they used each coupon, as {@link Coupons#usesOf} says; none where there is no entry
 * @param shipping what it costs, before coupons; 0 where it is not chosen yet
 */
public record CouponQuestion(
        Store.Id store,
        Currency currency,
        Customer.@Nullable Id customer,
        Map<Coupon.Id, Integer> usesByCustomer,
        Instant at,
        List<CouponLine> lines,
        Money shipping) {

    public CouponQuestion(
            Store.Id store,
            Currency currency,
            Customer.@Nullable Id customer,
            Map<Coupon.Id, Integer> usesByCustomer,
            Instant at,
            List<CouponLine> lines,
            Money shipping) {
        this.store = store;
        this.currency = currency;
        this.customer = customer;
        this.usesByCustomer = Map.copyOf(usesByCustomer);
        this.at = at;
        this.lines = List.copyOf(lines);
        this.shipping = shipping;
        Stream.concat(lines.stream().map(CouponLine::amount), Stream.of(shipping))
                .filter(amount -> amount.minorUnits() < 0 || !amount.currency().equals(currency))
                .forEach(amount -> {
                    throw new IllegalArgumentException(amount + " in a cart in " + currency);
                });
    }

    /** The same with this to pay for shipping. */
    public CouponQuestion withShipping(Money price) {
        return new CouponQuestion(store, currency, customer, usesByCustomer, at, lines, price);
    }
}
