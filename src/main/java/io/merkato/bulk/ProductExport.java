package io.merkato.bulk;

import io.merkato.catalog.ProductSheet;
import io.merkato.catalog.ProductSheets;
import io.merkato.catalog.SheetScope;
import io.merkato.catalog.StoredSheet;
import io.merkato.tenancy.TenantContext;
import java.io.Writer;
import java.util.List;
import org.springframework.stereotype.Component;

/** Writes a tenant's products as a file that imports to the same catalogue: in the order of their handles, some at a time. */
@Component
class ProductExport {

    private static final int PAGE = 200;

    private final ProductSheets sheets;

    ProductExport(ProductSheets sheets) {
        this.sheets = sheets;
    }

    /** @param costs whether what the tenant paid may be told */
    void write(TenantContext tenant, SheetScope scope, boolean costs, Writer to) {
        List<ProductWriter.Attribute> attributes = sheets.attributesInUse(tenant, scope).stream()
                .map(column -> new ProductWriter.Attribute(AttributeNamespace.title(column), column.code()))
                .toList();
        var writer = new ProductWriter(
                to,
                sheets.mostAxes(tenant),
                attributes,
                costs,
                Math.max(0, scope.currency().getDefaultFractionDigits()));
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
