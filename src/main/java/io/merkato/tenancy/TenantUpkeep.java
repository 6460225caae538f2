package io.merkato.tenancy;

/** What a module does for each tenant every night: to let go of what was deleted 90 days ago, for one. Runs outside of a transaction. */
public interface TenantUpkeep {

    void tidy(TenantContext tenant);
}
