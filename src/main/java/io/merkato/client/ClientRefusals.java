package io.merkato.client;

import static io.merkato.api.UserErrorCode.INVALID;
import static io.merkato.api.UserErrorCode.TAKEN;
import static io.merkato.api.UserErrorCode.TOO_LONG;
import static java.util.Map.entry;

import io.merkato.api.ConstraintRefusals;
import io.merkato.api.Refusal;
import io.merkato.api.UserErrorCode;
import java.util.Map;
import org.springframework.stereotype.Component;

/** The words for what the database refuses of applications and documents. */
@Component
class ClientRefusals implements ConstraintRefusals {

    @Override
    public Map<String, Refusal> byConstraint() {
        return Map.ofEntries(
                of("application_code_key", TAKEN, "Another application has this code.", "code"),
                of(
                        "application_code_check",
                        INVALID,
                        "A code is 1 to 100 letters, digits, blanks and ._:@+-, with a letter or digit at both ends, or “*”.",
                        "code"),
                entry("application_count_check", Refusal.of(TOO_LONG, "A tenant has 200 applications at most.")),
                of("application_description_check", INVALID, "A description has 1 to 500 characters.", "description"),
                of(
                        "document_sent_as_check",
                        INVALID,
                        "The id of a document is 1 to 200 letters, digits and _.:/+=-.",
                        "manifest"),
                of("document_body_check", TOO_LONG, "A document has 100000 characters at most.", "manifest"),
                of("document_first_version_check", INVALID, "A version has 1 to 100 characters.", "version"));
    }

    private static Map.Entry<String, Refusal> of(String constraint, UserErrorCode code, String message, String member) {
        return entry(constraint, Refusal.of(code, message, "input", member));
    }
}
