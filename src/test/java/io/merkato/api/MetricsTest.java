package io.merkato.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.Client;
import io.merkato.EventStream;
import io.merkato.Merchants;
import io.merkato.Merchants.Merchant;
import io.merkato.MerkatoTest;
import io.merkato.Patience;
import io.merkato.Socket;
import io.merkato.identity.BuiltInRole;
import io.merkato.ordering.OrderShop;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What Prometheus is told of a node, and that the dashboard asks for nothing else. */
@MerkatoTest
class MetricsTest {

    private static final Path DASHBOARD = Path.of("docs/grafana-dashboard.json");
    private static final Pattern METRIC = Pattern.compile("\\b[a-z]+(?:_[a-z0-9]+)+(?=[{\\[ )]|$)");
    private static final Pattern SELECTOR = Pattern.compile("([a-z]+(?:_[a-z0-9]+)+)\\{([^}]*)}");
    private static final Pattern LABEL = Pattern.compile("([a-z_]+)(=~?)\"([^\"]*)\"");
    private static final Pattern BY = Pattern.compile("by \\(([^)]*)\\)");
    private static final Pattern SERIES = Pattern.compile("(?m)^([a-z][^ {]*(?:\\{[^}]*})?) ");

    private final Client client;
    private final Merchants merchants;
    private final PrometheusMeterRegistry registry;

    MetricsTest(Client client, Merchants merchants, PrometheusMeterRegistry registry) {
        this.client = client;
        this.merchants = merchants;
        this.registry = registry;
    }

    private HttpResponse<String> page(Client caller) {
        return caller.get(MetricsPage.PATH);
    }

    private String figures() {
        HttpResponse<String> page = page(client.as("the tests look"));
        assertThat(page.statusCode()).isEqualTo(200);
        return page.body();
    }

