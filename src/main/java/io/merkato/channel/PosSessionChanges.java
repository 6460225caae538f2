package io.merkato.channel;

import static io.merkato.api.Permission.POS_SELL;

import io.merkato.api.Grant;
import io.merkato.api.Viewer;
import io.merkato.tenancy.TenantContext;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Who may do something in a session. */
@Component
class PosSessionChanges {

    private final PosSessionRepository sessions;

    PosSessionChanges(PosSessionRepository sessions) {
        this.sessions = sessions;
    }

    /** Empty where there is no such session that the viewer's right reaches. */
    Optional<Grant> grant(TenantContext tenant, Viewer viewer, PosSession.Id id) {
        return sessions.find(tenant, id)
                .filter(session -> viewer.hasIn(POS_SELL, session.storeId()))
                .map(session -> viewer.mayIn(POS_SELL, session.storeId()));
    }
}
