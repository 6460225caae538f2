package io.merkato.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.Client;
import io.merkato.Merchants;
import io.merkato.MerkatoTest;
import io.merkato.identity.BuiltInRole;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** A merchant writes patterns, and the database that all merchants share runs them. */
@MerkatoTest
class AttributePatternTest {

    private final Client clerk;

    AttributePatternTest(Merchants merchants) {
        this.clerk = merchants.staff(merchants.open(), BuiltInRole.OWNER);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(a+)(a+)(a+)(a+)\\4\\3\\2\\1",
                "(.)\\1",
                "[\\1]",
                "a(?=b)",
                "a(?!b)",
                "(?<=a)b",
                "(?<!a)b",
                "(?i)a",
                "***=a",
                "(.*){1,32000}",
                "(((a{1,100}){1,100}){1,100})",
                "(?:(?:a{20}){5}){6}",
                "(?:a{200}|b{200}|c{101})",
                "a{0,9999999999}",
                "a)|(b",
                "(",
                "[",
                "\\"
            })
    void what_could_keep_the_database_busy_is_refused(String pattern) {
        assertThat(create(pattern).at("/userErrors"))
                .hasToString("[{\"code\":\"INVALID\",\"path\":[\"input\",\"validation\",\"pattern\"]}]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[A-Z]{2}[0-9]{4}-[0-9]{6}",
                "\\(\\d{3}\\) \\d{3}-\\d{4}",
                "[^]a]+|[]a]+",
                "[[:alpha:]_][\\w-]*",
                "(?:red|green)(, (?:red|green))*",
                "\\\\1",
                "(a*)*b",
                "(a|aa)+",
                "(?:a{20}){25}",
                "#?[0-9a-f]{6}"
            })
    void what_people_write_is_taken(String pattern) {
        JsonNode payload = create(pattern);

        assertThat(payload.at("/userErrors")).isEmpty();
        assertThat(payload.at("/attribute/validation/pattern").asString()).isEqualTo(pattern);
    }

    private JsonNode create(String pattern) {
        return clerk.data("""
                        mutation ($code: String!, $pattern: String) {
                            attributeCreate(input: {code: $code, type: TEXT, validation: {pattern: $pattern}}) {
                                attribute { validation { pattern } } userErrors { code path } } }
                        """, Map.of("code", "p" + Integer.toHexString(pattern.hashCode()), "pattern", pattern))
                .get("attributeCreate");
    }
}
