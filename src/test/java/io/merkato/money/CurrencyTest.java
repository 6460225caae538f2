package io.merkato.money;

import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.MerkatoTest;
import io.merkato.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Currency;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

@MerkatoTest
class CurrencyTest {

    /** The code reads the JDK's, SQL and whoever reads the tables the database's. */
    @Test
    void code_and_database_agree_on_the_decimals_of_every_currency() throws SQLException {
        var database = new TreeMap<String, Integer>();
        var code = new TreeMap<String, Integer>();
        try (Connection superuser = TestDatabase.superuser();
                ResultSet currencies =
                        superuser.createStatement().executeQuery("select code, exponent from money.currency")) {
            while (currencies.next()) {
                Currency currency = Currency.getInstance(currencies.getString("code"));
                database.put(currency.getCurrencyCode(), currencies.getInt("exponent"));
                code.put(
                        currency.getCurrencyCode(),
                        new Money(0, currency).amount().scale());
            }
        }

        assertThat(database).hasSizeGreaterThan(60).isEqualTo(code);
    }
}
