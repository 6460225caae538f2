package io.merkato.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.Client;
import io.merkato.Merchants;
import io.merkato.MerkatoTest;
import io.merkato.Patience;
import io.merkato.SlowRequest;
import io.merkato.identity.BuiltInRole;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A file in a form takes its place before the form is read: the server keeps nothing of what has none. */
@MerkatoTest
class FormsAtOnceTest {

    private static final String FORM =
            "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\nHandle";

    private final Client owner;

    FormsAtOnceTest(Merchants merchants) {
        this.owner = merchants.staff(merchants.open(), BuiltInRole.OWNER);
    }

    @Test
    void of_five_that_are_begun_one_is_too_many() throws Exception {
        List<SlowRequest> begun = Stream.generate(
                        () -> owner.begin("/uploads", "multipart/form-data; boundary=x", 30_000_000, FORM))
                .limit(5)
                .toList();
        try {
            assertThat(CompletableFuture.anyOf(
                                    begun.stream().map(SlowRequest::answer).toArray(CompletableFuture[]::new))
                            .get(Patience.MOST.toSeconds(), TimeUnit.SECONDS)
                            .toString())
                    .startsWith("HTTP/1.1 429");
        } finally {
            begun.forEach(SlowRequest::close);
        }
    }
}
