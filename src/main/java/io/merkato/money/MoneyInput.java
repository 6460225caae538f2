package io.merkato.money;

import static io.merkato.api.UserErrorCode.INVALID;
import static io.merkato.api.UserErrorCode.OUT_OF_RANGE;

import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import java.math.BigDecimal;
import java.util.Currency;

/** An amount of money to set. */
public record MoneyInput(BigDecimal amount, Currency currency) {

    /** @throws Refused where it is negative, or has more decimals than the currency */
    public Money money(String... path) {
        if (amount.signum() < 0) {
            throw new Refused(Refusal.of(OUT_OF_RANGE, "An amount is not negative.", path));
        }
        try {
            return Money.of(amount, currency);
        } catch (ArithmeticException e) {
            throw new Refused(Refusal.of(INVALID, currency + " has fewer decimals, or the amount is too large.", path));
        }
    }
}
