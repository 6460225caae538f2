package io.merkato.payment;

import static io.merkato.api.Permission.PAYMENTS_MANAGE;

import io.merkato.api.Given;
import io.merkato.api.MutationPayload;
import io.merkato.api.UserError;
import io.merkato.api.VersionConflict;
import io.merkato.api.Viewer;
import io.merkato.provider.NoticeKeys;
import io.merkato.provider.PaymentProvider;
import io.merkato.tenancy.TenantContext;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

@Controller
class PaymentAccountUpdate {

    record Input(
            @Nullable String name,
            @Nullable List<AccountValues.Value> settings,
            @Nullable List<AccountValues.Value> secrets,
            @Nullable Boolean sameHolder,
            @Nullable Boolean enabled) {}

    record Payload(@Nullable PaymentAccount account, List<UserError> userErrors) implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, errors);
        }
    }

    private final PaymentAccountRepository accounts;
    private final ProviderAccounts providers;
    private final Clock clock;

    PaymentAccountUpdate(PaymentAccountRepository accounts, ProviderAccounts providers, Clock clock) {
        this.accounts = accounts;
        this.providers = providers;
        this.clock = clock;
    }

    @MutationMapping
    Payload paymentAccountUpdate(
            @Argument PaymentAccount.Id id,
            @Argument Input input,
            @Argument @Nullable Integer ifVersion,
            @ContextValue TenantContext tenant,
            @ContextValue Viewer viewer) {
        return tenant.mutate(viewer.may(PAYMENTS_MANAGE), Payload::refused, tx -> {
            PaymentAccount before = accounts.lock(tx, id).orElseThrow(() -> Given.nothing("id"));
            VersionConflict.check(ifVersion, before.version());
            PaymentProvider provider = providers.provider(before.provider()).orElseThrow(() -> Given.nothing("id"));
            Map<String, String> settings = input.settings() == null
                    ? before.settings()
                    : AccountValues.of(provider, input.settings(), false, "settings");
            Map<String, String> known = accounts.open(tx, id);
            Map<String, String> given = AccountValues.of(provider, input.secrets(), true, "secrets");
            Map<String, String> secrets = known.isEmpty() && given.isEmpty() ? known : NoticeKeys.added(known, given);
            AccountValues.complete(provider, settings, secrets);
            if (accounts.isUsed(tx, id)) {
                AccountValues.sameHolder(provider, before.settings(), settings, input.settings(), "settings");
                if (!Given.isTrue(input.sameHolder())) {
                    AccountValues.sameHolder(provider, known, secrets, input.secrets(), "secrets");
                }
            }
            var wanted = new PaymentAccount(
                    id,
                    before.provider(),
                    Given.or(input.name(), before.name()).strip(),
                    before.environment(),
                    settings,
                    before.secretNames(),
                    Given.or(input.enabled(), before.enabled()),
                    before.version(),
                    before.createdAt(),
                    before.updatedAt());
            long changed = given.entrySet().stream()
                    .filter(each -> !each.getValue().equals(known.get(each.getKey())))
                    .count();
            if (wanted.equals(before) && changed == 0) {
                tx.unchanged();
                return new Payload(before, List.of());
            }
            if (changed > 0) {
                accounts.seal(tx, id, secrets);
            }
            PaymentAccount after = accounts.update(tx, wanted, clock.instant());
            tx.changes(
                    id,
                    Logged.OfAccount.of(before, 0),
                    Logged.OfAccount.of(after, (int) changed, Given.isTrue(input.sameHolder())));
            return new Payload(after, List.of());
        });
    }
}
