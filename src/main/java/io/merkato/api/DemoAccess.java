package io.merkato.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What whoever loads demo data tells about it, as a bean: tenants to look at and people to sign in as. Never made from a tenant's own data. */
public record DemoAccess(List<Tenant> tenants, List<Person> people) {

    public record Tenant(String slug, String name) {}

    /** {@code tenant} is the slug where this person belongs, null for a platform operator. */
    public record Person(@Nullable String tenant, String label, String login, String password) {}
}
