package io.merkato.tenancy;

import io.merkato.api.Uuid7;
import io.merkato.api.Viewer;
import java.util.Currency;
import java.util.Locale;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Makes tenants as an operator does; each test its own. */
@Component
public class NewTenants {

    static final Viewer OPERATOR = Viewer.system("test");

    private final TenantCreate create;
    private final TenantContexts contexts;

    NewTenants(TenantCreate create, TenantContexts contexts) {
        this.create = create;
        this.contexts = contexts;
    }

    /** A slug that no other test has. */
    public static String slug() {
        String random = Uuid7.next().toString().replace("-", "");
        return "t" + random.substring(0, 8) + random.substring(18);
    }

    static TenantCreate.Input input(String slug, String plan) {
        return new TenantCreate.Input(
                slug,
                "Buna",
                plan,
                Locale.forLanguageTag("am-ET"),
                Currency.getInstance("ETB"),
                "Africa/Addis_Ababa",
                "ET",
                "AFRICA",
                Map.of("theme", "dark"),
                null);
    }

    /** An Ethiopian merchant on the professional plan. */
    public Tenant create() {
        return create("professional");
    }

    public Tenant create(String plan) {
        TenantCreate.Payload payload = create.tenantCreate(input(slug(), plan), OPERATOR);
        if (payload.tenant() == null) {
            throw new AssertionError(payload.userErrors());
        }
        return payload.tenant();
    }

    public TenantContext context() {
        return contexts.of(create().id());
    }
}
