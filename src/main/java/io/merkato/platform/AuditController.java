package io.merkato.platform;

import io.merkato.api.Connection;
import io.merkato.api.PageArgs;
import io.merkato.api.Permission;
import io.merkato.api.Viewer;
import io.merkato.tenancy.PlatformContext;
import io.merkato.tenancy.TenantContext;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.Arguments;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.stereotype.Controller;

@Controller
class AuditController {

    /** It is read from end to end. */
    private static final Duration WHOLE_CHAIN = Duration.ofSeconds(15);

    private final AuditRepository log;
    private final PlatformContext platform;

    AuditController(AuditRepository log, PlatformContext platform) {
        this.log = log;
        this.platform = platform;
    }

    @QueryMapping
    Connection<AuditEntry> auditLog(
            @Arguments PageArgs page,
            @Argument @Nullable AuditWhere where,
            @ContextValue TenantContext tenant,
            @ContextValue Viewer viewer) {
        viewer.mustHold(Permission.AUDIT_READ);
        return log.findAll(tenant, where, page);
    }

    @QueryMapping
    AuditVerification auditVerify(@ContextValue TenantContext tenant, @ContextValue Viewer viewer) {
        return tenant.transact(viewer.may(Permission.AUDIT_READ), WHOLE_CHAIN, log::verify);
    }

    @QueryMapping
    Connection<AuditEntry> platformAuditLog(
            @Arguments PageArgs page, @Argument @Nullable AuditWhere where, @ContextValue Viewer viewer) {
        viewer.mustHold(Permission.PLATFORM_OPERATE);
        return log.findAll(platform, where, page);
    }

    @QueryMapping
    AuditVerification platformAuditVerify(@ContextValue Viewer viewer) {
        viewer.mustHold(Permission.PLATFORM_OPERATE);
        return log.verify(platform);
    }
}
