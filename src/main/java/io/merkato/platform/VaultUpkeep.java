package io.merkato.platform;

import io.merkato.api.Grant;
import io.merkato.api.Permission;
import io.merkato.api.Viewer;
import io.merkato.tenancy.TenantContext;
import io.merkato.tenancy.TenantUpkeep;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** Every night: keeps the tenants' key sets under the key that is configured now, and gives each a new key from time to time. */
@Component
class VaultUpkeep implements TenantUpkeep {

    private final Vault vault;
    private final List<Sealed> sealed;
    private final Clock clock;
    private final Duration rotateAfter;

    VaultUpkeep(
            Vault vault,
            List<Sealed> sealed,
            Clock clock,
            @Value("${merkato.vault.rotate-after:90d}") Duration rotateAfter) {
        this.vault = vault;
        this.sealed = sealed;
        this.clock = clock;
        this.rotateAfter = rotateAfter;
    }

    @Override
    public void tidy(TenantContext tenant) {
        Grant grant = Viewer.system("vaultUpkeep").may(Permission.TENANT_MANAGE);
        tenant.transact(grant, tx -> {
            if (vault.renew(tx)
                    .filter(since -> since.plus(rotateAfter).isBefore(clock.instant()))
                    .isPresent()) {
                vault.rotate(tx);
                sealed.forEach(each -> each.reseal(tx));
            }
            return true;
        });
    }
}
