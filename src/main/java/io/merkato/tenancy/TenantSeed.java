package io.merkato.tenancy;

import org.jspecify.annotations.Nullable;

/**
 * What a module gives every new tenant: its default store, its built-in roles. Runs in the transaction that creates the
 * tenant, in the order of {@code @Order}, so a tenant either has all of it or does not exist.
 */
public interface TenantSeed {

    /**
     * @param owner who is to own the tenant, if that is known already
     * @throws io.merkato.api.Refused to refuse the whole tenant
     */
    void sow(TenantContext tenant, Tenant created, @Nullable TenantOwner owner);
}
