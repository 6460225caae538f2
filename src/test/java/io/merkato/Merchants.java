package io.merkato;

import io.merkato.api.Permission;
import io.merkato.api.Uuid7;
import io.merkato.api.Viewer;
import io.merkato.identity.BuiltInRole;
import io.merkato.identity.Newcomers;
import io.merkato.identity.People;
import io.merkato.identity.User;
import io.merkato.tenancy.Tenant;
import io.merkato.tenancy.TenantContext;
import io.merkato.tenancy.TenantContexts;
import io.merkato.tenancy.TenantSeed;
import io.merkato.tenancy.Tenants;
import java.sql.PreparedStatement;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;

/** Makes a test its own merchants, and people who are signed in there. */
@Lazy
@Component
public class Merchants {

    public static final String PASSWORD = "a long walk to Harar";

    private final Client client;
    private final People people;
    private final Newcomers newcomers;
    private final TenantContexts contexts;
    private final Tenants tenants;
    private final List<TenantSeed> seeds;

    Merchants(
            Client client,
            People people,
            Newcomers newcomers,
            TenantContexts contexts,
            Tenants tenants,
            List<TenantSeed> seeds) {
        this.client = client;
        this.people = people;
        this.newcomers = newcomers;
        this.contexts = contexts;
        this.tenants = tenants;
        this.seeds = seeds;
    }

    /** A merchant in Ethiopia with one store and the built-in roles, and nobody working there. */
    public record Merchant(TenantContext tenant, String slug) {}

    public Merchant open() {
        return open("enterprise"); // whatever a test does at once
    }

    public Merchant open(String plan) {
        var id = new Tenant.Id(Uuid7.next());
        String slug = "m" + id.value().toString().substring(0, 30);
        insert(id.value(), slug, plan);
        TenantContext context = contexts.of(id);
        Tenant tenant = tenants.find(id).orElseThrow();
        context.transact(Viewer.system("test").may(Permission.TENANT_MANAGE), tx -> {
            seeds.forEach(seed -> seed.sow(tx, tenant, null));
            return tenant;
        });
        return new Merchant(context, slug);
    }

    /** Somebody new who works there, signed in. */
    public Client staff(Merchant merchant, BuiltInRole role) {
        User.Id user = newcomers.enrol(email());
        join(merchant, user, role);
        return newcomer(merchant, user);
    }

    /** Somebody new who works there and has a password; answers their e-mail address. */
    public String hire(Merchant merchant, BuiltInRole role) {
        String email = email();
        join(merchant, people.enrol(email, null, PASSWORD), role);
        return email;
    }

    private void join(Merchant merchant, User.Id user, BuiltInRole role) {
        people.join(merchant.tenant(), Viewer.system("test").may(Permission.STAFF_MANAGE), user, role);
    }

    private Client newcomer(Merchant merchant, User.Id user) {
        return client.in(merchant.slug())
                .as(newcomers.accessToken(user, merchant.tenant().id()));
    }

    /** A platform operator, signed in at no merchant. */
    public Client operator() {
        User.Id user = newcomers.enrol(email());
        people.appoint(user);
        return client.as(newcomers.accessToken(user, null));
    }

    /** Makes somebody a login with a password. */
    public void enrol(String email) {
        people.enrol(email, null, PASSWORD);
    }

    /** Somebody with a login and no part in any merchant. */
    public Client shopper(Merchant merchant) {
        return newcomer(merchant, newcomers.enrol(email()));
    }

    public Client signedIn(String slug, String email) {
        return signedIn(client.in(slug), email);
    }

    /** By the visitor's own application. */
    public Client signedIn(Client visitor, String email) {
        return visitor.as(accessToken(visitor, email));
    }

    public static String email() {
        return "p" + Uuid7.next() + "@example.com";
    }

    private static String accessToken(Client client, String email) {
        return client.data("""
                        mutation ($login: String!, $password: String!) {
                            signIn(input: {login: $login, password: $password}) { tokens { accessToken } userErrors { code } }
                        }""", Map.of("login", email, "password", PASSWORD))
                .at("/signIn/tokens/accessToken")
                .asString();
    }

    private static void insert(UUID id, String slug, String plan) {
        TestDatabase.asSuperuser(superuser -> {
            try (PreparedStatement insert = superuser.prepareStatement("""
                        with tenant as (
                            insert into tenancy.tenant (id, slug, name, locale, currency, time_zone, country, status)
                            values (?, ?, 'Test', 'en', 'ETB', 'Africa/Addis_Ababa', 'ET', 'ACTIVE') returning id)
                        insert into tenancy.subscription (tenant_id, id, plan) select id, ?, ? from tenant
                        """)) {
                insert.setObject(1, id);
                insert.setString(2, slug);
                insert.setObject(3, Uuid7.next());
                insert.setString(4, plan);
                return insert.execute();
            }
        });
    }
}
