package io.merkato.tenancy;

import static io.merkato.tenancy.NewTenants.OPERATOR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.merkato.MerkatoTest;
import io.merkato.api.Actor;
import io.merkato.api.Fault;
import io.merkato.api.FaultCode;
import io.merkato.api.Uuid7;
import io.merkato.api.Viewer;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

@MerkatoTest
class TenantResolutionTest {

    private static final Viewer SHOPPER = Viewer.anonymous(Viewer.Origin.NONE);

    private final TenantResolution resolution;
    private final TenantSuspend suspend;
    private final TenantResume resume;
    private final TenantClose close;
    private final Tenants tenants;
    private final Tenant mine;
    private final Tenant theirs;

    TenantResolutionTest(
            TenantResolution resolution,
            TenantSuspend suspend,
            TenantResume resume,
            TenantClose close,
            Tenants tenants,
            NewTenants newTenants) {
        this.resolution = resolution;
        this.suspend = suspend;
        this.resume = resume;
        this.close = close;
        this.tenants = tenants;
        this.mine = newTenants.create();
        this.theirs = newTenants.create();
    }

    @Test
    void host_header_and_credential_each_name_the_tenant() {
        assertThat(resolution.find(mine.slug() + ".localhost", null, null)).contains(mine);
        assertThat(resolution.find(mine.slug() + ".LOCALHOST:8080", null, null)).contains(mine);
        assertThat(resolution.find(mine.slug() + ".localhost.:8080", null, null))
                .contains(mine);
        assertThat(resolution.find("localhost:8080", mine.slug(), null)).contains(mine);
        assertThat(resolution.find(null, mine.id().text(), null)).contains(mine);
        assertThat(resolution.find("127.0.0.1", null, mine.id())).contains(mine);
        assertThat(resolution.find(mine.slug() + ".localhost", mine.slug(), mine.id()))
                .contains(mine);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " "})
    void where_nothing_names_a_tenant_there_is_none(@Nullable String header) {
        assertThat(resolution.find("localhost", header, null)).isEmpty();
        assertThat(resolution.find("unknown.example.com", header, null)).isEmpty();
        assertThat(resolution.find(null, header, null)).isEmpty();
    }

    @Test
    void two_that_do_not_agree_are_refused() {
        refused(() -> resolution.find(null, theirs.slug(), mine.id()), FaultCode.FORBIDDEN, "TENANT_MISMATCH");
        refused(
                () -> resolution.find(theirs.slug() + ".localhost", null, mine.id()),
                FaultCode.FORBIDDEN,
                "TENANT_MISMATCH");
        refused(
                () -> resolution.find(theirs.slug() + ".localhost", mine.slug(), null),
                FaultCode.FORBIDDEN,
                "TENANT_MISMATCH");
    }

    @Test
    void a_name_of_nobody_is_not_found() {
        refused(() -> resolution.find(null, "nobody-here", null), FaultCode.NOT_FOUND, "TENANT_UNKNOWN");
        refused(() -> resolution.find("nobody-here.localhost", null, null), FaultCode.NOT_FOUND, "TENANT_UNKNOWN");
        refused(
                () -> resolution.find(null, new Tenant.Id(Uuid7.next()).text(), null),
                FaultCode.NOT_FOUND,
                "TENANT_UNKNOWN");
        refused(() -> resolution.find(null, "tenant_", null), FaultCode.NOT_FOUND, "TENANT_UNKNOWN");
        refused(() -> resolution.find(null, "a\0b", null), FaultCode.NOT_FOUND, "TENANT_UNKNOWN");
        refused(() -> resolution.find("a\0b.localhost", null, null), FaultCode.NOT_FOUND, "TENANT_UNKNOWN");
    }

    @Test
    void a_suspended_tenant_is_shut_to_all_but_operators_until_it_is_resumed() {
        resolution.admit(known(), SHOPPER);

        suspend.tenantSuspend(mine.id(), new TenantSuspend.Input("Unpaid"), OPERATOR);

        refused(() -> resolution.admit(known(), SHOPPER), FaultCode.FORBIDDEN, "TENANT_SUSPENDED");
        resolution.admit(
                known(), new Viewer(new Actor(Actor.Kind.OPERATOR, "user_1", "op"), Map.of(), Viewer.Origin.NONE));
        resume.tenantResume(mine.id(), OPERATOR);
        resolution.admit(known(), SHOPPER);
    }

    @Test
    void a_closing_tenant_is_shut() {
        close.tenantClose(mine.id(), new TenantClose.Input("Asked to"), OPERATOR);

        refused(() -> resolution.admit(known(), SHOPPER), FaultCode.FORBIDDEN, "TENANT_CLOSED");
    }

    private Tenant known() {
        return tenants.find(mine.id()).orElseThrow();
    }

    private static void refused(ThrowingCallable call, FaultCode code, String reason) {
        assertThatThrownBy(call).isInstanceOfSatisfying(Fault.class, fault -> {
            assertThat(fault.code()).isEqualTo(code);
            assertThat(fault.extensions()).isEqualTo(Map.of("reason", reason));
        });
    }
}
