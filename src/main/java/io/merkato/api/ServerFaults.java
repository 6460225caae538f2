package io.merkato.api;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import tools.jackson.databind.json.JsonMapper;

/** Answers what the server refuses before any filter sees it, such as an address that is none, as {@link HttpFaults} does the rest. The server makes it by its name. */
public final class ServerFaults extends ErrorReportValve {

    private static final Pattern BROKEN_CODE = Pattern.compile("%(?![0-9a-fA-F]{2})");

    /**
     * An address whose path parameters cannot be decoded goes no further: the server looks only at what is beside them, and the dispatcher would fail at it, then
     * once more at the answer to that. Where the first line is none, there is no address.
     */
    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        @Nullable String address = request.getRequestURI();
        if (address != null
                && address.indexOf('%') >= 0
                && BROKEN_CODE.matcher(address).find()) {
            response.sendError(HttpServletResponse.SC_BAD_REQUEST);
            response.setSuspended(false);
            report(request, response, null);
        } else {
            super.invoke(request, response);
        }
    }

    @Override
    protected void report(Request request, Response response, @Nullable Throwable thrown) {
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
