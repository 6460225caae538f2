package io.merkato.bulk;

import static io.merkato.api.Permission.LEDGER_READ;

import io.merkato.api.DateTimeRange;
import io.merkato.api.Fault;
import io.merkato.api.FaultCode;
import io.merkato.api.TypeId;
import io.merkato.identity.Requests;
import io.merkato.ledger.AccountStatements;
import io.merkato.ledger.LedgerAccount;
import io.merkato.tenancy.AtOnce;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /exports/ledger.csv} answers the statement of an account from a moment up to another, the second one excluded. */
@RestController
class StatementFileController {

    private final Requests requests;
    private final AccountStatements statements;
    private final StatementExport export;
    private final AtOnce exports;

    StatementFileController(Requests requests, AccountStatements statements, StatementExport export, AtOnce exports) {
        this.exports = exports;
        this.requests = requests;
        this.statements = statements;
        this.export = export;
    }

    @GetMapping("/exports/ledger.csv")
    void exportStatement(
            @RequestParam(defaultValue = "") String account,
            @RequestParam(required = false) @Nullable String from,
            @RequestParam(required = false) @Nullable String to,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        Requests.Asked asked = requests.of(request);
        asked.viewer().mustHold(LEDGER_READ);
        var range = new DateTimeRange(moment(from), moment(to));
        if (range.isReversed()) {
            throw Fault.badInput("The parameter from is no later than to.");
        }
        LedgerAccount of = statements
                .account(asked.tenant(), new LedgerAccount.Id(TypeId.parse("ledger_account", account)))
                .orElseThrow(() -> Fault.of(FaultCode.NOT_FOUND, "There is no such account."));
        String name = "%s-%s.csv".formatted(of.code(), of.unit()).toLowerCase(Locale.ROOT);
        exports.during(asked.tenant(), () -> {
            response.setContentType("text/csv;charset=UTF-8");
            response.setHeader(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + name + "\"");
            response.setHeader("X-Content-Type-Options", "nosniff");
            Writer out = new OutputStreamWriter(response.getOutputStream(), StandardCharsets.UTF_8);
            export.write(asked.tenant(), of, range, out);
            out.flush();
            return out;
        });
    }

    /** In microseconds, as the database counts. */
    private static @Nullable Instant moment(@Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            Instant moment = OffsetDateTime.parse(text).toInstant();
            int year = moment.atOffset(ZoneOffset.UTC).getYear();
            if (year >= 1 && year <= 9999) {
                return moment.truncatedTo(ChronoUnit.MICROS);
            }
        } catch (DateTimeParseException e) {
            // As a year that nobody writes.
        }
        throw Fault.badInput("The parameters from and to are moments, such as 2026-07-01T00:00:00Z.");
    }
}
