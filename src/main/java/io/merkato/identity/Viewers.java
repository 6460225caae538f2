package io.merkato.identity;

import io.merkato.api.Actor;
import io.merkato.api.Permission;
import io.merkato.api.Reach;
import io.merkato.api.Viewer;
import io.merkato.identity.UserRepository.Standing;
import io.merkato.tenancy.PlatformContext;
import io.merkato.tenancy.Remembered;
import io.merkato.tenancy.Tenant;
import io.merkato.tenancy.TenantContext;
import io.merkato.tenancy.TenantContexts;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * What a caller may do at a tenant. Remembered: this server notices a change at once, another after
 * {@code merkato.staleness}.
 */
@Component
class Viewers {

    private record Membership(Tenant.Id tenant, User.Id user) {}

    private final Remembered<Membership, Map<Permission, Reach>> rights;
    private final Remembered<User.Id, Optional<Standing>> standings;

    Viewers(
            PlatformContext platform,
            TenantContexts tenants,
            MemberRepository members,
            UserRepository users,
            @Value("${merkato.staleness}") Duration staleness) {
        rights = new Remembered<>(
                100_000,
                staleness,
                of -> members.findRights(tenants.of(of.tenant()), of.user()).orElse(Map.of()));
        standings = new Remembered<>(100_000, staleness, user -> users.findStanding(platform.sql(), user));
    }

    /** Whoever asks, at the tenant that is asked; a credential for one tenant is nobody's at another. */
    Viewer viewer(Caller caller, @Nullable TenantContext tenant, Viewer.Origin origin) {
        if (tenant != null && caller.tenant() != null && !caller.tenant().equals(tenant.id())) {
            return Viewer.anonymous(origin);
        }
        return switch (caller) {
            case Caller.Nobody nobody -> Viewer.anonymous(origin);
            case Caller.Refused refused -> Viewer.anonymous(origin);
            case Caller.Program(var key, var of) ->
                new Viewer(
                        new Actor(Actor.Kind.API_KEY, key.id().text(), key.label()),
                        tenant == null
                                ? Map.of()
                                : key.permissions().stream()
                                        .collect(Collectors.toMap(Function.identity(), p -> key.reach())),
                        origin);
            case Caller.Person person ->
                standings
                        .get(person.user())
                        .filter(Standing::active)
                        .map(standing -> viewer(person.user(), standing, tenant, origin))
                        .orElseGet(() -> Viewer.anonymous(origin));
        };
    }

    private Viewer viewer(User.Id user, Standing standing, @Nullable TenantContext tenant, Viewer.Origin origin) {
        var permissions = new EnumMap<Permission, Reach>(Permission.class);
        if (tenant != null) {
            permissions.putAll(rights.get(new Membership(tenant.id(), user)));
        }
        if (standing.operator()) {
            permissions.put(Permission.PLATFORM_OPERATE, new Reach.EveryStore());
        }
        Actor.Kind kind = standing.operator() ? Actor.Kind.OPERATOR : Actor.Kind.USER;
        return new Viewer(new Actor(kind, user.text(), standing.name()), permissions, origin);
    }

    /** For tokens without a session of ours: whether the person signed out everywhere since. */
    boolean admits(Caller.Person person) {
        return standings
                .get(person.user())
                .filter(Standing::active)
                .filter(standing ->
                        standing.signedOutAt() == null || person.issuedAt().isAfter(standing.signedOutAt()))
                .isPresent();
    }

    /** To be called when what holds of the person everywhere was changed here. */
    void noticeChange(User.Id user) {
        standings.forget(user);
    }

    /** To be called when what they may do at the tenant was changed here. */
    void noticeChange(Tenant.Id tenant, Collection<User.Id> members) {
        members.forEach(user -> rights.forget(new Membership(tenant, user)));
    }
}
