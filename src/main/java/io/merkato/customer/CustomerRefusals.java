package io.merkato.customer;

import static io.merkato.api.UserErrorCode.INVALID;
import static io.merkato.api.UserErrorCode.TAKEN;
import static io.merkato.api.UserErrorCode.TOO_LONG;
import static java.util.Map.entry;

import io.merkato.api.ConstraintRefusals;
import io.merkato.api.Refusal;
import java.util.Map;
import org.springframework.stereotype.Component;

/** The words for what the database refuses of customers. */
@Component
class CustomerRefusals implements ConstraintRefusals {

    @Override
    public Map<String, Refusal> byConstraint() {
        return Map.ofEntries(
                entry("customer_user_key", Refusal.of(TAKEN, "Somebody signs in as another customer by now.", "id")),
                entry("customer_email_key", Refusal.of(TAKEN, "Another customer has this address.", "input", "email")),
                entry(
                        "customer_external_id_key",
                        Refusal.of(TAKEN, "Another customer has this external id.", "input", "externalId")),
                entry(
                        "customer_given_name_check",
                        Refusal.of(TOO_LONG, "A name has at most 100 characters.", "input", "givenName")),
                entry(
                        "customer_family_name_check",
                        Refusal.of(TOO_LONG, "A name has at most 100 characters.", "input", "familyName")),
                entry(
                        "customer_company_check",
                        Refusal.of(TOO_LONG, "A company's name has at most 200 characters.", "input", "company")),
                entry(
                        "customer_external_id_check",
                        Refusal.of(TOO_LONG, "An external id has at most 255 characters.", "input", "externalId")),
                entry("customer_group_code_key", Refusal.of(TAKEN, "Another group has this code.", "input", "code")),
                entry(
                        "customer_group_code_check",
                        Refusal.of(
                                INVALID,
                                "A code is 1 to 50 lower-case letters, digits, hyphens and underscores, the first and last one a letter or digit.",
                                "input",
                                "code")),
                entry(
                        "customer_group_name_check",
                        Refusal.of(INVALID, "A name has 1 to 100 characters, not all of them blank.", "input", "name")),
                entry(
                        "customer_group_description_check",
                        Refusal.of(INVALID, "A description has 1 to 1000 characters.", "input", "description")),
                entry(
                        "consent_marketing_check",
                        Refusal.of(INVALID, "Marketing is by a channel, and nothing else is.", "input", "channel")),
                entry(
                        "consent_source_check",
                        Refusal.of(
                                INVALID,
                                "A source has 1 to 100 characters, not all of them blank.",
                                "input",
                                "source")),
                entry(
                        "note_body_check",
                        Refusal.of(
                                INVALID, "A note has 1 to 5000 characters, not all of them blank.", "input", "body")));
    }
}
