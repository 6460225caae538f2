package io.merkato.customer;

import io.merkato.identity.Admission;
import io.merkato.tenancy.TenantContext;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;

/** Guests may have a WebSocket as whoever is signed in may. */
@Component
class GuestAdmission implements Admission {

    private final ShopperRepository shoppers;

    GuestAdmission(ShopperRepository shoppers) {
        this.shoppers = shoppers;
    }

    @Override
    public boolean admits(TenantContext tenant, HttpHeaders headers) {
        GuestToken token = GuestToken.of(headers.getFirst(GuestToken.HEADER));
        return token != null
                && shoppers.findGuest(tenant, token)
                        .filter(guest -> !guest.isGone())
                        .isPresent();
    }
}
