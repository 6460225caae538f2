package io.merkato.platform;

import io.merkato.api.Grant;
import io.merkato.api.Permission;
import io.merkato.tenancy.Change;
import io.merkato.tenancy.MutationLog;
import io.merkato.tenancy.PlatformContext;
import io.merkato.tenancy.TenantContext;
import java.util.List;
import java.util.Objects;
import org.springframework.stereotype.Component;

/** Tells webhooks of what a mutation changed and writes it to the chain of its tenant, and what operators do to the platform's as well. */
@Component
class AuditLog implements MutationLog {

    private final AuditRepository log;
    private final Events events;
    private final List<ChangeEvents> told;

    AuditLog(AuditRepository log, Events events, List<ChangeEvents> told) {
        this.log = log;
        this.events = events;
        this.told = told;
    }

    @Override
    public void write(TenantContext tenant, Grant grant, String action, List<Change> changes) {
        // The chain is one for the whole tenant and held until the end: it comes last.
        events.publish(
                tenant,
                changes.stream()
                        .flatMap(change -> told.stream().map(each -> each.of(change)))
                        .filter(Objects::nonNull)
                        .toList());
        List<Deed> deeds = deeds(grant, action, changes);
        log.append(tenant, deeds);
        if (grant.permission() == Permission.PLATFORM_OPERATE) {
            log.appendToPlatform(tenant.sql(), tenant.id().value(), deeds);
        }
    }

    @Override
    public void write(PlatformContext platform, Grant grant, String action, List<Change> changes) {
        log.appendToPlatform(platform.sql(), null, deeds(grant, action, changes));
    }

    private static List<Deed> deeds(Grant grant, String action, List<Change> changes) {
        return changes.stream().map(change -> Deed.of(grant, action, change)).toList();
    }
}
