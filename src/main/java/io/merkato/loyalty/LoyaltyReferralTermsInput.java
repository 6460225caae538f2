package io.merkato.loyalty;

import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.api.UserErrorCode;
import io.merkato.money.Money;
import io.merkato.money.MoneyInput;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What both get when the first order of who was invited is paid. */
record LoyaltyReferralTermsInput(
        long inviterPoints, long inviteePoints, @Nullable List<MoneyInput> minimumOrders) {

    /** @param before what orders had to come to until now, and have to on where nobody gets points any more: for what was accepted by then */
    LoyaltyProgramme.Referral terms(List<Money> before) {
        List<MoneyInput> given = minimumOrders == null ? List.of() : minimumOrders;
        if (given.isEmpty() && (inviterPoints > 0 || inviteePoints > 0)) {
            throw new Refused(Refusal.of(
                    UserErrorCode.REQUIRED,
                    "Say how much an order has to come to: any order else rewards an invitation, however little it is worth.",
                    "input",
                    "referral",
                    "minimumOrders"));
        }
        return new LoyaltyProgramme.Referral(
                inviterPoints,
                inviteePoints,
                given.isEmpty()
                        ? before
                        : IntStream.range(0, given.size())
                                .mapToObj(i -> given.get(i).money("input", "referral", "minimumOrders", "" + i))
                                .toList());
    }
}
