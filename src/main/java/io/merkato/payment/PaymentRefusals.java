package io.merkato.payment;

import static io.merkato.api.UserErrorCode.INVALID;
import static io.merkato.api.UserErrorCode.IN_USE;
import static io.merkato.api.UserErrorCode.NOT_ALLOWED;
import static io.merkato.api.UserErrorCode.TAKEN;
import static io.merkato.api.UserErrorCode.TOO_LONG;
import static java.util.Map.entry;

import io.merkato.api.ConstraintRefusals;
import io.merkato.api.Refusal;
import java.util.Map;
import org.springframework.stereotype.Component;

/** The words for what the database refuses of payments and accounts. */
@Component
class PaymentRefusals implements ConstraintRefusals {

    @Override
    public Map<String, Refusal> byConstraint() {
        return Map.ofEntries(
                entry("payment_account_name_key", Refusal.of(TAKEN, "Another account has this name.", "input", "name")),
                entry(
                        "payment_account_name_check",
                        Refusal.of(INVALID, "A name has 1 to 100 characters, not all of them blank.", "input", "name")),
                entry(
                        "payment_account_fkey",
                        Refusal.of(IN_USE, "Something was paid by it: put it out of use instead.", "id")),
                entry(
                        "operation_reason_check",
                        Refusal.of(TOO_LONG, "A reason has 1 to 1000 characters.", "input", "reason")),
                entry(
                        "order_refund_reason_check",
                        Refusal.of(TOO_LONG, "A reason has 1 to 1000 characters.", "input", "reason")),
                entry(
                        "operation_reference_check",
                        Refusal.of(TOO_LONG, "A reference has 1 to 255 characters.", "input", "reference")),
                entry(
                        "payment_reference_key",
                        Refusal.of(TAKEN, "Another payment has this reference.", "input", "reference")),
                entry(
                        "payment_captured_of_authorised",
                        Refusal.of(NOT_ALLOWED, "That much is not held any more.", "id")),
                entry(
                        "payment_refunded_of_captured",
                        Refusal.of(NOT_ALLOWED, "That much is not left to give back.", "id")));
    }
}
