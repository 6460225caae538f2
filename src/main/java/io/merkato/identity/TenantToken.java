package io.merkato.identity;

import io.merkato.api.TypeId;
import io.merkato.tenancy.Tenant;
import java.util.Optional;

/**
 * A secret that names its tenant, so that it is looked for among that tenant's rows only: {@code mk_<random>_<tenant>_<random>}.
 *
 * @param shown how it begins; tells keys apart and is worth nothing
 */
record TenantToken(Tenant.Id tenant, String shown, Secret secret) {

    static final String API_KEY = "mk_";
    static final String INVITATION = "mi_";

    private static final int SHOWN = 8;
    private static final int TENANT = 26;

    static TenantToken random(String prefix, Tenant.Id tenant) {
        String shown = prefix
                + Secret.random("").text().replaceAll("[^A-Za-z0-9]", "0").substring(0, SHOWN);
        return new TenantToken(
                tenant,
                shown,
                Secret.random(
                        shown + '_' + tenant.text().substring(tenant.prefix().length() + 1) + '_'));
    }

    /** Empty where it does not have this form. */
    static Optional<TenantToken> parse(String prefix, String text) {
        int tenantAt = prefix.length() + SHOWN + 1;
        int secretAt = tenantAt + TENANT + 1;
        if (!text.startsWith(prefix) || text.length() <= secretAt || text.length() > 200) {
            return Optional.empty();
        }
        var tenant = new Tenant.Id(TypeId.parse("tenant", "tenant_" + text.substring(tenantAt, secretAt - 1)));
        return tenant.value().equals(TypeId.ABSENT)
                ? Optional.empty()
                : Optional.of(new TenantToken(tenant, text.substring(0, tenantAt - 1), new Secret(text)));
    }
}
