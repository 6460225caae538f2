package io.merkato.payment;

import static io.merkato.jooq.payment.Tables.PROVIDER;
import static io.merkato.jooq.payment.Tables.PROVIDER_COUNTRY;
import static io.merkato.jooq.payment.Tables.PROVIDER_CURRENCY;
import static java.util.stream.Collectors.toUnmodifiableMap;

import io.merkato.provider.PaymentProvider;
import io.merkato.provider.ProviderAccount;
import io.merkato.tenancy.PlatformContext;
import io.merkato.tenancy.Remembered;
import io.merkato.tenancy.TenantContext;
import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** Providers that can be talked to, what each does, and accounts as they are shown to them. */
@Component
class ProviderAccounts {

    record Opened(PaymentProvider provider, ProviderAccount account) {}

    private static final Duration TERMS_KEPT = Duration.ofMinutes(1);

    private final Map<String, PaymentProvider> providers;
    private final PlatformContext platform;
    private final PaymentAccountRepository accounts;
    private final String url;
    private final boolean testAccounts;
    private final Remembered<Terms, Map<String, ProviderTerms>> terms;

    ProviderAccounts(
            List<PaymentProvider> providers,
            PlatformContext platform,
            PaymentAccountRepository accounts,
            @Value("${merkato.payments.url:http://localhost:8080}") String url,
            Environment environment) {
        this.terms = new Remembered<>(1, TERMS_KEPT, all -> terms());
        this.testAccounts = environment.getProperty(
                "merkato.payments.test-accounts",
                Boolean.class,
                !environment.containsProperty("spring.datasource.url"));
        this.providers = providers.stream().collect(toUnmodifiableMap(PaymentProvider::code, Function.identity()));
        this.platform = platform;
        this.accounts = accounts;
        this.url = url.replaceFirst("/+$", "");
    }

    /** Whether shoppers may pay by it: money of tests is none, so only where the operator wants that. */
    boolean isForShoppers(PaymentAccount account) {
        return isMoney(account.environment());
    }

    /** Money of tests is as good as any where shoppers may pay by it, and none elsewhere. */
    boolean isMoney(ProviderAccount.Environment environment) {
        return testAccounts || environment != ProviderAccount.Environment.TEST;
    }

    Optional<PaymentProvider> provider(String code) {
        return Optional.ofNullable(providers.get(code));
    }

    /** Whether somebody can be asked, other than staff. */
    boolean isAsked(TenantContext tx, PaymentAccount.Id account) {
        return accounts.find(tx, account)
                .flatMap(found -> provider(found.provider()))
                .filter(provider -> !(provider instanceof ManualProvider))
                .isPresent();
    }

    /** Where a provider sends its notices for the account. */
    URI noticeUrl(PaymentAccount.Id account) {
        return URI.create(url + "/payments/" + account.text() + "/events");
    }

    Optional<Opened> find(TenantContext tenant, PaymentAccount.Id id) {
        return accounts.findOpen(tenant, id)
                .flatMap(open -> provider(open.account().provider())
                        .map(provider -> new Opened(
                                provider,
                                new ProviderAccount(
                                        id.text(),
                                        open.account().version(),
                                        open.account().environment(),
                                        open.account().settings(),
                                        open.secrets(),
                                        noticeUrl(id)))));
    }

    private enum Terms {
        ALL
    }

    /** As {@link #terms}, remembered for a while: only another version of the product changes them. */
    Map<String, ProviderTerms> knownTerms() {
        return terms.get(Terms.ALL);
    }

    /** What the providers that can be talked to do, by their codes. */
    Map<String, ProviderTerms> terms() {
        Map<String, List<ProviderTerms.Limit>> limits = platform.sql()
                .select(
                        PROVIDER_CURRENCY.PROVIDER,
                        PROVIDER_CURRENCY.CURRENCY,
                        PROVIDER_CURRENCY.MINIMUM,
                        PROVIDER_CURRENCY.MAXIMUM,
                        PROVIDER_CURRENCY.STEP)
                .from(PROVIDER_CURRENCY)
                .orderBy(PROVIDER_CURRENCY.PROVIDER, PROVIDER_CURRENCY.CURRENCY)
                .fetchGroups(
                        row -> row.value1(),
                        row -> ProviderTerms.Limit.of(row.value2(), row.value3(), row.value4(), row.value5()));
        Map<String, List<String>> countries = platform.sql()
                .select(PROVIDER_COUNTRY.PROVIDER, PROVIDER_COUNTRY.COUNTRY)
                .from(PROVIDER_COUNTRY)
                .orderBy(PROVIDER_COUNTRY.PROVIDER, PROVIDER_COUNTRY.COUNTRY)
                .fetchGroups(row -> row.value1(), row -> row.value2());
        var terms = new TreeMap<String, ProviderTerms>();
        platform.sql()
                .select(PROVIDER.CODE, PROVIDER.NAME, PROVIDER.METHOD, PROVIDER.AUTHORISES, PROVIDER.REFUNDS_WHOLE)
                .from(PROVIDER)
                .fetch()
                .forEach(row -> {
                    if (providers.containsKey(row.value1())) {
                        terms.put(
                                row.value1(),
                                new ProviderTerms(
                                        row.value1(),
                                        row.value2(),
                                        row.value3(),
                                        row.value4(),
                                        row.value5(),
                                        limits.getOrDefault(row.value1(), List.of()),
                                        countries.getOrDefault(row.value1(), List.of())));
                    }
                });
        return Collections.unmodifiableMap(terms);
    }
}
