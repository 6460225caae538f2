package io.merkato.api;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.springframework.http.MediaType;
import tools.jackson.databind.json.JsonMapper;

/** Answers what the server refuses before any filter sees it, such as an address that is none, as {@link HttpFaults} does the rest. The server makes it by its name. */
public final class ServerFaults extends ErrorReportValve {

    @Override
    protected void report(Request request, Response response, Throwable thrown) {
        int status = response.getStatus();
        if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        response.setContentType(MediaType.APPLICATION_JSON_VALUE);
        response.setCharacterEncoding(StandardCharsets.UTF_8);
        try (Writer writer = response.getReporter()) {
            if (writer != null) {
                Fault fault = Fault.of(FaultCode.of(status), HttpFaults.words(status));
                writer.write(JsonMapper.shared().writeValueAsString(fault.answer()));
                response.finishResponse();
            }
        } catch (IOException | IllegalStateException e) {
            getContainer().getLogger().debug("Nobody hears why it was refused", e);
        }
    }
}
