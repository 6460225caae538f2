package io.merkato.catalog;

import static io.merkato.jooq.catalog.Catalog.CATALOG;
import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.MerkatoTest;
import io.merkato.Statements;
import io.merkato.api.Permission;
import io.merkato.api.TypeId;
import io.merkato.api.Viewer;
import io.merkato.store.StoreViews;
import io.merkato.tenancy.NewTenants;
import io.merkato.tenancy.Tenant;
import io.merkato.tenancy.TenantContexts;
import java.util.List;
import java.util.Set;
import org.jooq.Table;
import org.jooq.TableOptions;
import org.junit.jupiter.api.Test;
import org.springframework.graphql.ExecutionGraphQlService;

@MerkatoTest
class ProductStateTest {

    /** Kept up from the parts of products, or said by others than staff. */
    private static final Set<String> NO_PART =
            Set.of("price_range", "product_facet", "product_search", "product_due", "product_rating", "review");

    private final Statements statements;
    private final Tenant tenant;
    private final TenantContexts contexts;
    private final Merchant merchant;

    ProductStateTest(
            Statements statements,
            ExecutionGraphQlService graphql,
            NewTenants tenants,
            StoreViews views,
            TenantContexts contexts) {
        this.statements = statements;
        this.tenant = tenants.create();
        this.contexts = contexts;
        this.merchant = new Merchant(graphql, tenant, views, contexts);
    }

    @Test
    void the_state_of_a_product_is_read_in_one_statement_from_every_table_that_speaks_of_products() {
        String product = merchant.bag(merchant.coffeeSet(), "bag");

        List<String> read = statements.of(() -> contexts.of(tenant.id())
                .transact(
                        Viewer.system("test").may(Permission.CATALOG_WRITE),
                        tx -> ProductState.of(tx, new Product.Id(TypeId.parse("product", product)))));

        assertThat(read).hasSize(1);
        assertThat(CATALOG.getTables().stream()
                        .filter(table -> table.getTableType() == TableOptions.TableType.TABLE)
                        .filter(table -> table.field("product_id") != null || table.field("variant_id") != null)
                        .map(Table::getName)
                        .filter(table -> !NO_PART.contains(table)))
                .isNotEmpty()
                .allSatisfy(table -> assertThat(read.getFirst()).contains("from \"catalog\".\"" + table + "\""));
    }
}
