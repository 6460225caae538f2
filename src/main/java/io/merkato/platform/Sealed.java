package io.merkato.platform;

import io.merkato.tenancy.TenantContext;

/** What a module keeps in the {@link Vault}: where a key set has a new key, all of it is sealed anew. */
public interface Sealed {

    /** Opens everything of the tenant and seals it again, in the transaction given. */
    void reseal(TenantContext tx);
}
