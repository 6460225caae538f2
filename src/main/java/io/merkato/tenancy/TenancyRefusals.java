package io.merkato.tenancy;

import io.merkato.api.ConstraintRefusals;
import io.merkato.api.Refusal;
import io.merkato.api.UserErrorCode;
import java.util.Map;
import org.springframework.stereotype.Component;

@Component
class TenancyRefusals implements ConstraintRefusals {

    @Override
    public Map<String, Refusal> byConstraint() {
        return Map.of(
                "tenant_slug_key", Refusal.of(UserErrorCode.TAKEN, "Another tenant has this slug.", "input", "slug"),
                "tenant_slug_reserved_check",
                        Refusal.of(UserErrorCode.TAKEN, "The platform needs this slug itself.", "input", "slug"),
                "tenant_currency_fkey",
                        Refusal.of(
                                UserErrorCode.INVALID,
                                "The platform does not know this currency.",
                                "input",
                                "currency"),
                "domain_host_key",
                        Refusal.of(UserErrorCode.TAKEN, "You have claimed this host already.", "input", "host"),
                "host_taken_key", Refusal.of(UserErrorCode.TAKEN, "Another tenant has verified this host.", "id"));
    }
}
