package io.merkato.identity;

import io.merkato.tenancy.TenantContext;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** People by their logins' ids, for modules that keep something of them at a tenant. */
@Component
public class Users {

    private final UserRepository users;

    Users(UserRepository users) {
        this.users = users;
    }

    public Optional<User> find(TenantContext tenant, User.Id id) {
        return users.find(tenant.sql(), id);
    }

    public Map<User.Id, User> byId(TenantContext tenant, Collection<User.Id> ids) {
        return users.byId(tenant.sql(), ids);
    }
}
