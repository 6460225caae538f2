package io.merkato.bulk;

import io.merkato.catalog.AttributeColumn;
import io.merkato.catalog.ProductSheet;
import io.merkato.catalog.ProductSheets;
import io.merkato.catalog.SheetScope;
import io.merkato.catalog.StoredSheet;
import io.merkato.tenancy.TenantContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Some products of a file in its order, brought into the catalogue within one transaction. */
final class ImportChunk {

    /** @param repeated why it is left out, where its handle stood in the file before */
    record Entry(ProductRows product, @Nullable ProductImportProblem repeated) {}

    private final ProductSheets sheets;
    private final ProductReader reader;
    private final SheetScope scope;
    private final List<AttributeColumn> columns;
    private final List<Entry> entries;

    ImportChunk(
            ProductSheets sheets,
            ProductReader reader,
            SheetScope scope,
            List<AttributeColumn> columns,
            List<Entry> entries) {
        this.sheets = sheets;
        this.reader = reader;
        this.scope = scope;
        this.columns = columns;
        this.entries = entries;
    }

    int size() {
        return entries.size();
    }

    /** One after the other, for when one of the products spoils the transaction for all. */
    List<ImportChunk> halves() {
        int middle = entries.size() / 2;
        return List.of(part(0, middle), part(middle, entries.size()));
    }

    private ImportChunk part(int from, int to) {
        return new ImportChunk(sheets, reader, scope, columns, entries.subList(from, to));
    }

    /** Writes what differs from what is there. The same products again come out unchanged. */
    ImportProgress carryOut(TenantContext tx, long bytesRead, long room) {
        List<ProductRows> products = entries.stream()
                .filter(entry -> entry.repeated == null)
                .map(Entry::product)
                .toList();
        List<String> handles = products.stream().map(ProductRows::handle).toList();
        Map<String, StoredSheet> stored = sheets.lockByHandle(tx, scope, handles);
        var problems = new ArrayList<ProductImportProblem>();
        entries.stream().map(Entry::repeated).filter(Objects::nonNull).forEach(problems::add);
        var read = new ArrayList<ProductSheet>();
        for (ProductRows product : products) {
            switch (reader.read(product, stored.get(product.handle()))) {
                case ProductReader.Reading.Read(ProductSheet sheet) -> read.add(sheet);
                case ProductReader.Reading.Failed(List<ProductImportProblem> reasons) -> problems.addAll(reasons);
            }
        }
        problems.addAll(takenSkus(tx, read));
        var changes = new ArrayList<ProductSheets.Change>();
        int created = 0;
        int unchanged = 0;
        for (ProductSheet sheet : read) {
            StoredSheet before = stored.get(sheet.handle());
            if (before != null && before.sheet().sameAs(sheet)) {
                unchanged++;
            } else if (before == null && created >= room) {
                problems.add(new ProductImportProblem(
                        sheet.handle(), line(sheet), null, "The tenant's plan allows no more products."));
            } else {
                created += before == null ? 1 : 0;
                changes.add(new ProductSheets.Change(before, sheet));
            }
        }
        sheets.save(tx, scope, columns, changes);
        return new ImportProgress(
                created,
                changes.size() - created,
                unchanged,
                entries.size() - changes.size() - unchanged,
                bytesRead,
                problems);
    }

    /**
     * What becomes of the one product of this chunk when the catalogue refuses it.
     *
     * @param attribute code of the one whose value it does not take, null when that is not the matter
     */
    ImportProgress refused(@Nullable String attribute, String reason, long bytesRead) {
        ProductRows product = entries.getFirst().product;
        return new ImportProgress(
                0,
                0,
                0,
                1,
                bytesRead,
                List.of(new ProductImportProblem(
                        product.handle(),
                        product.line(),
                        attribute == null ? null : reader.column(attribute),
                        reason)));
    }

    /** Takes out the products of which a SKU belongs to another product, in the catalogue or in this chunk. */
    private List<ProductImportProblem> takenSkus(TenantContext tx, List<ProductSheet> read) {
        Map<String, String> owners = new HashMap<>(sheets.handlesBySku(
                tx,
                read.stream()
                        .flatMap(sheet -> sheet.variants().stream().map(ProductSheet.Variant::sku))
                        .toList()));
        var problems = new ArrayList<ProductImportProblem>();
        read.removeIf(sheet -> {
            for (ProductSheet.Variant variant : sheet.variants()) {
                String owner = owners.getOrDefault(variant.sku(), sheet.handle());
                if (!owner.equals(sheet.handle())) {
                    problems.add(new ProductImportProblem(
                            sheet.handle(),
                            line(sheet),
                            Column.SKU.title(),
                            "“" + variant.sku() + "” is the SKU of “" + owner + "” already."));
                    return true;
                }
            }
            sheet.variants().forEach(variant -> owners.put(variant.sku(), sheet.handle()));
            return false;
        });
        return problems;
    }

    private long line(ProductSheet sheet) {
        return entries.stream()
                .map(Entry::product)
                .filter(product -> product.handle().equals(sheet.handle()))
                .mapToLong(ProductRows::line)
                .findFirst()
                .orElse(0);
    }
}
