package io.merkato.platform;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.classic.methods.HttpPost;
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
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.io.Closer;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * Sends to addresses that tenants choose: no further than its hosts let it, without following anybody elsewhere, for a bounded time and reading little of
 * the answer. Each attempt has a connection of its own, so that the address is looked up and judged each time.
 */
final class WebhookClient implements Function<WebhookMessage, WebhookOutcome>, AutoCloseable {

    private static final int EXCERPT = 1024;
    private static final int MOST_CONNECTIONS = 1000;

    /** Of an answer; without bounds a line without end takes all memory before its time is over. */
    private static final Http1Config HEAD =
            Http1Config.custom().setMaxLineLength(8192).setMaxHeaderCount(100).build();

    private final CloseableHttpClient http;
    private final Duration timeout;
    private final ScheduledExecutorService deadlines = Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("webhook-deadlines").factory());

    WebhookClient(PublicHosts hosts, Duration timeout) {
        this.timeout = timeout;
        var limit = Timeout.of(timeout);
        this.http = HttpClients.custom()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setConnectionFactory(ManagedHttpClientConnectionFactory.builder()
                                .http1Config(HEAD)
                                .build())
                        .setDnsResolver(hosts)
                        .setMaxConnTotal(MOST_CONNECTIONS)
                        .setMaxConnPerRoute(MOST_CONNECTIONS)
                        .setDefaultConnectionConfig(ConnectionConfig.custom()
                                .setConnectTimeout(limit)
                                .setSocketTimeout(limit)
                                .build())
                        .build())
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setResponseTimeout(limit)
                        .setConnectionRequestTimeout(limit)
                        .build())
                .setConnectionReuseStrategy((request, response, context) -> false)
                .setUserAgent("Merkato-Webhooks/1")
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableAutomaticRetries()
                .disableContentCompression()
                .build();
    }

    @Override
    public WebhookOutcome apply(WebhookMessage message) {
        Instant at = Instant.now();
        long begun = System.nanoTime();
        var request = new HttpPost(message.url());
        request.setHeader("webhook-id", message.id());
        request.setHeader("webhook-timestamp", Long.toString(at.getEpochSecond()));
        request.setHeader("webhook-signature", message.signature(at));
        request.setEntity(new StringEntity(message.payload(), ContentType.APPLICATION_JSON));
        Future<?> deadline = deadlines.schedule(request::cancel, timeout.toMillis(), TimeUnit.MILLISECONDS);
        ClassicHttpResponse response = null;
        try {
            response = http.executeOpen(null, request, null);
            int status = response.getCode();
            return new WebhookOutcome(
                    since(begun),
                    status,
                    status >= 200 && status < 300 ? null : "The receiver answered " + status + ".",
                    excerpt(response.getEntity()));
        } catch (IOException | RuntimeException e) {
            return WebhookOutcome.failed(since(begun), reason(e, request.isCancelled()));
        } finally {
            deadline.cancel(false);
            // Before closing, which would read what is left, however much that is.
            request.cancel();
            Closer.closeQuietly(response);
        }
    }

    /** How the content begins, as far as it comes in time. */
    private static @Nullable String excerpt(@Nullable HttpEntity entity) {
        if (entity == null) {
            return null;
        }
        byte[] begin = new byte[EXCERPT];
        int length = 0;
        try {
            InputStream content = entity.getContent();
            for (int read = 0; read >= 0 && length < EXCERPT; read = content.read(begin, length, EXCERPT - length)) {
                length += read;
            }
            return text(begin, length);
        } catch (IOException e) {
            // What it says is nice to have; the status says all.
            return text(begin, length);
        }
    }

    private static @Nullable String text(byte[] bytes, int length) {
        return length == 0 ? null : new String(bytes, 0, length, StandardCharsets.UTF_8).replace('\0', '\uFFFD');
    }

    private static String reason(Exception e, boolean cancelled) {
        return switch (e) {
            case PublicHosts.NotPublic refused -> "The host leads to an address that is not public.";
            case UnknownHostException unknown -> "The host is not known.";
            case SSLException tls -> "The connection could not be secured: " + tls.getMessage();
            case SocketTimeoutException slow -> "There was no answer in time.";
            case InterruptedIOException slow -> "There was no answer in time.";
            default ->
                cancelled
                        ? "There was no answer in time."
                        : "The connection failed: " + e.getClass().getSimpleName();
        };
    }

    private static int since(long begun) {
        return (int) TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
    }

    @Override
    public void close() throws IOException {
        deadlines.shutdownNow();
        http.close();
    }
}
