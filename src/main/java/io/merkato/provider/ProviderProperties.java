package io.merkato.provider;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param connect how long a connection may take to be made
 * @param response how long a provider may say nothing
 * @param deadline how long one question may take in all, with its repetition
 * @param breakAfter of how many last answers of an account at least half have to be missing until it is not asked for a while
 * @param pause how long it is not asked then
 * @param addresses by a provider's code: where to find a stand-in of it. For accounts of the test environment only
 */
@ConfigurationProperties("merkato.providers")
record ProviderProperties(
        @DefaultValue("5s") Duration connect,
        @DefaultValue("15s") Duration response,
        @DefaultValue("25s") Duration deadline,
        @DefaultValue("10") int breakAfter,
        @DefaultValue("30s") Duration pause,
        @DefaultValue Map<String, URI> addresses) {}
