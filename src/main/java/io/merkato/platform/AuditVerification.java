package io.merkato.platform;

import org.jspecify.annotations.Nullable;

/**
 * What a walk along a chain found.
 *
 * @param brokenAt place of the first entry that does not hold; null where all do
 * @param head hash of the last entry; null for an empty log
 */
record AuditVerification(
        long entries, @Nullable Long brokenAt, @Nullable String head) {

    public boolean intact() {
        return brokenAt == null;
    }
}
