package io.merkato.identity;

import static io.merkato.api.UserErrorCode.CONFLICT;
import static io.merkato.api.UserErrorCode.INVALID;
import static io.merkato.api.UserErrorCode.IN_USE;
import static io.merkato.api.UserErrorCode.OUT_OF_RANGE;
import static io.merkato.api.UserErrorCode.TAKEN;
import static io.merkato.api.UserErrorCode.TOO_LONG;

import io.merkato.api.ConstraintRefusals;
import io.merkato.api.Refusal;
import java.util.Map;
import org.springframework.stereotype.Component;

@Component
class IdentityRefusals implements ConstraintRefusals {

    @Override
    public Map<String, Refusal> byConstraint() {
        return Map.ofEntries(
                Map.entry(
                        "user_email_key",
                        Refusal.of(TAKEN, "There is a login with this e-mail address.", "input", "email")),
                Map.entry(
                        "user_phone_key",
                        Refusal.of(TAKEN, "There is a login with this phone number.", "input", "phone")),
                Map.entry("user_name_check", Refusal.of(INVALID, "A name has 1 to 255 characters.", "input", "name")),
                Map.entry(
                        "password_pkey",
                        Refusal.of(CONFLICT, "The password was changed at the same moment. Try again.")),
                Map.entry(
                        "session_device_check",
                        Refusal.of(TOO_LONG, "A device's name has at most 100 characters.", "input", "device")),
                Map.entry("role_name_key", Refusal.of(TAKEN, "There is a role with this name.", "input", "name")),
                Map.entry(
                        "role_name_check",
                        Refusal.of(INVALID, "A role's name has 1 to 100 characters.", "input", "name")),
                Map.entry(
                        "role_description_check",
                        Refusal.of(TOO_LONG, "A description has at most 500 characters.", "input", "description")),
                Map.entry("role_count_check", Refusal.of(OUT_OF_RANGE, "There are at most 250 roles.", "input")),
                Map.entry("member_role_fkey", Refusal.of(IN_USE, "A member has this role.", "id")),
                Map.entry("member_user_key", Refusal.of(TAKEN, "They are a member already.")),
                Map.entry("member_invited_key", Refusal.of(TAKEN, "They are invited already.", "input")),
                Map.entry("member_store_store_fkey", Refusal.notFound("input", "stores", "only")),
                Map.entry(
                        "api_key_name_check",
                        Refusal.of(INVALID, "A key's name has 1 to 100 characters.", "input", "name")),
                Map.entry(
                        "api_key_expires_check",
                        Refusal.of(OUT_OF_RANGE, "A key expires in the future.", "input", "expiresAt")),
                Map.entry(
                        "api_key_count_check",
                        Refusal.of(OUT_OF_RANGE, "At most 250 API keys are neither revoked nor expired.", "input")),
                Map.entry("api_key_store_store_fkey", Refusal.notFound("input", "stores", "only")));
    }
}
