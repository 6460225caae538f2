package io.merkato.identity;

import io.merkato.api.Secrets;
import io.merkato.tenancy.PlatformContext;
import java.time.Clock;
import java.util.Map;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;

/** Strangers of whom this many may come from one address. */
@Lazy
@Component
public class FewStrangers {

    private final PlatformContext platform;
    private final Secrets secrets;
    private final Clock clock;

    FewStrangers(PlatformContext platform, Secrets secrets, Clock clock) {
        this.platform = platform;
        this.secrets = secrets;
        this.clock = clock;
    }

    public Strangers perAddress(int number) {
        var source = new MapConfigurationPropertySource(Map.of("merkato.identity.guests-per-address", number));
        var properties = new Binder(source).bindOrCreate("merkato.identity", IdentityProperties.class);
        return new Strangers(new Throttle(platform, secrets, clock, properties));
    }
}
