package io.merkato.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A picture of a demo product: a shape in a colour, drawn by {@link PictureController} at this address.
 *
 * @param tone six hexadecimal digits
 * @param option what the picture shows of the axis of colours; null where there is none
 */
record Picture(
        String art,
        String tone,
        String name,
        Map<Locale, String> alt,
        @Nullable String option) {

    static final String MIME = "image/svg+xml";
    static final String PATH = "/demo/media/";
    static final int SIDE = 800;

    /** The first is the one that lists show. */
    static List<Picture> all(Shop shop, ProductLine line) {
        var pictures = new ArrayList<Picture>();
        for (ProductLine.Axis axis : line.axes()) {
            Shop.Attribute attribute = shop.attribute(axis.attribute());
            if (attribute.type().equals("COLOUR")) {
                for (ProductLine.Choice choice : axis.choices()) {
                    pictures.add(
                            inColour(line, attribute.option(choice.option()).orElseThrow()));
                }
            }
        }
        if (pictures.isEmpty()) {
            int tone = Math.floorMod(line.handle().hashCode(), shop.tones().size());
            for (int i = 0; i < 2; i++) {
                String hex = shop.tones().get((tone + i) % shop.tones().size()).substring(1);
                String name = i == 0 ? line.handle() : line.handle() + "-detail";
                pictures.add(new Picture(line.art(), hex, name, line.names(), null));
            }
        }
        return pictures;
    }

    static Picture of(Shop shop, ProductLine line) {
        return all(shop, line).getFirst();
    }

    private static Picture inColour(ProductLine line, Shop.Attribute.Option colour) {
        String tone = Objects.requireNonNull(colour.swatch(), colour.code()).substring(1);
        Map<Locale, String> alt = line.names().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        name -> name.getValue() + ", "
                                + colour.label()
                                        .getOrDefault(name.getKey(), colour.code())
                                        .toLowerCase(name.getKey())));
        return new Picture(line.art(), tone, line.handle() + '-' + colour.code(), alt, colour.code());
    }

    String url() {
        return PATH + art + '/' + tone + '/' + name + ".svg";
    }
}
