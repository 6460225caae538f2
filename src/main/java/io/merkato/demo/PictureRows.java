package io.merkato.demo;

import static io.merkato.jooq.catalog.Tables.MEDIA;
import static io.merkato.jooq.catalog.Tables.PRODUCT_MEDIA;

import io.merkato.tenancy.TenantContext;
import java.util.List;
import java.util.UUID;

/** Pictures of products: one for each colour there is, else two. */
final class PictureRows {

    private PictureRows() {}

    static void write(TenantContext tenant, DemoShop demo) {
        DemoIds ids = demo.ids();
        var media = new Rows(MEDIA);
        var places = new Rows(PRODUCT_MEDIA);
        for (ProductLine line : demo.products()) {
            List<Picture> pictures = Picture.all(demo.shop(), line);
            for (int i = 0; i < pictures.size(); i++) {
                Picture picture = pictures.get(i);
                UUID id = ids.of("media", picture.url());
                media.next()
                        .set(MEDIA.ID, id)
                        .set(MEDIA.KIND, "IMAGE")
                        .set(MEDIA.URL, picture.url())
                        .set(MEDIA.ALT, picture.alt())
                        .set(MEDIA.MIME, Picture.MIME)
                        .set(MEDIA.WIDTH, Picture.SIDE)
                        .set(MEDIA.HEIGHT, Picture.SIDE);
                UUID variant = line.variants().stream()
                        .filter(each -> each.choices().stream()
                                .anyMatch(choice -> choice.option().equals(picture.option())))
                        .findFirst()
                        .map(each -> ids.of("variant", each.key()))
                        .orElse(null);
                places.next()
                        .set(PRODUCT_MEDIA.PRODUCT_ID, line.id(ids))
                        .set(PRODUCT_MEDIA.MEDIA_ID, id)
                        .set(PRODUCT_MEDIA.VARIANT_ID, variant)
                        .set(PRODUCT_MEDIA.POSITION, i);
            }
        }
        media.insert(tenant);
        places.insert(tenant);
    }
}
