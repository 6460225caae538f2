package io.merkato.tenancy;

import static io.merkato.api.UserErrorCode.INVALID;
import static io.merkato.api.UserErrorCode.NOT_FOUND;
import static io.merkato.api.UserErrorCode.TAKEN;
import static io.merkato.tenancy.NewTenants.OPERATOR;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.merkato.MerkatoTest;
import io.merkato.api.UserError;
import io.merkato.api.UserErrorCode;
import io.merkato.api.Uuid7;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@MerkatoTest
class DomainTest {

    private final DomainRepository domains;
    private final DomainAdd add;
    private final DomainRemove remove;
    private final Tenants tenants;
    private final NewTenants newTenants;
    private final TenantContexts contexts;
    private final NameServer dns = NameServer.start();
    private final DomainVerify verify;

    DomainTest(
            DomainRepository domains,
            DomainAdd add,
            DomainRemove remove,
            Tenants tenants,
            NewTenants newTenants,
            TenantContexts contexts)
            throws IOException {
        this.domains = domains;
        this.add = add;
        this.remove = remove;
        this.tenants = tenants;
        this.newTenants = newTenants;
        this.contexts = contexts;
        this.verify = new DomainVerify(domains, new TextRecords("dns://127.0.0.1:" + dns.port()), tenants);
    }

    @AfterEach
    void stop() {
        dns.close();
    }

    /** A host that no other test has. */
    private static String host() {
        return "shop" + Uuid7.next().toString().substring(19) + ".example.et";
    }

    private Domain claimed(TenantContext tenant, String host) {
        return requireNonNull(
                add.domainAdd(new DomainAdd.Input(host), tenant, OPERATOR).domain());
    }

    private void prove(Domain domain) {
        dns.say(domain.verification().name(), domain.verification().value());
    }

    @Test
    void a_host_leads_to_its_tenant_once_its_record_is_there_until_it_is_removed() {
        Tenant tenant = newTenants.create();
        TenantContext context = contexts.of(tenant.id());
        String host = host();

        Domain domain = claimed(context, host);
        assertThat(domain.verification().name()).isEqualTo("_merkato." + host);
        assertThat(tenants.findByHost(host)).isEmpty();
        assertThat(verify.domainVerify(domain.id(), context, OPERATOR).userErrors())
                .extracting(UserError::code, UserError::path)
                .containsExactly(tuple(INVALID, List.of("id")));
        prove(domain);
        assertThat(requireNonNull(verify.domainVerify(domain.id(), context, OPERATOR)
                                .domain())
                        .verifiedAt())
                .isNotNull();
        assertThat(tenants.findByHost(host)).contains(tenant);
        assertThat(remove.domainRemove(domain.id(), context, OPERATOR).removedId())
                .isEqualTo(domain.id());
        assertThat(tenants.findByHost(host)).isEmpty();
        assertThat(domains.findAll(context)).isEmpty();
    }

    @Test
    void of_two_tenants_that_claim_a_host_the_first_to_prove_it_has_it() {
        TenantContext first = newTenants.context();
        TenantContext second = newTenants.context();
        String host = host();
        Domain ofFirst = claimed(first, host);
        Domain ofSecond = claimed(second, host);
        prove(ofFirst);
        prove(ofSecond);

        assertThat(verify.domainVerify(ofSecond.id(), second, OPERATOR).userErrors())
                .isEmpty();
        assertThat(verify.domainVerify(ofFirst.id(), first, OPERATOR).userErrors())
                .extracting(UserError::code)
                .containsExactly(TAKEN);
        assertThat(tenants.findByHost(host)).map(Tenant::id).contains(second.id());
    }

    @Test
    void a_host_is_claimed_once() {
        TenantContext tenant = newTenants.context();
        String host = host();
        claimed(tenant, host);

        assertThat(add.domainAdd(new DomainAdd.Input(host), tenant, OPERATOR).userErrors())
                .extracting(UserError::code)
                .containsExactly(TAKEN);
    }

    @Test
    void a_tenant_claims_a_hundred_hosts() {
        TenantContext tenant = newTenants.context();
        for (int i = 0; i < 100; i++) {
            claimed(tenant, host());
        }

        assertThat(add.domainAdd(new DomainAdd.Input(host()), tenant, OPERATOR).userErrors())
                .extracting(UserError::code, UserError::path)
                .containsExactly(tuple(UserErrorCode.NOT_ALLOWED, List.of("input")));
        assertThat(domains.findAll(tenant)).hasSize(100);
    }

    @Test
    void the_basic_plan_has_no_custom_domains() {
        TenantContext basic = contexts.of(newTenants.create("basic").id());

        assertThat(add.domainAdd(new DomainAdd.Input(host()), basic, OPERATOR).userErrors())
                .containsExactly(PlanFeatureMissing.of("custom_domain", "basic", List.of()));
    }

    @ParameterizedTest
    @CsvSource({"Shop.Example.ET, shop.example.et", "ቡና.example.et, xn--1zd4h.example.et"})
    void a_host_is_kept_as_dns_spells_it(String given, String kept) {
        assertThat(Domain.host(given)).contains(kept);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "localhost",
                "buna.localhost",
                "https://shop.example.et",
                "shop.example.et:443",
                "shop..et",
                "-a.et",
                "10.0.0.1",
                "a b.et"
            })
    void what_is_no_host_of_ones_own_is_refused(String host) {
        assertThat(add.domainAdd(new DomainAdd.Input(host), newTenants.context(), OPERATOR)
                        .userErrors())
                .extracting(UserError::code, UserError::path)
                .containsExactly(tuple(INVALID, List.of("input", "host")));
    }

    @Test
    void a_domain_of_another_tenant_is_like_one_that_never_existed() {
        Domain theirs = claimed(newTenants.context(), host());
        TenantContext mine = newTenants.context();

        assertThat(remove.domainRemove(theirs.id(), mine, OPERATOR).userErrors())
                .extracting(UserError::code)
                .containsExactly(NOT_FOUND);
        assertThat(verify.domainVerify(theirs.id(), mine, OPERATOR))
                .isEqualTo(verify.domainVerify(new Domain.Id(Uuid7.next()), mine, OPERATOR));
    }
}
