package io.merkato.pricing;

import static io.merkato.api.UserErrorCode.REQUIRED;

import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.store.SalesChannel;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** In which channels prices hold: all, where the input says nothing; one at least. */
final class Channels {

    private Channels() {}

    static List<SalesChannel> of(@Nullable List<SalesChannel> given) {
        if (given == null) {
            return List.of(SalesChannel.values());
        }
        if (given.isEmpty()) {
            throw new Refused(
                    Refusal.of(REQUIRED, "Name one channel at least; left out, it is all.", "input", "channels"));
        }
        return given.stream().distinct().sorted().toList();
    }

    static List<SalesChannel> of(String[] names) {
        return Arrays.stream(names).map(SalesChannel::valueOf).toList();
    }

    static String[] names(List<SalesChannel> channels) {
        return channels.stream().map(SalesChannel::name).toArray(String[]::new);
    }
}
