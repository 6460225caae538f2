package io.merkato.payment;

import static io.merkato.api.Permission.PAYMENTS_MANAGE;

import io.merkato.api.Given;
import io.merkato.api.MutationPayload;
import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.api.UserError;
import io.merkato.api.UserErrorCode;
import io.merkato.api.Uuid7;
import io.merkato.api.Viewer;
import io.merkato.provider.PaymentProvider;
import io.merkato.provider.ProviderAccount;
import io.merkato.tenancy.TenantContext;
import io.merkato.tenancy.Tenants;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

@Controller
class PaymentAccountCreate {

    record Input(
            String provider,
            String name,
            ProviderAccount.Environment environment,
            @Nullable List<AccountValues.Value> settings,
            @Nullable List<AccountValues.Value> secrets,
            @Nullable Boolean enabled) {}

    record Payload(@Nullable PaymentAccount account, List<UserError> userErrors) implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, errors);
        }
    }

    private final PaymentAccountRepository accounts;
    private final ProviderAccounts providers;
    private final Tenants tenants;
    private final Clock clock;

    PaymentAccountCreate(PaymentAccountRepository accounts, ProviderAccounts providers, Tenants tenants, Clock clock) {
        this.accounts = accounts;
        this.providers = providers;
        this.tenants = tenants;
        this.clock = clock;
    }

    @MutationMapping
    Payload paymentAccountCreate(
            @Argument Input input, @ContextValue TenantContext tenant, @ContextValue Viewer viewer) {
        Map<String, ProviderTerms> terms = providers.terms();
        return tenant.mutate(viewer.may(PAYMENTS_MANAGE), Payload::refused, tx -> {
            PaymentProvider provider =
                    providers.provider(input.provider()).orElseThrow(() -> Given.nothing("input", "provider"));
            ProviderTerms does = Optional.ofNullable(terms.get(provider.code()))
                    .orElseThrow(() -> Given.nothing("input", "provider"));
            String country = tenants.byId(tx).country();
            if (!does.isAtHomeIn(country)) {
                throw new Refused(Refusal.of(
                        UserErrorCode.NOT_ALLOWED,
                        does.name() + " is at home in " + String.join(", ", does.countries()) + ", and you are in "
                                + country + ".",
                        "input",
                        "provider"));
            }
            if (provider.code().equals(SandboxProvider.CODE)
                    && input.environment() != ProviderAccount.Environment.TEST) {
                throw new Refused(Refusal.of(
                        UserErrorCode.NOT_ALLOWED,
                        "The sandbox moves no money: it is a test.",
                        "input",
                        "environment"));
            }
            Map<String, String> settings = AccountValues.of(provider, input.settings(), false, "settings");
            Map<String, String> secrets = AccountValues.of(provider, input.secrets(), true, "secrets");
            AccountValues.complete(provider, settings, secrets);
            var account = new PaymentAccount(
                    new PaymentAccount.Id(Uuid7.next()),
                    provider.code(),
                    input.name().strip(),
                    input.environment(),
                    settings,
                    List.copyOf(secrets.keySet()),
                    !Boolean.FALSE.equals(input.enabled()),
                    1,
                    clock.instant(),
                    clock.instant());
            accounts.insert(tx, account, secrets);
            tx.created(account.id(), Logged.OfAccount.of(account, secrets.size()));
            return new Payload(accounts.find(tx, account.id()).orElseThrow(), List.of());
        });
    }
}
