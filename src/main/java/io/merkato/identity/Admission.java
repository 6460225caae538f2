package io.merkato.identity;

import io.merkato.tenancy.TenantContext;
import org.springframework.http.HttpHeaders;

/** Lets those onto a WebSocket who have no login and no key, but are known to another module. */
public interface Admission {

    /** @param headers of the request, with what the first message said in their place */
    boolean admits(TenantContext tenant, HttpHeaders headers);
}
