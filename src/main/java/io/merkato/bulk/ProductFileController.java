package io.merkato.bulk;

import static io.merkato.api.Permission.CATALOG_READ;
import static io.merkato.api.Permission.CATALOG_WRITE;
import static io.merkato.api.Permission.COSTS_READ;

import io.merkato.api.AddressParameters;
import io.merkato.api.Fault;
import io.merkato.api.Languages;
import io.merkato.api.Refused;
import io.merkato.catalog.SheetScope;
import io.merkato.identity.Requests;
import io.merkato.store.Store;
import io.merkato.store.Stores;
import io.merkato.tenancy.AtOnce;
import io.merkato.tenancy.TenantContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.Part;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Currency;
import java.util.IllformedLocaleException;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.coyote.BadRequestException;
import org.apache.tomcat.util.http.fileupload.FileUploadException;
import org.apache.tomcat.util.http.fileupload.InvalidFileNameException;
import org.apache.tomcat.util.http.fileupload.MultipartStream;
import org.apache.tomcat.util.http.fileupload.impl.InvalidContentTypeException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Product files over plain HTTP, because GraphQL carries no files: {@code POST /uploads} keeps one for
 * {@code productImportStart}, {@code POST /imports/products} starts at once, {@code GET /exports/products.csv} answers one.
 */
@RestController
class ProductFileController {

    record Received(String uploadId, String fileName, long bytes) {}

    record Started(String uploadId, String productImportId, String status) {}

    private final Requests requests;
    private final Uploads uploads;
    private final ProductImportStart start;
    private final ProductExport export;
    private final Stores stores;
    private final AtOnce exports;

    ProductFileController(
            Requests requests,
            Uploads uploads,
            ProductImportStart start,
            ProductExport export,
            Stores stores,
            AtOnce exports) {
        this.stores = stores;
        this.exports = exports;
        this.requests = requests;
        this.uploads = uploads;
        this.start = start;
        this.export = export;
    }

    @PostMapping("/uploads")
    ResponseEntity<?> upload(HttpServletRequest request) throws Exception {
        Upload upload = receive(request, requests.of(request));
        return ResponseEntity.status(201).body(new Received(upload.id().text(), upload.fileName(), upload.bytes()));
    }

    @PostMapping("/imports/products")
    ResponseEntity<?> importProducts(HttpServletRequest request) throws Exception {
        Requests.Asked asked = requests.of(request);
        SheetScope scope = scope(request, asked.tenant());
        Upload upload = receive(request, asked);
        var payload = start.productImportStart(
                new ProductImportStart.Input(upload.id(), scope.locale(), scope.currency()),
                asked.tenant(),
                asked.viewer());
        ProductImport job = payload.productImport();
        if (job == null) {
            uploads.drop(asked.tenant(), asked.viewer().may(CATALOG_WRITE), upload.id());
            return ResponseEntity.unprocessableContent().body(Map.of("userErrors", payload.userErrors()));
        }
        return ResponseEntity.accepted()
                .body(new Started(
                        upload.id().text(), job.id().text(), job.status().name()));
    }

    @GetMapping("/exports/products.csv")
    void exportProducts(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Requests.Asked asked = requests.of(request);
        asked.viewer().mustHold(CATALOG_READ);
        SheetScope scope = scope(request, asked.tenant());
        if (scope.currency().getDefaultFractionDigits() < 0) {
            throw notACurrency();
        }
        exports.during(asked.tenant(), () -> {
            Consumer<Writer> file =
                    export.of(asked.tenant(), scope, asked.viewer().has(COSTS_READ));
            response.setContentType("text/csv;charset=UTF-8");
            response.setHeader(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"products.csv\"");
            response.setHeader("X-Content-Type-Options", "nosniff");
            Writer to = new OutputStreamWriter(response.getOutputStream(), StandardCharsets.UTF_8);
            file.accept(to);
            to.flush();
            return to;
        });
    }

    @ExceptionHandler
    ResponseEntity<?> refuse(Refused refused) {
        return ResponseEntity.unprocessableContent().body(Map.of("userErrors", refused.errors()));
    }

    private Upload receive(HttpServletRequest request, Requests.Asked asked) throws Exception {
        return uploads.receive(asked.tenant(), asked.viewer().may(CATALOG_WRITE), () -> sent(request));
    }

    private static Uploads.Sent sent(HttpServletRequest request) throws IOException, ServletException {
        String type = request.getContentType();
        if (type != null && type.toLowerCase(Locale.ROOT).startsWith("multipart/form-data")) {
            Part part = part(request);
            if (part == null) {
                throw Fault.badInput("Send the file as the part “file”.");
            }
            String name = part.getSubmittedFileName();
            return new Uploads.Sent(name == null ? "" : name, part.getInputStream());
        }
        String name = AddressParameters.first(request, "fileName");
        return new Uploads.Sent(name == null ? "" : name, request.getInputStream());
    }

    /** Reads the whole form, which then lies on this machine's disk. */
    private static @Nullable Part part(HttpServletRequest request) throws IOException, ServletException {
        try {
            return request.getPart("file");
        } catch (IOException | ServletException e) {
            if (isMalformed(e)) {
                throw Fault.badInput("The form cannot be read, or did not arrive whole.");
            }
            throw e;
        }
    }

    /** Whether what was sent is at fault, and not the disk it is written to. */
    private static boolean isMalformed(@Nullable Throwable thrown) {
        return switch (thrown) {
            case null -> false;
            case BadRequestException sent -> true;
            case InvalidContentTypeException sent -> true;
            case InvalidFileNameException sent -> true;
            case MultipartStream.MalformedStreamException sent -> true;
            default -> thrown.getClass() == FileUploadException.class || isMalformed(thrown.getCause());
        };
    }

    private SheetScope scope(HttpServletRequest request, TenantContext tenant) {
        String locale = AddressParameters.first(request, "locale");
        String currency = AddressParameters.first(request, "currency");
        Store ofDefault = stores.ofDefault(tenant);
        return new SheetScope(
                locale == null ? ofDefault.locale() : locale(locale),
                currency == null ? ofDefault.currency() : currency(currency));
    }

    private static Locale locale(String text) {
        try {
            Locale locale = new Locale.Builder().setLanguageTag(text).build();
            if (Languages.isKept(locale)) {
                return locale;
            }
        } catch (IllformedLocaleException e) {
            // As a tag that names no language of products.
        }
        throw Fault.badInput("The parameter locale is a language, such as fr.");
    }

    private static Currency currency(String text) {
        try {
            return Currency.getInstance(text);
        } catch (IllegalArgumentException e) {
            throw notACurrency();
        }
    }

    private static Fault notACurrency() {
        return Fault.badInput("The parameter currency is a currency, such as XOF.");
    }
}
