package io.merkato.customer;

import io.merkato.api.Viewer;
import io.merkato.platform.DocumentContext;
import io.merkato.tenancy.TenantContext;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Where no request asks, nobody shops. */
@Component
class ShopperContext implements DocumentContext {

    @Override
    public Map<String, Object> values(TenantContext tenant, Viewer viewer) {
        return Map.of("shopper", new Shopper(null, null, shopper -> Optional.empty()));
    }
}
