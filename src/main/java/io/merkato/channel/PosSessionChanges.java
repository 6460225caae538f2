package io.merkato.channel;

import static io.merkato.api.Permission.POS_SELL;

import io.merkato.api.Grant;
import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.api.UserErrorCode;
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

    /**
     * Locked until the transaction ends.
     *
     * @throws Refused where it is closed
     */
    PosSession lockOpen(TenantContext tx, PosSession.Id id) {
        PosSession session = sessions.lock(tx, id);
        if (!session.isOpen()) {
            throw new Refused(Refusal.of(
                    UserErrorCode.CONFLICT, "This session is closed, and its cash is counted.", "sessionId"));
        }
        return session;
    }
}
