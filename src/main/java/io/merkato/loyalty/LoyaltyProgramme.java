package io.merkato.loyalty;

import io.merkato.api.TypeId;
import io.merkato.money.MinorUnits;
import io.merkato.money.Money;
import io.merkato.store.Store;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * By what rules customers earn points and use them.
 *
 * @param storeId the one store it is for; null for every store that has none of its own
 * @param maturationDays how long points wait before they can be used
 * @param expiryMonths how long they can be used; null for ever
 * @param tierWindowMonths how far back points count for a tier; null for ever
 * @param minimumPoints fewer are not redeemed
 * @param earnsOnCredit whether what is paid with store credit and gift cards earns points
 * @param cashbackOnManualPayments whether what staff recorded as paid earns cashback, as what a provider says was paid does
 * @param rates by currency
 * @param tiers by threshold
 * @param referral null where nobody is invited
 * @param lastMinimums what orders had to come to by the terms of referrals that were taken away, for what was accepted by then; empty where there are terms
 */
public record LoyaltyProgramme(
        Id id,
        Store.@Nullable Id storeId,
        String name,
        Status status,
        int maturationDays,
        @Nullable Integer expiryMonths,
        @Nullable Integer tierWindowMonths,
        long minimumPoints,
        boolean earnsOnCredit,
        boolean cashbackOnManualPayments,
        List<Rate> rates,
        List<Tier> tiers,
        @Nullable Referral referral,
        List<Money> lastMinimums,
        int version,
        Instant createdAt,
        Instant updatedAt) {

    public record Id(UUID value) implements TypeId {
        @Override
        public String prefix() {
            return "loyalty_programme";
        }

        @Override
        public String toString() {
            return text();
        }
    }

    public enum Status {
        ACTIVE,
        PAUSED
    }

    public boolean everyStore() {
        return storeId == null;
    }

    /**
     * {@code earnPoints} for each {@code earnAmount}; {@code redeemPoints} are worth {@code redeemAmount}.
     *
     * @param cashback of what is paid with money, as store credit; null for none
     */
    public record Rate(
            long earnPoints,
            Money earnAmount,
            long redeemPoints,
            Money redeemAmount,
            io.merkato.money.@Nullable Rate cashback) {

        public Currency currency() {
            return earnAmount.currency();
        }

        /** Whole points, the rest forgone; no order fails for earning too many. */
        long earned(Money amount) {
            return BigInteger.valueOf(amount.minorUnits())
                    .multiply(BigInteger.valueOf(earnPoints))
                    .divide(BigInteger.valueOf(earnAmount.minorUnits()))
                    .min(MOST)
                    .longValueExact();
        }

        /** What points are worth, the rest of a minor unit forgone. */
        Money worth(long points) {
            return new Money(share(points, redeemAmount.minorUnits(), redeemPoints), currency());
        }

        /** As many points as are worth no more than this. */
        long most(Money amount) {
            return BigInteger.valueOf(amount.minorUnits())
                    .add(BigInteger.ONE)
                    .multiply(BigInteger.valueOf(redeemPoints))
                    .subtract(BigInteger.ONE)
                    .divide(BigInteger.valueOf(redeemAmount.minorUnits()))
                    .longValueExact();
        }
    }

    /**
     * @param threshold points from which customers are in it
     * @param multiplier in parts per million of what an order earns
     */
    public record Tier(
            String name,
            long threshold,
            long multiplier,
            @Nullable String benefits) {

        static final long ONCE = 1_000_000;

        /** As in the API: 1.5 for half as much again. */
        public BigDecimal times() {
            return BigDecimal.valueOf(multiplier, 6).stripTrailingZeros();
        }

        long of(long points) {
            return share(points, multiplier, ONCE);
        }
    }

    /**
     * What both get for the first order of who was invited.
     *
     * @param minimumOrders what of it is paid with money and kept has to come to so much; where there are any, no order in another currency counts
     */
    public record Referral(long inviterPoints, long inviteePoints, List<Money> minimumOrders) {

        public Referral {
            minimumOrders = List.copyOf(minimumOrders);
        }
    }

    private static final MinorUnits LEAST_OF_ALL = new MinorUnits(1);

    private static final BigInteger MOST = BigInteger.valueOf(1_000_000_000_000L);

    public LoyaltyProgramme {
        rates = List.copyOf(rates);
        tiers = List.copyOf(tiers);
        lastMinimums = List.copyOf(lastMinimums);
    }

    /** What an order has to come to that rewards a referral, by the terms or by those that were taken away; empty where none in the currency counts. */
    Optional<Money> minimumOrder(Currency currency) {
        List<Money> minimums = minimumOrders();
        return minimums.isEmpty()
                ? Optional.of(LEAST_OF_ALL.in(currency))
                : minimums.stream()
                        .filter(each -> each.currency().equals(currency))
                        .findFirst();
    }

    List<Money> minimumOrders() {
        return referral == null ? lastMinimums : referral.minimumOrders();
    }

    /** {@code part} of {@code whole} equal parts, rounded down. */
    static long share(long number, long part, long whole) {
        return BigInteger.valueOf(number)
                .multiply(BigInteger.valueOf(part))
                .divide(BigInteger.valueOf(whole))
                .longValueExact();
    }

    /** Whether it gives anything for the time being. */
    boolean earns() {
        return status == Status.ACTIVE;
    }

    Optional<Rate> rate(Currency currency) {
        return rates.stream().filter(rate -> rate.currency().equals(currency)).findFirst();
    }

    /** The highest that so many points reach. */
    Optional<Tier> tier(long points) {
        return tiers.stream().filter(tier -> tier.threshold() <= points).max(Comparator.comparing(Tier::threshold));
    }

    Optional<Tier> tierAfter(long points) {
        return tiers.stream().filter(tier -> tier.threshold() > points).min(Comparator.comparing(Tier::threshold));
    }

    Instant maturity(Instant earned) {
        return earned.plus(Duration.ofDays(maturationDays));
    }

    @Nullable
    Instant expiry(Instant matured) {
        return expiryMonths == null ? null : months(matured, expiryMonths);
    }

    /** Since when points count for a tier. */
    Instant windowStart(Instant now) {
        return tierWindowMonths == null ? Instant.EPOCH : months(now, -tierWindowMonths);
    }

    private static Instant months(Instant from, int months) {
        return from.atOffset(ZoneOffset.UTC).plusMonths(months).toInstant();
    }
}
