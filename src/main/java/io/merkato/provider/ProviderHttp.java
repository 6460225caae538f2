package io.merkato.provider;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.merkato.provider.ProviderAnswer.Said;
import io.merkato.provider.ProviderAnswer.Silence;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.io.Closer;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * The one way to providers: for a bounded time, reading bounded answers, following nobody elsewhere, and not asking for a while where an account's last
 * questions had no answer. Each question has a connection of its own: one that was kept may be cut just as it is used, and then nobody knows.
 */
final class ProviderHttp implements AutoCloseable {

    private static final int LONGEST_ANSWER = 256 * 1024;
    private static final int MOST_CONNECTIONS = 1000;

    /** Of an answer; without bounds a line without end takes all memory before its time is over. */
    private static final Http1Config HEAD =
            Http1Config.custom().setMaxLineLength(8192).setMaxHeaderCount(100).build();

    private static final Throwable NO_ANSWER = new IOException("No answer");

    private final ProviderProperties properties;
    private final CircuitBreakerConfig breaking;
    private final CloseableHttpClient http;
    private final Cache<String, CircuitBreaker> breakers =
            Caffeine.newBuilder().maximumSize(10_000).build();
    private final ScheduledExecutorService deadlines = Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("provider-deadlines").factory());

    ProviderHttp(ProviderProperties properties, Clock clock) {
        this.properties = properties;
        this.breaking = CircuitBreakerConfig.custom()
                .slidingWindow(
                        2 * properties.breakAfter(),
                        properties.breakAfter(),
                        CircuitBreakerConfig.SlidingWindowType.COUNT_BASED)
                .failureRateThreshold(50)
                .slowCallDurationThreshold(Duration.ofDays(1))
                .waitDurationInOpenState(properties.pause())
                .permittedNumberOfCallsInHalfOpenState(2)
                .clock(clock)
                .build();
        this.http = HttpClients.custom()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setConnectionFactory(ManagedHttpClientConnectionFactory.builder()
                                .http1Config(HEAD)
                                .build())
                        .setMaxConnTotal(MOST_CONNECTIONS)
                        .setMaxConnPerRoute(MOST_CONNECTIONS)
                        .setDefaultConnectionConfig(ConnectionConfig.custom()
                                .setConnectTimeout(Timeout.of(properties.connect()))
                                .setSocketTimeout(Timeout.of(properties.response()))
                                .build())
                        .build())
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setResponseTimeout(Timeout.of(properties.response()))
                        .setConnectionRequestTimeout(Timeout.of(properties.connect()))
                        .build())
                .setConnectionReuseStrategy((request, response, context) -> false)
                .setUserAgent("Merkato/1")
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableAutomaticRetries()
                .disableContentCompression()
                .build();
    }

    /** How long one question may take in all. */
    Duration deadline() {
        return properties.deadline();
    }

    /** Where a provider is, by the account's environment; a stand-in of it where the operator names one. */
    URI address(String provider, ProviderAccount account, URI test, URI live) {
        return switch (account.environment()) {
            case TEST -> properties.addresses().getOrDefault(provider, test);
            case LIVE -> live;
        };
    }

    ProviderAnswer call(ProviderAccount account, ProviderCall call) {
        CircuitBreaker breaker = breakers.get(account.id(), id -> CircuitBreaker.of("provider account", breaking));
        long end = System.nanoTime() + properties.deadline().toNanos();
        ProviderAnswer answer = watched(breaker, call, end);
        if (!call.repeatable() || !missing(call, answer)) {
            return answer;
        }
        ProviderAnswer second = watched(breaker, call, end);
        if (second instanceof Silence silence) {
            return silence.sent() ? answer.afterLost() : answer;
        }
        return answer instanceof Silence first && !first.sent() ? second : second.afterLost();
    }

    private ProviderAnswer watched(CircuitBreaker breaker, ProviderCall call, long end) {
        long left = end - System.nanoTime();
        if (left <= 0) {
            return new Silence("There was no answer in time.", false);
        }
        if (!breaker.tryAcquirePermission()) {
            return new Silence("The provider has not answered lately and is not asked for a while.", false);
        }
        long begun = System.nanoTime();
        ProviderAnswer answer = exchange(call, left);
        long took = System.nanoTime() - begun;
        if (missing(call, answer)) {
            breaker.onError(took, TimeUnit.NANOSECONDS, NO_ANSWER);
        } else {
            breaker.onSuccess(took, TimeUnit.NANOSECONDS);
        }
        return answer;
    }

    private static boolean missing(ProviderCall call, ProviderAnswer answer) {
        return answer instanceof Silence
                || answer instanceof Said said && call.broken().test(said);
    }

    private ProviderAnswer exchange(ProviderCall call, long left) {
        var request = new HttpUriRequestBase(call.method(), call.url());
        call.headers().forEach(request::setHeader);
        request.setHeader("Accept", "application/json");
        if (call.body() != null) {
            request.setEntity(new ByteArrayEntity(call.body(), ContentType.parse(call.type())));
        }
        Future<?> deadline = deadlines.schedule(request::cancel, left, TimeUnit.NANOSECONDS);
        ClassicHttpResponse response = null;
        try {
            response = http.executeOpen(null, request, null);
            byte[] body = bounded(response.getEntity());
            return body == null
                    ? new Silence("The provider's answer is too long.", true)
                    : new Said(response.getCode(), body);
        } catch (IOException | RuntimeException e) {
            return new Silence(reason(e, request.isCancelled()), mayHaveArrived(e));
        } finally {
            deadline.cancel(false);
            // Before closing, which would read what is left, however much that is.
            request.cancel();
            Closer.closeQuietly(response);
        }
    }

    private static byte @Nullable [] bounded(@Nullable HttpEntity entity) throws IOException {
        if (entity == null) {
            return new byte[0];
        }
        InputStream content = entity.getContent();
        byte[] body = content.readNBytes(LONGEST_ANSWER + 1);
        return body.length > LONGEST_ANSWER ? null : body;
    }

    /** In our words: what an exception says may hold an address or a header. */
    private static String reason(Exception e, boolean cancelled) {
        return switch (e) {
            case UnknownHostException unknown -> "The provider's host is not known.";
            case ConnectTimeoutException slow -> "The provider could not be reached in time.";
            case ConnectException refused -> "The provider could not be reached.";
            case SSLException tls -> "The connection to the provider could not be secured.";
            case SocketTimeoutException slow -> "There was no answer in time.";
            case InterruptedIOException slow -> "There was no answer in time.";
            default ->
                cancelled
                        ? "There was no answer in time."
                        : "The connection to the provider failed: "
                                + e.getClass().getSimpleName();
        };
    }

    private static boolean mayHaveArrived(Exception e) {
        return switch (e) {
            case UnknownHostException never -> false;
            case ConnectTimeoutException never -> false;
            case ConnectException never -> false;
            case NoRouteToHostException never -> false;
            case SSLHandshakeException never -> false;
            default -> true;
        };
    }

    @Override
    public void close() throws IOException {
        deadlines.shutdownNow();
        http.close();
    }
}
