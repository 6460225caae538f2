package io.merkato.database;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

class SettingsCheckTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            merkato.jobs.poll               | 0s       | merkato.jobs.poll is 0s, which has to be above 0.
            merkato.usage.write-every       | PT0S     | merkato.usage.write-every is PT0S, which has to be above 0.
            merkato.webhooks.concurrency    | 0        | merkato.webhooks.concurrency is 0, which has to be above 0.
            merkato.webhooks.retries        | 5s,0s,1h | merkato.webhooks.retries is 5s,0s,1h, which has to be above 0.
            merkato.imports.max-upload      | 0MB      | merkato.imports.max-upload is 0MB, which has to be above 0.
            merkato.imports.turn            | -20s     | merkato.imports.turn is -20s, which has to be above 0.
            merkato.drain                   | -1ms     | merkato.drain is -1ms, which has to be 0 or above.
            merkato.identity.texts          | -1       | merkato.identity.texts is -1, which has to be 0 or above.
            MERKATO_STOCKUPKEEP             | 0        | merkato.stockupkeep is 0, which has to be above 0.
            """)
    void nothing_starts_with_a_quantity_that_nothing_could_be_done_by(String name, String value, String message) {
        assertThatThrownBy(() -> SettingsCheck.check(environment(name, value)))
                .isInstanceOf(SettingsCheck.UnusableSetting.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "merkato.drain=0s",
                "merkato.staleness=0",
                "merkato.catalogue-cache.in-all=0MB",
                "MERKATO_IDENTITY_TEXTSPERTENANT=0",
                "merkato.jobs.poll=1ms",
                "merkato.upkeep=0 17 3 * * *",
                "merkato.upkeep=0,30 17 3 * * *",
                "merkato.demo=false",
                "merkato.dns=dns:",
                "merkato.vault.rotate-after=P90D"
            })
    void what_means_something_is_taken(String setting) {
        String[] parts = setting.split("=", 2);
        assertThatCode(() -> SettingsCheck.check(environment(parts[0], parts[1])))
                .doesNotThrowAnyException();
    }

    private static StandardEnvironment environment(String name, String value) {
        var environment = new StandardEnvironment();
        environment
                .getPropertySources()
                .addFirst(new SystemEnvironmentPropertySource("systemEnvironment", Map.of(name, value)));
        return environment;
    }
}
