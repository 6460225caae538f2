package io.merkato.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.MerkatoTest;
import io.merkato.api.Viewer;
import io.merkato.store.StoreView;
import io.merkato.store.StoreViews;
import io.merkato.tenancy.NewTenants;
import io.merkato.tenancy.Tenant;
import io.merkato.tenancy.TenantContexts;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.springframework.graphql.ExecutionGraphQlService;
import tools.jackson.databind.JsonNode;

/** Attributes, sets, categories, brands and labels, on the shelf that {@link CoffeeShop} describes. */
@MerkatoTest
class VocabularyTest {

    private final ExecutionGraphQlService graphql;
    private final StoreViews views;
    private final TenantContexts contexts;
    private final NewTenants tenants;

    VocabularyTest(ExecutionGraphQlService graphql, StoreViews views, TenantContexts contexts, NewTenants tenants) {
        this.graphql = graphql;
        this.views = views;
        this.contexts = contexts;
        this.tenants = tenants;
    }

    private Shopper shop() {
        Tenant tenant = tenants.create();
        StoreView store = views.ofDefault(tenant);
        var view = new StoreView(store.store(), List.of(Locale.ENGLISH), store.currency());
        CoffeeShop.stock(contexts.of(tenant.id()), view, 6);
        return new Shopper(graphql, contexts.of(tenant.id()), view, Viewer.anonymous(Viewer.Origin.NONE));
    }

    @Test
    void vocabulary_and_tree_are_read_whole() {
        JsonNode data = shop().data("""
                        { attributes(first: 10, where: {filterable: true}) { totalCount nodes { code type validation { min } options(first: 2) { nodes { code } pageInfo { hasNextPage } } } }
                          attributeByCode(code: "roast") { label }
                          attributeSets(first: 1) { nodes { code groups { code attributes { attribute { code } } } axes { code } } }
                          categories(first: 5, where: {name: {contains: "ETH"}}) { nodes { slug } }
                          categoryTree { slug productCount children { slug productCount level } }
                          categoryBySlug(slug: "ethiopian") { ancestors { slug } seo { title } }
                          brands(first: 5, where: {name: {contains: "to"}}) { nodes { name productCount } }
                          brandBySlug(slug: "moyee") { name }
                          labels { code name }
                          productVariantBySku(sku: "coffee-1-500g") { name price { amount } attributes { display } } }
                        """);

        assertThat(data.at("/attributes/totalCount").asInt()).isEqualTo(4);
        assertThat(data.at("/attributes/nodes/2/options").toString())
                .isEqualTo(
                        "{\"nodes\":[{\"code\":\"light\"},{\"code\":\"medium\"}],\"pageInfo\":{\"hasNextPage\":true}}");
        assertThat(data.at("/attributeSets/nodes/0").toString())
                .isEqualTo(
                        "{\"code\":\"coffee\",\"groups\":[{\"code\":\"taste\",\"attributes\":[{\"attribute\":{\"code\":\"roast\"}}]}],\"axes\":[{\"code\":\"size\"}]}");
        assertThat(data.at("/categories/nodes").toString()).isEqualTo("[{\"slug\":\"ethiopian\"}]");
        assertThat(data.at("/categoryTree").toString())
                .isEqualTo(
                        "[{\"slug\":\"coffee\",\"productCount\":6,\"children\":[{\"slug\":\"ethiopian\",\"productCount\":3,\"level\":1}]}]");
        assertThat(data.at("/categoryBySlug").toString())
                .isEqualTo("{\"ancestors\":[{\"slug\":\"coffee\"}],\"seo\":{\"title\":\"ethiopian\"}}");
        assertThat(data.at("/brands/nodes").toString()).isEqualTo("[{\"name\":\"Tomoca\",\"productCount\":3}]");
        assertThat(data.at("/productVariantBySku").toString())
                .isEqualTo(
                        "{\"name\":\"500G\",\"price\":{\"amount\":\"202.00\"},\"attributes\":[{\"display\":\"500G\"}]}");
    }
}
