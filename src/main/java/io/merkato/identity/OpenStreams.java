package io.merkato.identity;

import io.merkato.api.Actor;
import io.merkato.api.Addresses;
import io.merkato.api.Viewer;
import io.merkato.tenancy.RequestTerms;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;

/**
 * How many subscriptions run on this node at once, and how many sockets there are: of a tenant as its plan allows, of one caller, and of one socket; beyond, {@code THROTTLED}.
 * A caller is a login or an API key; of the anonymous, guests among them, the network address, behind which there may be many. One who does not work at the tenant has at
 * most half of its places, and all such together three quarters, so that others get in, and staff do.
 */
@Component
class OpenStreams {

    private final RequestTerms terms;
    private final long ofSocket;
    private final Most subscriptions;
    private final Most sockets;
    private final Places places = new Places();

    private record Most(long ofCaller, long ofAddress) {}

    private record Caller(@Nullable Object tenant, Actor.Kind kind, String who) {}

    OpenStreams(
            RequestTerms terms,
            @Value("${merkato.subscriptions.per-connection:20}") long ofSocket,
            @Value("${merkato.subscriptions.per-caller:50}") long ofCaller,
            @Value("${merkato.subscriptions.per-address:200}") long ofAddress,
            @Value("${merkato.connections.per-caller:20}") long socketsOfCaller,
            @Value("${merkato.connections.per-address:100}") long socketsOfAddress) {
        this.terms = terms;
        this.ofSocket = ofSocket;
        this.subscriptions = new Most(ofCaller, ofAddress);
        this.sockets = new Most(socketsOfCaller, socketsOfAddress);
    }

    /** @param socket the id of the one it runs on; null where it runs on none */
    <T> Flux<T> bounded(Visit visit, @Nullable String socket, Flux<T> events) {
        var claims = new ArrayList<Places.Claim>();
        if (socket != null) {
            claims.add(new Places.Claim("SUBSCRIPTIONS_OF_CONNECTION", socket, ofSocket));
        }
        claims.addAll(claims(
                "SUBSCRIPTIONS", visit, subscriptions, terms.of(visit.plan()).subscriptions()));
        return Flux.defer(() -> {
            Runnable leave = places.take(claims);
            return events.doFinally(how -> leave.run());
        });
    }

    /**
     * A socket begins.
     *
     * @return to be run at its end
     */
    Runnable connect(Visit visit) {
        return places.take(
                claims("CONNECTIONS", visit, sockets, terms.of(visit.plan()).connections()));
    }

    private static List<Places.Claim> claims(String what, Visit visit, Most most, @Nullable Long ofTenant) {
        Viewer viewer = visit.viewer();
        Actor actor = viewer.actor();
        Object tenant = visit.tenant() == null ? "none" : visit.tenant().id();
        String id = actor.id();
        long ofCaller = id == null ? most.ofAddress() : most.ofCaller();
        String who = id == null ? Addresses.network(viewer.origin().address()) : id;
        var claims = new ArrayList<Places.Claim>();
        if (ofTenant != null && viewer.permissions().isEmpty()) {
            ofCaller = Math.min(ofCaller, Math.max(1, ofTenant / 2));
            claims.add(new Places.Claim(what + "_OF_OUTSIDERS", tenant, Math.max(1, ofTenant * 3 / 4)));
        }
        claims.addFirst(new Places.Claim(what + "_OF_CALLER", new Caller(tenant, actor.kind(), who), ofCaller));
        claims.add(new Places.Claim(what + "_OF_TENANT", tenant, ofTenant));
        return claims;
    }
}