    private Set<String> series() {
        return SERIES.matcher(figures())
                .results()
                .map(line -> line.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void who_brings_no_token_finds_nothing_there() {
        assertThat(page(client).statusCode()).isEqualTo(404);
        assertThat(page(client.as("the tests looked")).statusCode()).isEqualTo(404);
        assertThat(page(client).body())
                .isEqualTo(
                        "{\"errors\":[{\"message\":\"There is nothing at this address.\",\"extensions\":{\"code\":\"NOT_FOUND\"}}]}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer ", "Bearer", ""})
    void where_no_token_is_set_nobody_brings_the_right_one(String authorization) throws Exception {
        var request = new MockHttpServletRequest("GET", MetricsPage.PATH);
        request.setServletPath(MetricsPage.PATH);
        request.addHeader("Authorization", authorization);
        var response = new MockHttpServletResponse();
        new MetricsPage(registry, "").doFilter(request, response, (passed, on) -> {});

        assertThat(response.getStatus()).isEqualTo(404);
        assertThat(response.getContentAsByteArray()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/beans", "/env", "/metrics", "/heapdump"})
    void nothing_else_of_a_nodes_inside_is_shown(String address) {
        assertThat(client.as("the tests look").get("/actuator" + address).statusCode())
                .isIn(401, 404);
    }

    @Test
    void the_dashboard_asks_for_what_there_is() throws IOException {
        client.in(merchants.open().slug()).data("{ store { name } }");
        Set<String> there = series().stream()
                .map(series -> series.replaceFirst("\\{.*", ""))
                .collect(Collectors.toSet());
        List<String> asked = expressions(JsonMapper.shared().readTree(Files.readString(DASHBOARD)));

        assertThat(asked)
                .hasSizeGreaterThan(15)
                .allSatisfy(expression -> assertThat(metrics(expression))
                        .as(expression)
                        .isNotEmpty()
                        .allSatisfy(metric -> assertThat(there).contains(metric)));
    }

    /** What a panel selects and groups by stands at one series, or the panel is empty. */
    @Test
    void the_dashboard_asks_for_labels_that_there_are() throws IOException {
        client.in(merchants.open().slug()).data("{ store { name } }");
        List<Selector> asked = expressions(JsonMapper.shared().readTree(Files.readString(DASHBOARD))).stream()
                .flatMap(Selector::allOf)
                .toList();

        assertThat(asked).hasSizeGreaterThan(25);
        Patience.await() // a request is timed after its client has the answer
                .untilAsserted(() -> {
                    Set<String> there = series();
                    assertThat(asked).allSatisfy(selector -> assertThat(there).anyMatch(selector::finds));
                });
    }

    /** @param labels what each has to be, as a regular expression; what Prometheus itself adds is not among them */
    private record Selector(String metric, Map<String, String> labels) {

        static Stream<Selector> allOf(String expression) {
            Map<String, String> grouped = BY.matcher(expression)
                    .results()
                    .flatMap(by -> Stream.of(by.group(1).split(", ")))
                    .collect(Collectors.toMap(label -> label, label -> ".+"));
            return SELECTOR.matcher(expression).results().map(found -> {
                var labels = new HashMap<>(grouped);
                LABEL.matcher(found.group(2))
                        .results()
                        .forEach(label -> labels.put(
                                label.group(1),
                                label.group(2).equals("=") ? Pattern.quote(label.group(3)) : label.group(3)));
                labels.remove("instance");
                return new Selector(found.group(1), labels);
            });
        }

        boolean finds(String series) {
            Map<String, String> its = LABEL.matcher(series)
                    .results()
                    .collect(Collectors.toMap(label -> label.group(1), label -> label.group(3)));
            return series.replaceFirst("\\{.*", "").equals(metric)
                    && labels.entrySet().stream()
                            .allMatch(label ->
                                    its.getOrDefault(label.getKey(), "").matches(label.getValue()));
        }
    }

    private static List<String> expressions(JsonNode dashboard) {
        return dashboard.findValues("expr").stream().map(JsonNode::asString).toList();
    }

    /** But its functions and the labels that it groups by. */
    private static List<String> metrics(String expression) {
        return METRIC.matcher(expression.replaceAll("\"[^\"]*\"|by \\([^)]*\\)|histogram_quantile|\\{[^}]*}", " "))
                .results()
                .map(MatchResult::group)
                .toList();
    }

    @Test
    void a_new_tenant_adds_no_figure_of_its_own() {
        busy(merchants.open());
        series(); // is a request itself
        Set<String> before = seriesButPauses();
        Merchant merchant = merchants.open();
        busy(merchant);

        assertThat(seriesButPauses()).isEqualTo(before);
        assertThat(figures())
                .doesNotContain(merchant.slug(), merchant.tenant().id().value().toString());
    }

    /** But of garbage, as there is one for each reason to collect it, once there was that. */
    private Set<String> seriesButPauses() {
        Set<String> series = series();
        series.removeIf(each -> each.startsWith("jvm_gc_pause_"));
        return series;
    }

    /** Asks, changes, is refused and fails to be understood. */
    private void busy(Merchant merchant) {
        Client shopper = client.in(merchant.slug());
        Client owner = merchants.staff(merchant, BuiltInRole.OWNER);
        shopper.data("{ store { name } }");
        shopper.run("{ nothing }");
        shopper.run("{ tenantUsage(from: \"2026-01-01\", to: \"2026-01-01\") { products } }");
        shopper.get("/graphql?query=%7B__typename%7D");
        owner.data("mutation { brandCreate(input: {name: \"Tomoca\"}) { brand { name } } }");
        shopper.get("/" + merchant.slug());
    }

    @Test
    void every_request_is_timed_by_one_figure_also_who_asks_again() {
        Client shopper = client.in(merchants.open().slug());
        String path = "/graphql?query=%7Bstore%7Bname%7D%7D";
        double answered = timed("SUCCESS", 200);
        double unchanged = timed("REDIRECTION", 304);
        HttpResponse<String> first = shopper.get(path);
        assertThat(first.statusCode()).isEqualTo(200);
        String tag = first.headers().firstValue("ETag").orElseThrow();

        shopper.get(path);
        shopper.with("If-None-Match", "\"other\"").get(path);
        assertThat(shopper.with("If-None-Match", tag).get(path).statusCode()).isEqualTo(304);

        Patience.await()
                .untilAsserted(
                        () -> { // a request is timed after its client has the answer
                            assertThat(timed("SUCCESS", 200)).isEqualTo(answered + 3);
                            assertThat(timed("REDIRECTION", 304)).isEqualTo(unchanged + 1);
                        });
    }

    private double timed(String outcome, int status) {
        return figure(
                "http_server_requests_seconds_count{error=\"none\",exception=\"none\",method=\"GET\",outcome=\"%s\",status=\"%d\",uri=\"/graphql\"}"
                        .formatted(outcome, status));
    }

    @Test
    void refusals_and_statements_are_counted() {
        Client shopper = client.in(merchants.open().slug());
        double refused = faults("BAD_USER_INPUT");
        double statements = figure("merkato_statements_total");
        shopper.run("{ nothing }");
        shopper.data("{ brands(first: 1) { nodes { name } } }");

        assertThat(faults("BAD_USER_INPUT")).isEqualTo(refused + 1);
        assertThat(figure("merkato_statements_total")).isGreaterThan(statements);
    }

    @Test
    void a_body_that_is_no_request_is_counted() {
        Merchant merchant = merchants.open();
        double malformed = faults("BAD_USER_INPUT");
        client.in(merchant.slug()).post("/graphql", "application/json", "[]");
        assertThat(faults("BAD_USER_INPUT")).isEqualTo(malformed + 1);
    }

    @Test
    void sockets_that_are_refused_are_counted() {
        Merchant merchant = merchants.open();
        double unknown = faults("UNAUTHENTICATED");
        double elsewhere = faults("FORBIDDEN");
        try (Socket handshake = client.as("nobody's").socketByHandshake();
                Socket nobody = client.socket();
                Socket stranger = client.socket()) {
            assertThat(handshake.next()).isEqualTo("refused 401");
            assertThat(nobody.begin(Map.of())).isEqualTo("closed 4401");
            var owner =
                    new HashMap<>(merchants.staff(merchant, BuiltInRole.OWNER).headers());
            owner.put("Merkato-Tenant", merchants.open().slug());
            assertThat(stranger.begin(owner)).isEqualTo("closed 4403");
        }
        assertThat(faults("UNAUTHENTICATED")).isEqualTo(unknown + 2);
        assertThat(faults("FORBIDDEN")).isEqualTo(elsewhere + 1);
    }

    @Test
    void what_ends_a_stream_is_counted() {
        var shop = new OrderShop(merchants, client);
        String cup = shop.variant("CUP", "100", 5);
        try (EventStream visitor = shop.visitor.watch(
                "subscription ($id: ID!) { productVariantStockChanged(id: $id) { sku quantityAvailable } }",
                Map.of("id", cup))) {
            visitor.nextEvent();
            double before = faults("FORBIDDEN");
            String market = shop.does("storeCreate(input: {code: \"market\", name: \"Market\"}) { store { id } %s }")
                    .at("/store/id")
                    .asString();
            shop.does("storeSetDefault(id: \"" + market + "\") { %s }");
            shop.receive(cup, 1);
            assertThat(visitor.nextEvent().at("/errors/0/extensions/reason").asString())
                    .isEqualTo("STORE_CHANGED");
            assertThat(faults("FORBIDDEN")).isEqualTo(before + 1);
        }
    }

    private double faults(String code) {
        return figure("merkato_faults_total{code=\"%s\"}".formatted(code));
    }

    private double figure(String series) {
        return figures()
                .lines()
                .filter(line -> line.startsWith(series + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }
}
