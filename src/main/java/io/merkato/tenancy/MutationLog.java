package io.merkato.tenancy;

import io.merkato.api.Grant;
import java.util.List;

/** Writes down what was changed and by whom, within the transaction that changed it. */
public interface MutationLog {

    /** @param action the mutation's name in the schema, e.g. {@code productArchive} */
    void write(TenantContext tenant, Grant grant, String action, List<Change> changes);

    /** As above, for what belongs to no tenant. */
    void write(PlatformContext platform, Grant grant, String action, List<Change> changes);
}
