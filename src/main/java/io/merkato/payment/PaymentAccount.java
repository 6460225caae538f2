package io.merkato.payment;

import io.merkato.api.TypeId;
import io.merkato.provider.ProviderAccount;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A tenant's account at a provider.
 *
 * @param settings what is no secret
 * @param secretNames which secrets there are; what they are is in the vault
 */
public record PaymentAccount(
        Id id,
        String provider,
        String name,
        ProviderAccount.Environment environment,
        Map<String, String> settings,
        List<String> secretNames,
        boolean enabled,
        int version,
        Instant createdAt,
        Instant updatedAt) {

    public record Id(UUID value) implements TypeId {
        @Override
        public String prefix() {
            return "payment_account";
        }

        @Override
        public String toString() {
            return text();
        }
    }
}
