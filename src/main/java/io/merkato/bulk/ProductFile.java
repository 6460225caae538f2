package io.merkato.bulk;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.CsvRecordHandler;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import io.merkato.catalog.Slug;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** A product file, read forward one product at a time: no more than one product's rows are held. */
final class ProductFile implements AutoCloseable, Iterator<ProductRows> {

    static final int MAX_COLUMNS = 1_000;
    static final int MAX_CELL = 200_000;
    static final int MAX_ROW = 1_000_000;
    static final int MAX_ROWS_OF_PRODUCT = 2_000;

    private final CsvReader<CsvRecord> reader;
    private final Iterator<CsvRecord> records;
    private final Header header;
    private final char separator;
    private @Nullable Row next;

    private ProductFile(BufferedReader text) throws IOException {
        this.separator = separator(text);
        var limits = CsvRecordHandler.builder()
                .maxFields(MAX_COLUMNS)
                .maxFieldSize(MAX_CELL)
                .maxRecordSize(MAX_ROW)
                .build();
        this.reader = CsvReader.builder()
                .fieldSeparator(separator)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .allowUnclosedQuote(false)
                .skipEmptyLines(true)
                .maxBufferSize(4 * MAX_CELL)
                .build(limits, text);
        this.records = reader.iterator();
        Row first = read();
        if (first == null) {
            throw new UnreadableFile("The file is empty.");
        }
        this.header = Header.of(first.cells());
        this.next = read();
    }

    /** @throws UnreadableFile when the first row says that this is no product file */
    static ProductFile open(InputStream bytes) {
        try {
            var buffered = new BufferedInputStream(bytes, 1 << 16);
            return new ProductFile(new BufferedReader(new InputStreamReader(buffered, charset(buffered)), 1 << 16));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Header header() {
        return header;
    }

    /** In a file with semicolons decimals are written with a comma, as spreadsheets of those countries do. */
    boolean decimalComma() {
        return separator == ';';
    }

    @Override
    public boolean hasNext() {
        return next != null;
    }

    /** @throws UnreadableFile when the rest of the file cannot be told apart into rows */
    @Override
    public ProductRows next() {
        Row first = next;
        if (first == null) {
            throw new NoSuchElementException();
        }
        String handle = handle(first);
        var rows = new ArrayList<>(List.of(first));
        for (next = readBehind(handle); next != null && continues(handle, next); next = readBehind(handle)) {
            if (rows.size() == MAX_ROWS_OF_PRODUCT) {
                throw new UnreadableFile(
                        "Line " + next.line() + ": “" + handle + "” has more than " + MAX_ROWS_OF_PRODUCT + " rows.");
            }
            rows.add(next);
        }
        return new ProductRows(handle, rows);
    }

    @Override
    public void close() {
        try {
            reader.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean continues(String handle, Row row) {
        return cell(row, Column.HANDLE).isEmpty()
                ? cell(row, Column.TITLE).isEmpty()
                        || !header.has(Column.HANDLE) && handle(row).equals(handle)
                : handle(row).equals(handle);
    }

    /** A file without handles names its products by their titles. */
    private String handle(Row row) {
        String handle = cell(row, Column.HANDLE);
        return handle.isEmpty() ? Slug.of(cell(row, Column.TITLE)) : Handle.of(handle);
    }

    private String cell(Row row, Column column) {
        Integer index = header.columns().get(column);
        return index == null ? "" : row.cell(index);
    }

    /** What cannot be read may be a row of the product before it, which lands whole or not at all. */
    private @Nullable Row readBehind(String handle) {
        try {
            return read();
        } catch (UnreadableFile e) {
            throw new UnreadableFile(
                    e.getMessage() + " “" + handle + "”, before that row, was left out too: the row may be its own.");
        }
    }

    private @Nullable Row read() {
        try {
            while (records.hasNext()) {
                CsvRecord record = records.next();
                var row = new Row(record.getStartingLineNumber(), record.getFields());
                if (!row.isBlank()) {
                    return row;
                }
            }
            return null;
        } catch (CsvParseException e) {
            throw new UnreadableFile(reason(e));
        }
    }

    private static String reason(CsvParseException e) {
        String limits = " A file may have %,d columns, %,d characters in a cell and %,d in a row."
                .formatted(MAX_COLUMNS, MAX_CELL, MAX_ROW);
        Throwable cause = e.getCause() == null ? e : e.getCause();
        return e.getMessage() + (cause == e ? "" : " " + cause.getMessage()) + limits;
    }

    private static Charset charset(BufferedInputStream bytes) throws IOException {
        bytes.mark(3);
        byte[] start = bytes.readNBytes(3);
        bytes.reset();
        int first = start.length > 1 ? (start[0] & 0xff) << 8 | start[1] & 0xff : 0;
        if (first == 0xefbb) {
            bytes.skipNBytes(3);
        }
        return first == 0xfeff || first == 0xfffe ? StandardCharsets.UTF_16 : StandardCharsets.UTF_8;
    }

    /** The separator that the first line has most of; a comma when it has none. */
    private static char separator(BufferedReader text) throws IOException {
        text.mark(1 << 16);
        int[] counts = new int[3];
        boolean quoted = false;
        for (int c = text.read(), n = 1; c >= 0 && n < 1 << 16; c = text.read(), n++) {
            quoted ^= c == '"';
            if (!quoted && (c == '\n' || c == '\r')) {
                break;
            }
            int which = quoted ? -1 : ",;\t".indexOf(c);
            if (which >= 0) {
                counts[which]++;
            }
        }
        text.reset();
        int most = counts[1] > counts[0] ? 1 : 0;
        return ",;\t".charAt(counts[2] > counts[most] ? 2 : most);
    }
}
