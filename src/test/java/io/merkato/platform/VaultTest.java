package io.merkato.platform;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.merkato.Merchants;
import io.merkato.MerkatoTest;
import io.merkato.api.Permission;
import io.merkato.api.Secrets;
import io.merkato.api.Uuid7;
import io.merkato.api.Viewer;
import io.merkato.tenancy.TenantContext;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What tenants entrust opens in its place alone, also while keys change. */
@MerkatoTest
class VaultTest {

    private static final byte[] SECRET = "tell nobody".getBytes(UTF_8);

    private final Vault vault;
    private final TenantContext tenant;
    private final TenantContext other;
    private final Webhook.Id thing = new Webhook.Id(Uuid7.next());

    VaultTest(Vault vault, Merchants merchants) {
        this.vault = vault;
        this.tenant = merchants.open().tenant();
        this.other = merchants.open().tenant();
    }

    private static <T> T in(TenantContext tenant, Function<TenantContext, T> work) {
        return tenant.transact(Viewer.system("test").may(Permission.TENANT_MANAGE), work);
    }

    @Test
    void what_is_moved_to_another_tenant_row_or_column_does_not_open() {
        byte[] sealed = in(tenant, tx -> vault.seal(tx, thing, "secret", SECRET));
        in(other, tx -> vault.seal(tx, thing, "secret", SECRET));
        assertThat(new String(sealed, UTF_8)).doesNotContain("tell");
        assertThat(vault.open(tenant, thing, "secret", sealed)).isEqualTo(SECRET);
        assertThatThrownBy(() -> vault.open(other, thing, "secret", sealed)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> vault.open(tenant, new Webhook.Id(Uuid7.next()), "secret", sealed))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> vault.open(tenant, thing, "address", sealed))
                .isInstanceOf(IllegalStateException.class);
        byte[] changed = sealed.clone();
        changed[changed.length - 1] ^= 1;
        assertThatThrownBy(() -> vault.open(tenant, thing, "secret", changed))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void a_new_key_seals_from_then_on_and_the_old_one_still_opens() {
        byte[] before = in(tenant, tx -> vault.seal(tx, thing, "secret", SECRET));
        in(tenant, tx -> {
            vault.rotate(tx);
            return true;
        });
        byte[] after = in(tenant, tx -> vault.seal(tx, thing, "secret", SECRET));
        assertThat(List.of(before[1], before[2], before[3], before[4]))
                .isNotEqualTo(List.of(after[1], after[2], after[3], after[4]));
        assertThat(vault.open(tenant, thing, "secret", before)).isEqualTo(SECRET);
        assertThat(vault.open(tenant, thing, "secret", after)).isEqualTo(SECRET);
    }

    @Test
    void another_key_for_key_sets_reads_what_the_one_before_wrote_and_writes_by_itself() throws Exception {
        var secrets = new Secrets(new byte[32]);
        String first = Base64.getEncoder().encodeToString(new byte[32]);
        byte[] more = new byte[32];
        more[0] = 1;
        String second = Base64.getEncoder().encodeToString(more);
        var before = new Vault(new VaultKey(secrets, first, List.of()), Clock.systemUTC());
        var between = new Vault(new VaultKey(secrets, second, List.of(first)), Clock.systemUTC());
        var after = new Vault(new VaultKey(secrets, second, List.of()), Clock.systemUTC());
        var told = new Vault(new VaultKey(secrets, first, List.of(second)), Clock.systemUTC());
        byte[] sealed = in(tenant, tx -> before.seal(tx, thing, "secret", SECRET));
        assertThatThrownBy(() -> after.open(tenant, thing, "secret", sealed)).isInstanceOf(IllegalStateException.class);
        assertThat(between.open(tenant, thing, "secret", sealed)).isEqualTo(SECRET);
        in(tenant, between::renew);
        assertThat(told.open(tenant, thing, "secret", sealed)).isEqualTo(SECRET);
        assertThat(after.open(tenant, thing, "secret", sealed)).isEqualTo(SECRET);
        assertThatThrownBy(() -> before.open(tenant, thing, "secret", sealed))
                .isInstanceOf(IllegalStateException.class);
    }
}
