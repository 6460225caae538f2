package io.merkato.payment;

import io.merkato.money.MinorUnits;
import io.merkato.money.Money;
import io.merkato.ordering.OrderPaymentMethod;
import java.util.Collection;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a provider does and for whom.
 *
 * @param authorises whether it can hold money first
 * @param refundsWhole whether it gives back the whole of a payment or nothing
 * @param limits one for each currency it takes; none where it takes every one
 * @param countries where it is at home; none where it is everywhere
 */
record ProviderTerms(
        String code,
        String name,
        OrderPaymentMethod method,
        boolean authorises,
        boolean refundsWhole,
        List<Limit> limits,
        List<String> countries) {

    /** @param step amounts are multiples of it */
    record Limit(Currency currency, Money minimum, @Nullable Money maximum, Money step) {

        static Limit of(Currency currency, MinorUnits minimum, @Nullable MinorUnits maximum, MinorUnits step) {
            return new Limit(
                    currency, minimum.in(currency), maximum == null ? null : maximum.in(currency), step.in(currency));
        }

        boolean covers(Money amount) {
            return amount.compareTo(minimum) >= 0
                    && (maximum == null || amount.compareTo(maximum) <= 0)
                    && amount.minorUnits() % step.minorUnits() == 0;
        }

        @Override
        public String toString() {
            return minimum.amount()
                    + (maximum == null ? " at least" : " to " + maximum.amount() + " at once")
                    + (step.minorUnits() == 1 ? "" : ", in steps of " + step.amount());
        }
    }

    boolean isAtHomeIn(String country) {
        return countries.isEmpty() || countries.contains(country);
    }

    boolean takesAny(Collection<Currency> currencies) {
        return limits.isEmpty() || limits.stream().map(Limit::currency).anyMatch(currencies::contains);
    }

    Optional<Limit> limit(Currency currency) {
        return limits.stream()
                .filter(limit -> limit.currency().equals(currency))
                .findAny();
    }

    private Money step(Currency currency) {
        return limit(currency).map(Limit::step).orElse(new Money(1, currency));
    }

    /** What goes back of a payment are multiples of it. */
    Money step(Payment payment) {
        Money captured = payment.figures().captured();
        return refundsWhole && captured.minorUnits() > 0 ? captured : step(captured.currency());
    }

    /** What of an amount is whole steps, and so can go back of a payment. */
    Money refundable(Payment payment, Money amount) {
        return amount.minus(new Money(amount.minorUnits() % step(payment).minorUnits(), amount.currency()));
    }
}
