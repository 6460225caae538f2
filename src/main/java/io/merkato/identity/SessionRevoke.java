package io.merkato.identity;

import io.merkato.api.MutationPayload;
import io.merkato.api.Refusal;
import io.merkato.api.UserError;
import io.merkato.tenancy.PlatformContext;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

@Controller
class SessionRevoke {

    record Payload(@Nullable Session session, List<UserError> userErrors) implements MutationPayload {}

    private final PlatformContext platform;
    private final SessionRepository repository;
    private final Sessions sessions;
    private final Clock clock;

    SessionRevoke(PlatformContext platform, SessionRepository repository, Sessions sessions, Clock clock) {
        this.platform = platform;
        this.repository = repository;
        this.sessions = sessions;
        this.clock = clock;
    }

    @MutationMapping
    Payload sessionRevoke(@Argument Session.Id id, @ContextValue Caller caller) {
        User.Id user = SessionController.person(caller).user();
        sessions.noticeEnd(repository.end(platform, id, user, Session.Ended.REVOKED, clock.instant()));
        return repository
                .find(platform, user, id)
                .map(session -> new Payload(session, List.of()))
                .orElseGet(() -> new Payload(null, List.of(Refusal.notFound("id"))));
    }
}
