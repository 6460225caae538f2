package io.merkato.client;

import io.merkato.api.AddressParameters;
import io.merkato.api.Fault;
import io.merkato.api.FaultCode;
import io.merkato.api.UserError;
import io.merkato.identity.Requests;
import io.merkato.tenancy.AtOnce;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.json.JsonMapper;

/** {@code persistedDocumentsRegister} over plain HTTP, for one line of a build and for manifests that are larger than a request to GraphQL may be. */
@RestController
class ManifestUpload {

    private static final int MOST = 16 * 1024 * 1024;
    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .build();

    record Registered(
            @Nullable Integer registered, @Nullable Integer unchanged) {}

    record Refusals(List<UserError> userErrors) {}

    private final AtOnce underWay = new AtOnce(1, "MANIFESTS_AT_ONCE", "Send one manifest after the other.");
    private final Requests requests;
    private final PersistedDocumentsRegister register;

    ManifestUpload(Requests requests, PersistedDocumentsRegister register) {
        this.requests = requests;
        this.register = register;
    }

    @PostMapping("/clients/{code}/documents")
    ResponseEntity<?> upload(@PathVariable String code, HttpServletRequest request) throws IOException {
        String version = AddressParameters.first(request, "version");
        if (version == null) {
            throw Fault.badInput("Say the version of the application, as ?version=1.4.0.");
        }
        Requests.Asked asked = requests.of(request);
        asked.viewer().mustHold(io.merkato.api.Permission.CLIENTS_MANAGE);
        return underWay.during(asked.tenant(), () -> register(code, version, asked, request.getInputStream()));
    }

    private ResponseEntity<?> register(String code, String version, Requests.Asked asked, InputStream sent)
            throws IOException {
        byte[] body = sent.readNBytes(MOST + 1);
        if (body.length > MOST) {
            return ResponseEntity.status(413).build();
        }
        Object manifest;
        try {
            manifest = JSON.readValue(body, Object.class);
        } catch (JacksonException e) {
            throw Fault.of(FaultCode.BAD_USER_INPUT, "The body is no JSON, or has a name twice in one object.");
        }
        var payload = register.persistedDocumentsRegister(
                new PersistedDocumentsRegister.Input(code, version, manifest), asked.tenant(), asked.viewer());
        return payload.userErrors().isEmpty()
                ? ResponseEntity.ok(new Registered(payload.registered(), payload.unchanged()))
                : ResponseEntity.unprocessableContent().body(new Refusals(payload.userErrors()));
    }
}
