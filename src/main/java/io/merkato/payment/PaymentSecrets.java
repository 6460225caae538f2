package io.merkato.payment;

import io.merkato.api.Json;
import io.merkato.platform.Vault;
import io.merkato.tenancy.TenantContext;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.jooq.JSONB;
import org.springframework.stereotype.Component;

/** What is secret of accounts at providers, by name, as it is kept in {@code payment_account.secrets}. */
@Component
public class PaymentSecrets {

    private static final String COLUMN = "secrets";

    private final Vault vault;

    PaymentSecrets(Vault vault) {
        this.vault = vault;
    }

    public byte[] seal(TenantContext tx, PaymentAccount.Id account, Map<String, String> secrets) {
        return vault.seal(tx, account, COLUMN, Json.canonical(secrets).getBytes(StandardCharsets.UTF_8));
    }

    Map<String, String> open(TenantContext tenant, PaymentAccount.Id account, byte[] sealed) {
        return texts(JSONB.valueOf(new String(vault.open(tenant, account, COLUMN, sealed), StandardCharsets.UTF_8)));
    }

    static Map<String, String> texts(JSONB object) {
        var texts = new TreeMap<String, String>();
        Json.object(object).forEach((name, value) -> texts.put(name, String.valueOf(value)));
        return texts;
    }
}
