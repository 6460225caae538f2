package io.merkato.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.AtOnce;
import io.merkato.InvariantsHold;
import io.merkato.Merchants;
import io.merkato.MerkatoTest;
import io.merkato.TestDatabase;
import java.sql.Connection;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** There are at most 250 locations: the last places go to as many as there are, however many ask at once. */
@MerkatoTest
@ExtendWith(InvariantsHold.class)
class LocationRoomTest {

    private final Storeroom room;

    LocationRoomTest(Stock stock, Merchants merchants) {
        this.room = new Storeroom(stock, merchants, InventoryMode.RESERVE_ON_ORDER);
    }

    @Test
    void two_new_locations_for_eight_who_ask_at_once() throws Exception {
        try (Connection superuser = TestDatabase.superuser()) {
            superuser
                    .createStatement()
                    .execute("insert into inventory.location (tenant_id, id, code, name) select '"
                            + room.tenant.id().value()
                            + "', gen_random_uuid(), 'place-' || n, 'Place' from generate_series(1, 247) n");
        }

        List<String> refusals = AtOnce.all(
                8,
                i -> room.owner
                        .data("mutation { locationCreate(input: {code: \"new-" + i
                                + "\", name: \"New\"}) { userErrors { code path } } }")
                        .at("/locationCreate/userErrors")
                        .toString());

        assertThat(refusals).filteredOn(each -> each.equals("[]")).hasSize(2);
        assertThat(refusals)
                .filteredOn(each -> !each.equals("[]"))
                .hasSize(6)
                .containsOnly("[{\"code\":\"OUT_OF_RANGE\",\"path\":[\"input\"]}]");
    }
}
