package io.merkato.storecredit;

import static io.merkato.api.UserErrorCode.INVALID;
import static io.merkato.api.UserErrorCode.OUT_OF_RANGE;
import static java.util.Map.entry;

import io.merkato.api.ConstraintRefusals;
import io.merkato.api.Refusal;
import java.util.Map;
import org.springframework.stereotype.Component;

/** The words for what the database refuses of store credit and gift cards. */
@Component
class StoreCreditRefusals implements ConstraintRefusals {

    @Override
    public Map<String, Refusal> byConstraint() {
        return Map.ofEntries(
                entry(
                        "gift_card_amount_check",
                        Refusal.of(
                                OUT_OF_RANGE, "A gift card is worth more than 0, and not so much.", "input", "amount")),
                entry(
                        "gift_card_currency_fkey",
                        Refusal.of(
                                INVALID, "The platform does not know this currency.", "input", "amount", "currency")),
                entry(
                        "gift_card_recipient_check",
                        Refusal.of(INVALID, "A recipient has 1 to 200 characters.", "input", "recipient")),
                entry("gift_card_note_check", Refusal.of(INVALID, "A note has 1 to 1000 characters.", "input", "note")),
                entry(
                        "gift_card_expires_at_check",
                        Refusal.of(OUT_OF_RANGE, "It expires in the future.", "input", "expiresAt")),
                entry(
                        "gift_card_disabled_reason_check",
                        Refusal.of(INVALID, "A reason has 1 to 500 characters.", "input", "reason")),
                entry(
                        "store_credit_change_amount_check",
                        Refusal.of(OUT_OF_RANGE, "The amount is too large.", "input", "change", "amount")),
                entry(
                        "store_credit_change_currency_fkey",
                        Refusal.of(
                                INVALID, "The platform does not know this currency.", "input", "change", "currency")),
                entry(
                        "store_credit_change_reason_check",
                        Refusal.of(INVALID, "A reason has 1 to 500 characters.", "input", "reason")));
    }
}
