package io.merkato.tenancy;

import io.merkato.api.Actor;
import io.merkato.api.Fault;
import io.merkato.api.FaultCode;
import io.merkato.api.TypeId;
import io.merkato.api.Viewer;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Which tenant a request is for: host, header {@code Merkato-Tenant} and credential may each say, and must not contradict each other. */
@Component
public class TenantResolution {

    public static final String HEADER = "Merkato-Tenant";

    private static final Pattern PORT = Pattern.compile(":\\d+$");

    private final Tenants tenants;
    private final Hosts hosts;

    TenantResolution(Tenants tenants, Hosts hosts) {
        this.tenants = tenants;
        this.hosts = hosts;
    }

    /**
     * Finds the tenant; empty where nothing names one.
     *
     * @param host of the request, with or without port
     * @param header value of {@link #HEADER}: a slug or an id
     * @param credential tenant that the credential is for; null where there is none or it is for every one
     * @throws Fault {@code NOT_FOUND} where what is named does not exist, {@code FORBIDDEN} where two do not agree
     */
    public Optional<Tenant> find(@Nullable String host, @Nullable String header, Tenant.@Nullable Id credential) {
        Optional<Tenant> ofHost = host == null ? Optional.empty() : ofHost(hostName(host));
        Optional<Tenant> ofHeader =
                header == null || header.isBlank() ? Optional.empty() : Optional.of(ofHeader(header.strip()));
        Optional<Tenant> named = ofHeader.or(() -> ofHost);
        if (ofHost.isPresent()
                && ofHeader.isPresent()
                && !ofHost.get().id().equals(ofHeader.get().id())) {
            throw mismatch("The host and the header " + HEADER + " name different tenants.");
        }
        if (credential == null) {
            return named;
        }
        if (named.isPresent() && !named.get().id().equals(credential)) {
            throw mismatch("This credential is for another tenant.");
        }
        return tenants.find(credential);
    }

    private Optional<Tenant> ofHost(String host) {
        if (!hosts.isPlatform(host)) {
            return tenants.findByHost(host);
        }
        Optional<String> slug = hosts.slug(host);
        return slug.isEmpty()
                ? Optional.empty()
                : Optional.of(slug.flatMap(tenants::findBySlug).orElseThrow(TenantResolution::unknown));
    }

    private Tenant ofHeader(String header) {
        Tenant.Id id = new Tenant.Id(TypeId.parse("tenant", header));
        return (id.value().equals(TypeId.ABSENT) ? tenants.findBySlug(header) : tenants.find(id))
                .orElseThrow(TenantResolution::unknown);
    }

    /**
     * Lets requests pass to a tenant that is at work; operators pass always.
     *
     * @throws Fault {@code FORBIDDEN} with the reason {@code TENANT_SUSPENDED} or {@code TENANT_CLOSED}, {@code UNAVAILABLE} while it is
     *     being made
     */
    public void admit(Tenant tenant, Viewer viewer) {
        if (viewer.actor().kind() == Actor.Kind.OPERATOR || viewer.actor().kind() == Actor.Kind.SYSTEM) {
            return;
        }
        switch (tenant.status()) {
            case ACTIVE -> {}
            case PROVISIONING ->
                throw Fault.of(FaultCode.UNAVAILABLE, "This tenant is not ready yet.", reason("TENANT_PROVISIONING"));
            case SUSPENDED ->
                throw Fault.of(FaultCode.FORBIDDEN, "This tenant is suspended.", reason("TENANT_SUSPENDED"));
            case CLOSING, CLOSED ->
                throw Fault.of(FaultCode.FORBIDDEN, "This tenant has closed.", reason("TENANT_CLOSED"));
        }
    }

    /** A request's host as tenants and stores name theirs: without port, in small letters, and without the dot that ends a name in DNS. */
    public static String hostName(String host) {
        String name = host.indexOf(':') < 0 ? host : PORT.matcher(host).replaceFirst("");
        String whole = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
        return whole.toLowerCase(Locale.ROOT);
    }

    private static Fault unknown() {
        return Fault.of(FaultCode.NOT_FOUND, "There is no such tenant.", reason("TENANT_UNKNOWN"));
    }

    private static Fault mismatch(String message) {
        return Fault.of(FaultCode.FORBIDDEN, message, reason("TENANT_MISMATCH"));
    }

    private static Map<String, Object> reason(String reason) {
        return Map.of("reason", reason);
    }
}
