package io.merkato.bulk;

/** A file of any number of products, the same every time: each third has six variants in two options, the others one. */
final class ManyProducts {

    private static final String[] SIZES = {"S", "M", "L"};
    private static final String[] COLOURS = {"Indigo", "Ochre"};

    private ManyProducts() {}

    static String file(int products) {
        var csv = new StringBuilder("Handle,Title,Body (HTML),Vendor,Product Category,Type,Tags,Published,Option1 Name,"
                + "Option1 Value,Option2 Name,Option2 Value,Variant SKU,Variant Grams,Variant Price,Variant Compare At Price,"
                + "Image Src,Image Position,Image Alt Text,Season (product.metafields.custom.season),Status\n");
        for (int i = 0; i < products; i++) {
            String handle = "garment-%06d".formatted(i);
            String first =
                    "%s,Garment %d,\"<p>Woven by hand, no. %d.</p>\",Atelier %d,Clothing > Kind %d,Dress,\"cotton, line %d\",true"
                            .formatted(handle, i, i, i % 40, i % 25, i % 50);
            String image = "https://cdn.example.com/g/%d.jpg,1,Garment %d".formatted(i, i);
            if (i % 3 != 0) {
                csv.append("%s,Title,Default Title,,,G-%d,400,%d.50,,%s,dry,active\n"
                        .formatted(first, i, 100 + i % 900, image));
                continue;
            }
            for (int v = 0; v < 6; v++) {
                boolean begins = v == 0;
                csv.append("%s,%s,%s,%s,%s,G-%d-%d,400,%d.00,%d.00,%s,%s\n"
                        .formatted(
                                begins ? first : handle + ",,,,,,,",
                                begins ? "Size" : "",
                                SIZES[v % 3],
                                begins ? "Colour" : "",
                                COLOURS[v / 3],
                                i,
                                v,
                                100 + i % 900,
                                150 + i % 900,
                                begins ? image : ",,",
                                begins ? "rainy,active" : ","));
            }
        }
        return csv.toString();
    }
}
