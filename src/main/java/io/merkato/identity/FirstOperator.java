package io.merkato.identity;

import io.merkato.tenancy.PlatformContext;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Makes the first platform operator where the configuration names one and there is none yet, and sends them a token to choose a password. */
@Component
class FirstOperator {

    private final PlatformContext platform;
    private final UserRepository users;
    private final People people;
    private final PasswordResets resets;
    private final IdentityProperties properties;

    FirstOperator(
            PlatformContext platform,
            UserRepository users,
            People people,
            PasswordResets resets,
            IdentityProperties properties) {
        this.platform = platform;
        this.users = users;
        this.people = people;
        this.resets = resets;
        this.properties = properties;
    }

    @EventListener(ApplicationReadyEvent.class)
    void appoint() {
        String login = properties.firstOperator();
        if (login != null && !users.hasOperator(platform.sql())) {
            people.appoint(people.enrol(login, null, null));
            resets.send(Login.parse(login, null).orElseThrow(), null);
        }
    }
}
