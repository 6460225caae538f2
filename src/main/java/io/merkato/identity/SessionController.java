package io.merkato.identity;

import io.merkato.api.Connection;
import io.merkato.api.Fault;
import io.merkato.api.PageArgs;
import io.merkato.tenancy.PlatformContext;
import java.util.Objects;
import org.springframework.graphql.data.method.annotation.Arguments;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.stereotype.Controller;

@Controller
class SessionController {

    private final PlatformContext platform;
    private final SessionRepository sessions;

    SessionController(PlatformContext platform, SessionRepository sessions) {
        this.platform = platform;
        this.sessions = sessions;
    }

    @QueryMapping
    Connection<Session> sessions(@Arguments PageArgs page, @ContextValue Caller caller) {
        return sessions.findAll(platform, person(caller).user(), page);
    }

    @SchemaMapping
    boolean current(Session session, @ContextValue Caller caller) {
        return caller instanceof Caller.Person person && Objects.equals(person.session(), session.id());
    }

    /** Who is signed in themselves; an API key is not. */
    static Caller.Person person(Caller caller) {
        if (caller instanceof Caller.Person person) {
            return person;
        }
        throw Fault.unauthenticated();
    }
}
