package io.merkato.store;

import io.merkato.api.ConstraintRefusals;
import io.merkato.api.Refusal;
import io.merkato.api.UserErrorCode;
import java.util.Map;
import org.springframework.stereotype.Component;

@Component
class StoreRefusals implements ConstraintRefusals {

    @Override
    public Map<String, Refusal> byConstraint() {
        return Map.of(
                "store_count_check", Refusal.of(UserErrorCode.OUT_OF_RANGE, "There are at most 500 stores.", "input"),
                "store_code_key", Refusal.of(UserErrorCode.TAKEN, "Another store has this code.", "input", "code"),
                "store_code_check",
                        Refusal.of(
                                UserErrorCode.INVALID,
                                "A code is 1 to 50 lower-case letters, digits and hyphens, with no hyphen at either end.",
                                "input",
                                "code"),
                "store_locale_check",
                        Refusal.of(
                                UserErrorCode.INVALID,
                                "A language is like am or fr-SN, without variants and extensions.",
                                "input"),
                "store_currency_currency_fkey",
                        Refusal.of(UserErrorCode.INVALID, "The platform does not know this currency.", "input"),
                "store_domain_host_fkey",
                        Refusal.of(UserErrorCode.NOT_FOUND, "Claim the host with domainAdd first.", "input"));
    }
}
