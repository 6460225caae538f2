package io.merkato.channel;

import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.api.UserErrorCode;
import io.merkato.money.Money;
import io.merkato.money.MoneyInput;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;

/** Cash as a caller says it, in the currency of a session. */
final class CashAmount {

    /** In minor units; no drawer holds more. */
    static final long MOST = 1_000_000_000_000_000L;

    private CashAmount() {}

    /** @throws Refused where it is negative, too much, or in another currency */
    static Money of(MoneyInput given, Currency currency, String... path) {
        Money amount = given.money(path);
        if (!amount.currency().equals(currency)) {
            var at = new ArrayList<>(List.of(path));
            at.add("currency");
            throw new Refused(Refusal.of(
                    UserErrorCode.INVALID, "The session is in " + currency + ".", at.toArray(String[]::new)));
        }
        if (amount.minorUnits() > MOST) {
            throw new Refused(Refusal.of(UserErrorCode.OUT_OF_RANGE, "No drawer holds so much.", path));
        }
        return amount;
    }
}
