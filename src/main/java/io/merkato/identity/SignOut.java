package io.merkato.identity;

import io.merkato.api.MutationPayload;
import io.merkato.api.UserError;
import io.merkato.tenancy.PlatformContext;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

@Controller
class SignOut {

    /** @param session null where an outside issuer keeps it */
    record Payload(@Nullable Session session, List<UserError> userErrors) implements MutationPayload {}

    private final PlatformContext platform;
    private final SessionRepository repository;
    private final Sessions sessions;
    private final Clock clock;

    SignOut(PlatformContext platform, SessionRepository repository, Sessions sessions, Clock clock) {
        this.platform = platform;
        this.repository = repository;
        this.sessions = sessions;
        this.clock = clock;
    }

    @MutationMapping
    Payload signOut(@ContextValue Caller caller) {
        Caller.Person person = SessionController.person(caller);
        Session.Id id = person.session();
        if (id == null) {
            return new Payload(null, List.of());
        }
        sessions.noticeEnd(repository.end(platform, id, person.user(), Session.Ended.SIGNED_OUT, clock.instant()));
        return new Payload(repository.find(platform, person.user(), id).orElse(null), List.of());
    }
}
