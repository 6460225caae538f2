package io.merkato.payment;

import io.merkato.provider.ProviderAccount;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A way to pay, as shoppers see it. */
record PaymentOption(
        PaymentAccount.Id accountId,
        String name,
        String provider,
        ProviderAccount.Environment environment,
        @Nullable String instructions,
        List<ProviderTerms.Limit> limits,
        List<String> countries) {

    static PaymentOption of(PaymentAccount account, Map<String, ProviderTerms> terms) {
        ProviderTerms does = terms.get(account.provider());
        return new PaymentOption(
                account.id(),
                account.name(),
                account.provider(),
                account.environment(),
                account.settings().get("instructions"),
                does == null ? List.of() : does.limits(),
                does == null ? List.of() : does.countries());
    }
}
