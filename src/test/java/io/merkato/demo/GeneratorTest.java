package io.merkato.demo;

import static io.merkato.jooq.catalog.Tables.ATTRIBUTE_VALUE;
import static io.merkato.jooq.catalog.Tables.PRICE_RANGE;
import static io.merkato.jooq.catalog.Tables.PRODUCT;
import static io.merkato.jooq.catalog.Tables.PRODUCT_SEARCH;
import static io.merkato.jooq.catalog.Tables.VARIANT;
import static io.merkato.jooq.catalog.Tables.VARIANT_PRICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.merkato.MerkatoTest;
import io.merkato.api.Permission;
import io.merkato.api.Viewer;
import io.merkato.tenancy.Tenant;
import io.merkato.tenancy.TenantContext;
import io.merkato.tenancy.TenantContexts;
import java.util.List;
import java.util.stream.Stream;
import org.jooq.Table;
import org.junit.jupiter.api.Test;

@MerkatoTest
class GeneratorTest {

    private final Generator generator;
    private final TenantContexts contexts;

    GeneratorTest(Generator generator, TenantContexts contexts) {
        this.generator = generator;
        this.contexts = contexts;
    }

    @Test
    void as_many_are_made_as_are_asked_for() throws Exception {
        var volume = new Volume(2, 120, 10, 7);

        assertThat(generator.generate(volume)).isEqualTo(240);
        for (int tenant = 1; tenant <= 2; tenant++) {
            assertThat(counts(volume, tenant))
                    .describedAs("product, variant, variant_price, attribute_value, price_range, product_search")
                    .containsExactly(120, 1200, 1200, 120 * (4 + 10 * 2), 120, 240);
        }
    }

    @Test
    void generating_again_makes_nothing() throws Exception {
        var volume = new Volume(1, 10, 1, 8);
        generator.generate(volume);

        assertThat(generator.generate(volume)).isZero();
    }

    @Test
    void the_same_volume_is_the_same_data() throws Exception {
        var volume = new Volume(1, 3, 1, 9);
        generator.generate(volume);
        TenantContext tenant = tenant(volume, 1);

        assertThat(tenant.sql()
                        .select(PRODUCT.NAME)
                        .from(PRODUCT)
                        .where(tenant.owns(PRODUCT))
                        .orderBy(PRODUCT.ID)
                        .fetch(PRODUCT.NAME))
                .containsExactly("Recycled kettle 1", "Highland clock 2", "Indigo cushion 3");
    }

    @Test
    void the_last_products_that_a_volume_may_have_are_made_like_the_first() throws Exception {
        var volume = new Volume(1, 1, 1, 10);
        generator.generate(volume);
        var products = new GeneratedProducts(DemoShop.template(volume.slug(1), "Load 1"), volume, 1);
        TenantContext tenant = tenant(volume, 1);

        tenant.transact(Viewer.system("generator").may(Permission.PLATFORM_OPERATE), tx -> {
            products.write(tx, 9_999_999, 10_000_000);
            return tx.id();
        });

        assertThat(counts(volume, 1))
                .describedAs("product, variant, variant_price, attribute_value, price_range, product_search")
                .containsExactly(3, 3, 3, 3 * (4 + 2), 3, 6);
    }

    @Test
    void a_volume_is_read_from_text() {
        assertThat(Volume.parse("tenants:100,products:1000,variants:3")).isEqualTo(new Volume(100, 1000, 3, 1));
        assertThat(Volume.parse("products:5, seed:42")).isEqualTo(new Volume(1, 5, 1, 42));
        assertThatIllegalArgumentException().isThrownBy(() -> Volume.parse("variants:97"));
        for (String misspelt : new String[] {"shops:3", "tenant:3", "products:3,variant:2", "tenants:3,s:1"}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Volume.parse(misspelt))
                    .withMessage("not understood: " + misspelt);
        }
    }

    private List<Integer> counts(Volume volume, int number) {
        TenantContext tenant = tenant(volume, number);
        return Stream.<Table<?>>of(PRODUCT, VARIANT, VARIANT_PRICE, ATTRIBUTE_VALUE, PRICE_RANGE, PRODUCT_SEARCH)
                .map(table -> tenant.sql().fetchCount(table, tenant.owns(table)))
                .toList();
    }

    private TenantContext tenant(Volume volume, int number) {
        return contexts.of(new Tenant.Id(new DemoIds(volume.slug(number)).of("tenant")));
    }
}
