package io.merkato.bulk;

import static io.merkato.bulk.Column.IMAGE;
import static io.merkato.bulk.Column.IMAGE_ALT;
import static io.merkato.bulk.Column.VARIANT_IMAGE;

import io.merkato.catalog.ProductSheet;
import io.merkato.catalog.ProductSheet.Image;
import io.merkato.catalog.StoredSheet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The images of a product: those of the file by their positions, then what variants show besides, then what was there before.
 * What a picture that other products show too is said to show, one product's rows do not change.
 */
final class ImageReader {

    private record Placed(int position, Image image) {}

    private record Cell(Row row, Column column) {}

    private ImageReader() {}

    static List<Image> read(Header header, Cells cells, ProductRows product, @Nullable StoredSheet stored) {
        Map<String, Image> known = new LinkedHashMap<>();
        if (stored != null) {
            stored.sheet().images().forEach(image -> known.put(image.url(), image));
        }
        var added = new LinkedHashMap<String, Cell>();
        var placed = new ArrayList<Placed>();
        var ofVariants = new ArrayList<Placed>();
        for (Row row : product.rows()) {
            String url = cells.address(row, IMAGE);
            if (url != null) {
                Image before = known.get(url);
                if (before == null) {
                    added.putIfAbsent(url, new Cell(row, IMAGE));
                }
                boolean kept = stored != null && stored.shared().contains(url) || !header.has(IMAGE_ALT);
                String alt = !kept ? cells.line(row, IMAGE_ALT, 1000) : before == null ? null : before.alt();
                placed.add(new Placed(cells.position(row), new Image(url, alt)));
            }
            String shown = cells.address(row, VARIANT_IMAGE);
            if (shown != null) {
                if (!known.containsKey(shown)) {
                    added.putIfAbsent(shown, new Cell(row, VARIANT_IMAGE));
                }
                ofVariants.add(new Placed(0, known.getOrDefault(shown, new Image(shown, null))));
            }
        }
        placed.sort(Comparator.comparingInt(Placed::position));
        placed.addAll(ofVariants);
        var images = new LinkedHashMap<String, Image>();
        placed.forEach(one -> images.putIfAbsent(one.image.url(), one.image));
        known.forEach(images::putIfAbsent);
        int room = Math.max(0, ProductSheet.MOST_MEDIA - known.size());
        if (added.size() > room) {
            Cell first = List.copyOf(added.values()).get(room);
            cells.refuse(
                    first.row,
                    first.column.title(),
                    "A product has at most " + ProductSheet.MOST_MEDIA + " pictures and other files.");
        }
        return List.copyOf(images.values());
    }
}
