package io.merkato;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.HashMap;
import java.util.Map;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A frontend: sends documents over HTTP and reads what comes back. Each {@code with} gives another client. */
@Lazy
@Component
public final class Client {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final JsonMapper JSON = JsonMapper.shared();

    private final String host;
    private final int port;
    private final Map<String, String> headers;

    @org.springframework.beans.factory.annotation.Autowired
    Client(ServletWebServerApplicationContext application) {
        this("127.0.0.1", requireNonNull(application.getWebServer()).getPort(), Map.of());
    }

    private Client(String host, int port, Map<String, String> headers) {
        this.host = host;
        this.port = port;
        this.headers = headers;
    }

    /** Of an application of its own; see {@link OwnProcess}. */
    public static Client at(int port) {
        return new Client("127.0.0.1", port, Map.of());
    }

    /** The same caller, of another application on the same database. */
    public Client to(int anotherPort) {
        return new Client(host, anotherPort, headers);
    }

    /** The same caller, who knows this machine by another name. */
    public Client under(String anotherHost) {
        return new Client(anotherHost, port, headers);
    }

    public Client with(String header, String value) {
        var more = new HashMap<>(headers);
        more.put(header, value);
        return new Client(host, port, more);
    }

    public Client in(String tenantSlug) {
        return with("Merkato-Tenant", tenantSlug);
    }

    public Client as(String token) {
        return with("Authorization", "Bearer " + token);
    }

    /** The response's {@code data} and {@code errors}. */
    public JsonNode run(String document, Map<String, ?> variables) {
        var body = JSON.writeValueAsString(Map.of("query", document, "variables", variables));
        JsonNode response =
                JSON.readTree(post("/graphql", "application/json", body).body());
        ((ObjectNode) response).remove("extensions"); // what it cost is not the same twice
        return response;
    }

    public JsonNode run(String document) {
        return run(document, Map.of());
    }

    /** The {@code data} of a document that must go through without errors. */
    public JsonNode data(String document, Map<String, ?> variables) {
        JsonNode response = run(document, variables);
        if (response.has("errors")) {
            throw new AssertionError(response.get("errors").toPrettyString());
        }
        return response.get("data");
    }

    public JsonNode data(String document) {
        return data(document, Map.of());
    }

    public HttpResponse<String> get(String path) {
        return send(request(path).GET());
    }

    public HttpResponse<String> post(String path, String contentType, String body) {
        return send(request(path).header("Content-Type", contentType).POST(BodyPublishers.ofString(body)));
    }

    /** Any request, with nothing added but this client's own headers. */
    public HttpResponse<String> send(String method, String path, Map<String, String> headers, byte[] body) {
        return send(request(method, path, headers, body));
    }

    public HttpResponse<byte[]> sendForBytes(String method, String path, Map<String, String> headers, byte[] body) {
        return send(request(method, path, headers, body), BodyHandlers.ofByteArray());
    }

    private HttpRequest.Builder request(String method, String path, Map<String, String> more, byte[] body) {
        HttpRequest.Builder request = request(path).method(method, BodyPublishers.ofByteArray(body));
        more.forEach(request::header);
        return request;
    }

    /** A WebSocket that brings nothing yet; see {@link Socket#begin}. */
    public Socket socket() {
        return Socket.open(port, Map.of());
    }

    /** A WebSocket whose handshake brings this client's headers. */
    public Socket socketByHandshake() {
        return Socket.open(port, headers);
    }

    /** Server-sent events of a subscription. */
    public EventStream watch(String document, Map<String, ?> variables) {
        HttpRequest.Builder request = request("/graphql")
                .header("Content-Type", "application/json")
                .header("Accept", "text/event-stream")
                .POST(BodyPublishers.ofString(
                        JSON.writeValueAsString(Map.of("query", document, "variables", variables))));
        return new EventStream(send(request, BodyHandlers.ofLines()).body());
    }

    /** A request of which so many characters are sent, these first. */
    public SlowRequest begin(String path, String contentType, int length, String beginning) {
        return SlowRequest.begin(port, path, with("Content-Type", contentType).headers, length, beginning);
    }

    /** What this client sends with each request. */
    public Map<String, String> headers() {
        return headers;
    }

    private HttpRequest.Builder request(String path) {
        var request = HttpRequest.newBuilder(URI.create("http://" + host + ":" + port + path))
                .timeout(Patience.MOST);
        headers.forEach(request::header);
        return request;
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) {
        return send(request, BodyHandlers.ofString());
    }

    private static <T> HttpResponse<T> send(HttpRequest.Builder request, HttpResponse.BodyHandler<T> handler) {
        try {
            return HTTP.send(request.build(), handler);
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
