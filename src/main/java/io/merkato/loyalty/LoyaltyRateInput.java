package io.merkato.loyalty;

import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.api.UserErrorCode;
import io.merkato.money.Money;
import io.merkato.money.MoneyInput;
import java.util.List;
import java.util.stream.IntStream;

/** What a currency earns, and what points are worth in it. */
record LoyaltyRateInput(long earnPoints, MoneyInput earnAmount, long redeemPoints, MoneyInput redeemAmount) {

    static List<LoyaltyProgramme.Rate> rates(List<LoyaltyRateInput> given) {
        return IntStream.range(0, given.size())
                .mapToObj(i -> given.get(i).rate(i))
                .toList();
    }

    private LoyaltyProgramme.Rate rate(int index) {
        String at = Integer.toString(index);
        Money earn = earnAmount.money("input", "rates", at, "earnAmount");
        Money redeem = redeemAmount.money("input", "rates", at, "redeemAmount");
        if (!earn.currency().equals(redeem.currency())) {
            throw new Refused(Refusal.of(
                    UserErrorCode.INVALID,
                    "Both amounts of a rate are in one currency.",
                    "input",
                    "rates",
                    at,
                    "redeemAmount"));
        }
        return new LoyaltyProgramme.Rate(earnPoints, earn, redeemPoints, redeem);
    }
}
