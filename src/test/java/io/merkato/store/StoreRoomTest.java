package io.merkato.store;

import static io.merkato.api.UserErrorCode.OUT_OF_RANGE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.merkato.AtOnce;
import io.merkato.InvariantsHold;
import io.merkato.MerkatoTest;
import io.merkato.TestDatabase;
import io.merkato.api.UserError;
import io.merkato.api.Viewer;
import io.merkato.tenancy.NewTenants;
import io.merkato.tenancy.TenantContext;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@MerkatoTest
@ExtendWith(InvariantsHold.class)
class StoreRoomTest {

    private final StoreCreate create;
    private final TenantContext tenant;

    StoreRoomTest(StoreCreate create, NewTenants newTenants) {
        this.create = create;
        this.tenant = newTenants.context();
    }

    private List<UserError> open(String code) {
        var input = new StoreCreate.Input(code, code, null, null, null, null, Store.TaxDisplay.GROSS, null, null);
        return create.storeCreate(input, tenant, Viewer.system("test")).userErrors();
    }

    @Test
    void there_are_at_most_500_stores() throws SQLException {
        fill(498);

        assertThat(open("last")).isEmpty();
        assertThat(open("more"))
                .extracting(UserError::code, UserError::path)
                .containsExactly(tuple(OUT_OF_RANGE, List.of("input")));
    }

    @Test
    void the_last_two_stores_go_to_two_of_eight_who_ask_at_once() throws Exception {
        fill(497);

        List<List<UserError>> refusals = AtOnce.all(8, i -> open("last-" + i));

        assertThat(refusals).filteredOn(List::isEmpty).hasSize(2);
        assertThat(refusals)
                .filteredOn(each -> !each.isEmpty())
                .hasSize(6)
                .allSatisfy(each -> assertThat(each)
                        .extracting(UserError::code, UserError::path)
                        .containsExactly(tuple(OUT_OF_RANGE, List.of("input"))));
    }

    /** So many beside the one that every tenant begins with. */
    private void fill(int stores) throws SQLException {
        try (Connection superuser = TestDatabase.superuser();
                Statement statement = superuser.createStatement()) {
            superuser.setAutoCommit(false);
            statement.execute(
                    "insert into store.store (tenant_id, id, code, name, locale, currency) select '%s', gen_random_uuid(), 's-' || n, 'S', 'am-ET', 'ETB' from generate_series(1, %s) n"
                            .formatted(tenant.id().value(), stores));
            for (String list : List.of("locale", "currency")) {
                statement.execute(
                        "insert into store.store_%1$s (tenant_id, store_id, %1$s) select tenant_id, id, %1$s from store.store where tenant_id = '%2$s' on conflict do nothing"
                                .formatted(list, tenant.id().value()));
            }
            superuser.commit();
        }
    }
}
