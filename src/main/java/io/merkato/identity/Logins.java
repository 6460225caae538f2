package io.merkato.identity;

import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.api.UserErrorCode;
import io.merkato.tenancy.Tenant;
import io.merkato.tenancy.TenantContext;
import io.merkato.tenancy.Tenants;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Reads logins as people type them, phone numbers as they are dialled in the tenant's country. */
@Component
class Logins {

    private final Tenants tenants;

    Logins(Tenants tenants) {
        this.tenants = tenants;
    }

    Optional<Login> parse(String typed, @Nullable TenantContext tenant) {
        return Login.parse(typed, country(tenant));
    }

    Login.@Nullable Email email(@Nullable String typed) {
        return typed == null
                ? null
                : Login.Email.parse(typed)
                        .orElseThrow(() -> new Refused(
                                Refusal.of(UserErrorCode.INVALID, "This is no e-mail address.", "input", "email")));
    }

    Login.@Nullable Phone phone(@Nullable String typed, @Nullable TenantContext tenant) {
        return typed == null
                ? null
                : Login.Phone.parse(typed, country(tenant))
                        .orElseThrow(() -> new Refused(
                                Refusal.of(UserErrorCode.INVALID, "This is no phone number.", "input", "phone")));
    }

    /** The one of the two that is given, the address first. */
    Login either(@Nullable String email, @Nullable String phone, @Nullable TenantContext tenant) {
        Login.Email address = email(email);
        Login.Phone number = phone(phone, tenant);
        if (address != null) {
            return address;
        }
        if (number != null) {
            return number;
        }
        throw new Refused(Refusal.of(UserErrorCode.REQUIRED, "Give an e-mail address or a phone number.", "input"));
    }

    private @Nullable String country(@Nullable TenantContext tenant) {
        return tenant == null ? null : tenants.find(tenant).map(Tenant::country).orElse(null);
    }
}
