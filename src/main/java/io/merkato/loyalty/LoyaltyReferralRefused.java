package io.merkato.loyalty;

import io.merkato.api.Refused;
import io.merkato.api.UserError;
import io.merkato.api.UserErrorCode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Nobody was invited, or the invitation could not be accepted. */
record LoyaltyReferralRefused(
        UserErrorCode code, String message, @Nullable List<String> path, Reason reason) implements UserError {

    enum Reason {
        NOT_OFFERED(UserErrorCode.NOT_ALLOWED, "The programme rewards no referrals at the moment."),
        UNPROVEN(
                UserErrorCode.NOT_ALLOWED,
                "Who accepts has an e-mail address or a phone number that is proven to be theirs."),
        OWN(UserErrorCode.NOT_ALLOWED, "Nobody invites themselves."),
        EXPIRED(UserErrorCode.CONFLICT, "It was not accepted within 7 days."),
        USED(UserErrorCode.CONFLICT, "Somebody else accepted the invitation."),
        ALREADY_INVITED(UserErrorCode.CONFLICT, "They were invited before."),
        NOT_NEW(UserErrorCode.CONFLICT, "Who has paid for an order is no longer new."),
        RING(UserErrorCode.CONFLICT, "They were invited by you, or by somebody whom you invited."),
        DAILY_LIMIT(UserErrorCode.OUT_OF_RANGE, "There were 50 invitations today: try again tomorrow.");

        private final UserErrorCode code;
        private final String message;

        Reason(UserErrorCode code, String message) {
            this.code = code;
            this.message = message;
        }

        Refused at(String... path) {
            return new Refused(new LoyaltyReferralRefused(code, message, List.of(path), this));
        }
    }
}
