package io.merkato.provider;

import java.net.URI;
import java.util.Map;

/**
 * A tenant's account at a provider.
 *
 * @param id stays the same for as long as there is the account: what is remembered of it (an access token, a tripped breaker) is remembered by it
 * @param version another one where settings or secrets changed
 * @param settings what is no secret, by name of {@link AccountField}
 * @param secrets by name of {@link AccountField}; never logged
 * @param noticeUrl where the provider sends its notices
 */
public record ProviderAccount(
        String id,
        int version,
        Environment environment,
        Map<String, String> settings,
        Map<String, String> secrets,
        URI noticeUrl) {

    public enum Environment {
        TEST,
        LIVE
    }

    @Override
    public String toString() {
        return id + " (" + environment + ")";
    }
}
