package io.merkato.identity;

import io.merkato.api.MutationPayload;
import io.merkato.api.UserError;
import io.merkato.tenancy.PlatformContext;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

@Controller
class SignOutEverywhere {

    record Payload(@Nullable Integer ended, List<UserError> userErrors) implements MutationPayload {}

    private final PlatformContext platform;
    private final SessionRepository repository;
    private final UserRepository users;
    private final Sessions sessions;
    private final Viewers viewers;
    private final Clock clock;

    SignOutEverywhere(
            PlatformContext platform,
            SessionRepository repository,
            UserRepository users,
            Sessions sessions,
            Viewers viewers,
            Clock clock) {
        this.platform = platform;
        this.repository = repository;
        this.users = users;
        this.sessions = sessions;
        this.viewers = viewers;
        this.clock = clock;
    }

    @MutationMapping
    Payload signOutEverywhere(@ContextValue Caller caller) {
        User.Id user = SessionController.person(caller).user();
        Instant now = clock.instant();
        List<Session.Id> ended = platform.transact(tx -> {
            users.signedOutEverywhere(tx.sql(), user, now);
            return repository.endAll(tx, user, Session.Ended.SIGNED_OUT_EVERYWHERE, now);
        });
        sessions.noticeEnd(ended);
        viewers.noticeChange(user);
        return new Payload(ended.size(), List.of());
    }
}
