package io.merkato.inventory;

import io.merkato.tenancy.TenantContext;
import java.util.Collection;
import java.util.Map;
import org.springframework.stereotype.Component;

/** A tenant's locations, for other modules. */
@Component
public class Locations {

    private final InventoryRepository inventory;

    Locations(InventoryRepository inventory) {
        this.inventory = inventory;
    }

    /** Those of them that there are. */
    public Map<Location.Id, Location> find(TenantContext tenant, Collection<Location.Id> ids) {
        return inventory.locationById(tenant, ids);
    }
}
