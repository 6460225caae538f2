package io.merkato.bulk;

import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.api.UserErrorCode;
import io.merkato.catalog.ProductSheet;
import io.merkato.catalog.ProductSheets;
import io.merkato.catalog.SheetScope;
import io.merkato.catalog.StoredSheet;
import io.merkato.tenancy.TenantContext;
import java.io.Writer;
import java.util.List;
import java.util.function.Consumer;
import org.springframework.stereotype.Component;

/** Writes a tenant's products as a file that imports to the same catalogue: in the order of their handles, some at a time. */
@Component
class ProductExport {

    private static final int PAGE = 200;

    private final ProductSheets sheets;

    ProductExport(ProductSheets sheets) {
        this.sheets = sheets;
    }

    /**
     * @param costs whether what the tenant paid may be told
     * @return writes the file
     * @throws Refused where it would have more columns than an import reads
     */
    Consumer<Writer> of(TenantContext tenant, SheetScope scope, boolean costs) {
        List<ProductWriter.Attribute> attributes = sheets.attributesInUse(tenant, scope).stream()
                .map(column -> new ProductWriter.Attribute(AttributeNamespace.title(column), column.code()))
                .toList();
        var columns = new ProductWriter.Columns(sheets.mostAxes(tenant), attributes, costs);
        int width = columns.titles().size();
        if (width > ProductFile.MAX_COLUMNS) {
            throw new Refused(Refusal.of(
                    UserErrorCode.TOO_LONG,
                    "The file would have %,d columns, %,d of them for attributes, and no import reads more than %,d."
                            .formatted(width, attributes.size(), ProductFile.MAX_COLUMNS)));
        }
        return to -> write(tenant, scope, columns, to);
    }

    private void write(TenantContext tenant, SheetScope scope, ProductWriter.Columns columns, Writer to) {
        var writer = new ProductWriter(to, columns, Math.max(0, scope.currency().getDefaultFractionDigits()));
        writer.writeHeader();
        String after = "";
        List<ProductSheet> page;
        do {
            page = sheets.page(tenant, scope, after, PAGE).stream()
                    .map(StoredSheet::sheet)
                    .toList();
            page.forEach(writer::write);
            writer.flush();
            after = page.isEmpty() ? after : page.getLast().handle();
        } while (page.size() == PAGE);
    }
}
