package io.merkato.loyalty;

import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.api.UserErrorCode;
import io.merkato.money.Money;
import io.merkato.money.MoneyInput;
import io.merkato.money.Rate;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What a currency earns, and what points are worth in it. */
record LoyaltyRateInput(
        long earnPoints,
        MoneyInput earnAmount,
        long redeemPoints,
        MoneyInput redeemAmount,
        @Nullable BigDecimal cashback) {

    private static final BigDecimal WHOLE = BigDecimal.valueOf(100);

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
        return new LoyaltyProgramme.Rate(
                earnPoints, earn, redeemPoints, redeem, cashback == null ? null : percent(cashback, at));
    }

    private static Rate percent(BigDecimal percent, String at) {
        if (percent.signum() <= 0 || percent.compareTo(WHOLE) > 0) {
            throw refused(UserErrorCode.OUT_OF_RANGE, "A percentage is above 0 and at most 100.", at);
        }
        try {
            return Rate.ofPercent(percent);
        } catch (ArithmeticException e) {
            throw refused(UserErrorCode.INVALID, "A percentage has at most four decimals.", at);
        }
    }

    private static Refused refused(UserErrorCode code, String message, String at) {
        return new Refused(Refusal.of(code, message, "input", "rates", at, "cashback"));
    }
}
