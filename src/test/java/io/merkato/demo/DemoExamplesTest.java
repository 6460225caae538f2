package io.merkato.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.Client;
import io.merkato.MerkatoTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What a newcomer sees when they run the examples of GraphiQL on a demo tenant. */
@MerkatoTest
class DemoExamplesTest {

    private static final Path EXAMPLES = Path.of("src/main/resources/graphiql/examples");

    private final DemoTenants demo;
    private final Client client;

    DemoExamplesTest(DemoTenants demo, Client client) {
        this.demo = demo;
        this.client = client;
    }

    @BeforeEach
    void load() {
        demo.load(DemoShop.all());
    }

    @Test
    void the_listing_shows_a_full_page_of_light_coffees_from_the_cheapest_on() throws IOException {
        JsonNode products =
                client.in("abol").data(example("01-listing.graphql")).get("products");

        assertThat(products.get("nodes").size()).isEqualTo(20);
        JsonNode first = products.get("nodes").get(0);
        assertThat(first.get("slug").asString()).isEqualTo("bereka-third-round");
        assertThat(first.at("/priceRange/min").toString()).isEqualTo("{\"amount\":\"460.00\",\"currency\":\"ETB\"}");
        assertThat(first.get("variants").get("nodes").size()).isEqualTo(3);
        assertThat(products.at("/pageInfo/hasNextPage").asBoolean()).isTrue();
    }

    @Test
    void a_store_shows_its_own_words_and_prices_and_hides_what_it_does_not_sell() {
        Client piassa = client.in("abol").with("Merkato-Store", "piassa");
        String query = "query($slug: String!) { productBySlug(slug: $slug) { name priceRange { min { amount } } } }";

        assertThat(piassa.data(query, Map.of("slug", "jebena-classic"))
                        .at("/productBySlug/name")
                        .asString())
                .isEqualTo("የፒያሳ ጀበና");
        assertThat(piassa.data(query, Map.of("slug", "abol-house-espresso"))
                        .at("/productBySlug/priceRange/min/amount")
                        .asString())
                .isEqualTo("520.00");
        assertThat(piassa.data(query, Map.of("slug", "burr-grinder-60mm"))
                        .get("productBySlug")
                        .isNull())
                .isTrue();
    }

    @Test
    void search_finds_amharic_latin_and_misspelt_words() {
        for (String words : List.of("ይርጋጨፌ", "Yirgacheffe", "yirgachefe")) {
            assertThat(client.in("abol")
                            .data(
                                    "query($words: String!) { products(first: 5, search: $words) { nodes { slug } } }",
                                    Map.of("words", words))
                            .at("/products/nodes")
                            .size())
                    .as(words)
                    .isEqualTo(5);
        }
    }

    @Test
    void storefront_and_back_office_queries_run_on_the_demo_tenants_they_are_for() throws IOException {
        for (DemoShop shop : DemoShop.all()) {
            String slug = shop.shop().slug();
            Client owner = client.in(slug).as(signIn(slug, "owner@" + slug + ".example"));
            for (Path file : examples()) {
                String document = Files.readString(file);
                if (document.lines().findFirst().orElseThrow().contains("(tenant abol") && !slug.equals("abol")) {
                    continue;
                }
                assertThat(owner.run(document).get("errors"))
                        .as(slug + " " + file.getFileName())
                        .isNull();
            }
        }
    }

    @Test
    void a_guest_fills_a_cart_and_staff_ship_what_they_ordered() throws IOException {
        Client abol = client.in("abol");
        JsonNode filled = abol.data(example("17-cart.graphql")).get("cartCreate");
        Client guest = abol.with("Merkato-Guest", filled.get("guestToken").asString());
        String cart = filled.at("/cart/id").asString();

        JsonNode ready = guest.data(example("18-cart-address.graphql").replace("cart_…", cart))
                .at("/cartUpdate");
        assertThat(ready.at("/cart/problems").isEmpty()).as(ready.toString()).isTrue();
        assertThat(ready.at("/cart/totals/total/amount").asString()).isEqualTo("2520.00");

        JsonNode placed = guest.data(example("19-order-place.graphql")
                        .replace("cart_…", cart)
                        .replace("key_…", "walk"))
                .get("orderPlace");
        assertThat(placed.get("userErrors").isEmpty()).as(placed.toString()).isTrue();
        String order = placed.at("/order/id").asString();

        Client owner = abol.as(signIn("abol", "owner@abol.example"));
        for (String step : List.of("29-order-1-payment.graphql", "29-order-2-ship.graphql")) {
            JsonNode done = owner.data(example(step).replace("order_…", order).replace("key_…", "walk"));
            assertThat(done.findValue("userErrors").isEmpty())
                    .as(done.toString())
                    .isTrue();
        }
        assertThat(guest.data("{ order(id: \"" + order + "\") { status paymentStatus fulfilmentStatus } }")
                        .get("order")
                        .toString())
                .isEqualTo("{\"status\":\"COMPLETED\",\"paymentStatus\":\"PAID\",\"fulfilmentStatus\":\"FULFILLED\"}");
    }

    @Test
    void a_customer_signs_in() {
        assertThat(signIn("nuru", "njeri.mwangi@example.com")).isNotEmpty();
    }

    private String signIn(String tenant, String login) {
        return client.in(tenant)
                .data(
                        "mutation($login: String!, $password: String!) { signIn(input: {login: $login, password: $password}) { tokens { accessToken } userErrors { message } } }",
                        Map.of("login", login, "password", PeopleRows.PASSWORD_OF_ALL))
                .at("/signIn/tokens/accessToken")
                .asString();
    }

    private static List<Path> examples() throws IOException {
        try (Stream<Path> files = Files.list(EXAMPLES)) {
            return files.filter(file -> file.getFileName().toString().matches("[012].*"))
                    .filter(file -> !file.getFileName().toString().contains("create"))
                    .sorted()
                    .toList();
        }
    }

    private static String example(String name) throws IOException {
        return Files.readString(EXAMPLES.resolve(name));
    }
}
