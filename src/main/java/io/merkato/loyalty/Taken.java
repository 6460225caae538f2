package io.merkato.loyalty;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Points that were spent together. @param expiresAt when they would have expired; null for never */
record Taken(long points, @Nullable Instant expiresAt) {

    /** Those of them from one to another, the first first. */
    static List<Taken> between(List<Taken> all, long from, long to) {
        var between = new ArrayList<Taken>();
        long before = 0;
        for (Taken each : all) {
            long points = Math.min(to, before + each.points()) - Math.max(from, before);
            if (points > 0) {
                between.add(new Taken(points, each.expiresAt()));
            }
            before += each.points();
        }
        return between;
    }
}
