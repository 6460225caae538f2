package io.merkato.channel;

import static io.merkato.api.UserErrorCode.CONFLICT;
import static io.merkato.api.UserErrorCode.INVALID;
import static io.merkato.api.UserErrorCode.OUT_OF_RANGE;
import static io.merkato.api.UserErrorCode.TAKEN;
import static java.util.Map.entry;

import io.merkato.api.ConstraintRefusals;
import io.merkato.api.Refusal;
import java.util.Map;
import org.springframework.stereotype.Component;

/** The words for what the database refuses of tills. */
@Component
class PosRefusals implements ConstraintRefusals {

    @Override
    public Map<String, Refusal> byConstraint() {
        return Map.ofEntries(
                entry("pos_register_code_key", Refusal.of(TAKEN, "Another till has this code.", "input", "code")),
                entry(
                        "pos_register_code_check",
                        Refusal.of(
                                INVALID,
                                "A code is 1 to 50 small letters, digits and hyphens, with no hyphen at an end.",
                                "input",
                                "code")),
                entry(
                        "pos_register_name_check",
                        Refusal.of(INVALID, "A name has 1 to 255 characters, not all of them blank.", "input", "name")),
                entry(
                        "pos_session_open_key",
                        Refusal.of(CONFLICT, "There is an open session at this till.", "input", "registerId")),
                entry(
                        "pos_session_float_check",
                        Refusal.of(OUT_OF_RANGE, "No drawer holds so much.", "input", "openingFloat")),
                entry(
                        "cash_movement_reason_check",
                        Refusal.of(
                                INVALID,
                                "A reason has 1 to 1000 characters, not all of them blank.",
                                "input",
                                "reason")));
    }
}
