package io.merkato.provider;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/** What a stand-in really did, in order. Kept in a file it survives the stand-in, which is the same afterwards. */
@NullUnmarked
public final class Journal {

    private final List<Entry> entries = new ArrayList<>();
    private final @Nullable FileChannel file;

    /** @param what {@code opened}, {@code paid}, {@code failed}, {@code refunded} or {@code ended}, which is said of refunds that take days */
    public record Entry(String what, String key, String reference, long minorUnits) {}

    Journal() {
        this.file = null;
    }

    public Journal(Path path) throws IOException {
        if (Files.exists(path)) {
            for (String line : Files.readAllLines(path)) {
                String[] parts = line.split("\t");
                // A line that was cut is one that was never answered.
                if (parts.length == 5) {
                    entries.add(new Entry(parts[0], parts[1], parts[2], Long.parseLong(parts[3])));
                }
            }
        }
        this.file =
                FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
    }

    synchronized void write(Entry entry) {
        entries.add(entry);
        if (file != null) {
            String line =
                    "\n" + String.join("\t", entry.what, entry.key, entry.reference, "" + entry.minorUnits, "end");
            try {
                file.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8)));
                file.force(false);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    public synchronized void replay(Consumer<Entry> reader) {
        List.copyOf(entries).forEach(reader);
    }

    synchronized long count(String what) {
        return entries.stream().filter(entry -> entry.what.equals(what)).count();
    }

    synchronized long sum(String what) {
        return entries.stream()
                .filter(entry -> entry.what.equals(what))
                .mapToLong(Entry::minorUnits)
                .sum();
    }
}
