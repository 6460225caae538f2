package io.merkato.customer;

import io.merkato.tenancy.TenantContext;
import java.util.List;

/**
 * What a module keeps for the members of customer groups. One bean per module that refers to groups; asked in the transaction that is about
 * to delete the group and holds its row, so that nothing new can refer to it meanwhile.
 */
public interface GroupUse {

    /** In words, as {@code the price list cafes}; empty where the module has nothing against it. At most ten. */
    List<String> uses(TenantContext tx, CustomerGroup.Id group);
}
