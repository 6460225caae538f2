package io.merkato.loyalty;

import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.api.UserErrorCode;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What customers get from so many points on. */
record LoyaltyTierInput(
        String name,
        long threshold,
        @Nullable BigDecimal multiplier,
        @Nullable String benefits) {

    static List<LoyaltyProgramme.Tier> tiers(List<LoyaltyTierInput> given) {
        return IntStream.range(0, given.size())
                .mapToObj(i -> {
                    LoyaltyTierInput tier = given.get(i);
                    return new LoyaltyProgramme.Tier(
                            tier.name(),
                            tier.threshold(),
                            tier.multiplier() == null
                                    ? LoyaltyProgramme.Tier.ONCE
                                    : millionths(
                                            tier.multiplier(), "input", "tiers", Integer.toString(i), "multiplier"),
                            tier.benefits());
                })
                .toList();
    }

    /** @throws Refused where it has more than six decimals, or is beyond all bounds */
    static long millionths(BigDecimal multiplier, String... path) {
        try {
            return multiplier.movePointRight(6).longValueExact();
        } catch (ArithmeticException e) {
            throw new Refused(Refusal.of(UserErrorCode.OUT_OF_RANGE, "A multiplier has at most six decimals.", path));
        }
    }
}
