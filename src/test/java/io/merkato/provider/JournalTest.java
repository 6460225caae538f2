package io.merkato.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.provider.StandIn.Ask;
import io.merkato.provider.StandIn.Reply;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That a stand-in which was killed goes on where it was. */
@NullUnmarked
class JournalTest {

    @TempDir
    private Path folder;

    @Test
    void a_stand_in_that_begins_again_knows_what_it_did() throws Exception {
        Path file = folder.resolve("wave.journal");
        var bank = (WaveBank) StandInProcess.bank("wave", new Journal(file), Rig.NOTICES);
        String open =
                "{\"amount\":\"1005\",\"currency\":\"XOF\",\"success_url\":\"https://a.example\",\"error_url\":\"https://a.example\",\"client_reference\":\"k\"}";
        bank.answer(ask("POST", "/v1/checkout/sessions", open));
        bank.pay("k");
        // It was killed while it wrote.
        Files.writeString(file, "\nrefunded\tk\tcos-1", StandardOpenOption.APPEND);

        var again = StandInProcess.bank("wave", new Journal(file), Rig.NOTICES);
        Reply session = again.answer(ask("GET", "/v1/checkout/sessions/cos-1", ""));
        assertThat(session.body()).contains("\"payment_status\":\"succeeded\"").contains("\"when_refunded\":null");
        again.answer(ask("POST", "/v1/checkout/sessions/cos-1/refund", ""));

        var journal = new Journal(file);
        assertThat(journal.sum("paid")).isEqualTo(1005);
        assertThat(journal.sum("refunded")).isEqualTo(1005);
    }

    private static Ask ask(String method, String path, String body) {
        return new Ask(
                method,
                path,
                Map.of("authorization", "Bearer " + WaveBank.API_KEY),
                body.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
}
