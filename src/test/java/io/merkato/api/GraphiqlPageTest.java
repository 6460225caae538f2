package io.merkato.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.MerkatoTest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

@MerkatoTest
class GraphiqlPageTest {

    private static final Pattern REFERENCE = Pattern.compile("(?:src|href)=\"([^\"]+)\"");

    @LocalServerPort
    int port;

    @Test
    void the_page_allows_a_browser_nothing_from_elsewhere() throws Exception {
        var page = get("/graphiql");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Security-Policy"))
                .hasValue(
                        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
                                + "font-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'");
    }

    @Test
    void the_bare_address_leads_to_it() throws Exception {
        var answer = get("/");
        assertThat(answer.statusCode()).isEqualTo(302);
        assertThat(answer.headers().firstValue("Location")).hasValue("/graphiql");
    }

    @Test
    void every_file_that_the_page_names_is_served_here() throws Exception {
        var references = REFERENCE
                .matcher(get("/graphiql").body())
                .results()
                .map(reference -> reference.group(1))
                .toList();
        assertThat(references).hasSize(8).allMatch(reference -> reference.startsWith("graphiql/files/"));
        for (var reference : references) {
            assertThat(get("/" + reference).statusCode()).as(reference).isEqualTo(200);
        }
    }

    @Test
    void the_page_offers_each_example_under_its_audience() throws Exception {
        var setup = get("/graphiql/setup");
        assertThat(setup.statusCode()).isEqualTo(200);
        for (var example : GraphiqlExample.all()) {
            assertThat(setup.body())
                    .contains("\"audience\":\"" + example.audience() + "\",\"name\":\"" + example.name() + "\"");
        }
    }

    @Test
    void the_files_that_came_along_with_graphiql_are_not_served() throws Exception {
        assertThat(get("/graphql-ui/index.html").statusCode()).isEqualTo(404);
        assertThat(get("/graphiql/files/../../application.yaml").statusCode()).isEqualTo(400);
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        try (var client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                            .build(),
                    BodyHandlers.ofString());
        }
    }
}
