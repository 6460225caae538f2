package io.merkato.channel;

import static io.merkato.api.UserErrorCode.INVALID;
import static io.merkato.api.UserErrorCode.TAKEN;
import static java.util.Map.entry;

import io.merkato.api.ConstraintRefusals;
import io.merkato.api.Refusal;
import java.util.Map;
import org.springframework.stereotype.Component;

/** The words for what the database refuses of sources of external orders. */
@Component
class ExternalRefusals implements ConstraintRefusals {

    @Override
    public Map<String, Refusal> byConstraint() {
        return Map.ofEntries(
                entry("external_source_code_key", Refusal.of(TAKEN, "Another source has this code.", "input", "code")),
                entry(
                        "external_source_code_check",
                        Refusal.of(
                                INVALID,
                                "A code is 1 to 50 small letters, digits and hyphens, with no hyphen at an end.",
                                "input",
                                "code")),
                entry(
                        "external_sku_check",
                        Refusal.of(INVALID, "A SKU has 1 to 255 characters, not all of them blank.", "input", "skus")),
                entry(
                        "external_source_name_check",
                        Refusal.of(
                                INVALID, "A name has 1 to 255 characters, not all of them blank.", "input", "name")));
    }
}
