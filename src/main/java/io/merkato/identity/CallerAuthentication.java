package io.merkato.identity;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;

/** A credential that was found good. What its caller may do depends on the tenant, and is no business of Spring's authorities. */
class CallerAuthentication extends AbstractAuthenticationToken {

    private final transient Caller caller;

    CallerAuthentication(Caller caller) {
        super(List.of());
        this.caller = caller;
        setAuthenticated(true);
    }

    static Caller current() {
        return of(SecurityContextHolder.getContext().getAuthentication());
    }

    static Caller of(@Nullable Authentication authentication) {
        return authentication instanceof CallerAuthentication known ? known.caller : Caller.Nobody.NOBODY;
    }

    @Override
    public Object getPrincipal() {
        return caller;
    }

    /** Not kept. */
    @Override
    public Object getCredentials() {
        return "";
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof CallerAuthentication that && caller.equals(that.caller);
    }

    @Override
    public int hashCode() {
        return caller.hashCode();
    }
}
