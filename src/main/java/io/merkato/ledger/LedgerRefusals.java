package io.merkato.ledger;

import io.merkato.api.ConstraintRefusals;
import io.merkato.api.Refusal;
import io.merkato.api.UserErrorCode;
import java.util.Map;
import org.springframework.stereotype.Component;

/** The words for what the database refuses of the book. */
@Component
class LedgerRefusals implements ConstraintRefusals {

    @Override
    public Map<String, Refusal> byConstraint() {
        return Map.of(
                "account_not_overdrawn",
                Refusal.of(UserErrorCode.OUT_OF_RANGE, "There is less than that to spend.", "input", "amount"));
    }
}
