package io.merkato.bulk;

import io.merkato.api.Permission;
import io.merkato.api.Viewer;
import io.merkato.tenancy.TenantContext;
import io.merkato.tenancy.TenantUpkeep;
import java.time.Duration;
import java.time.Instant;
import org.springframework.stereotype.Component;

/** Forgets what was wrong with the rows of a file 90 days after its import; how many there were stays. */
@Component
class ProblemUpkeep implements TenantUpkeep {

    private static final Duration KEPT = Duration.ofDays(90);

    private final ProductImportRepository imports;

    ProblemUpkeep(ProductImportRepository imports) {
        this.imports = imports;
    }

    @Override
    public void tidy(TenantContext tenant) {
        var grant = Viewer.system("importUpkeep").may(Permission.CATALOG_WRITE);
        tenant.transact(grant, tx -> imports.forgetProblems(tx, Instant.now().minus(KEPT)));
    }
}
