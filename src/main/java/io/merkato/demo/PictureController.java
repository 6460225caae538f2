package io.merkato.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Properties;
import java.util.regex.Pattern;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.support.PropertiesLoaderUtils;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Draws the pictures of demo products, so that they need no other host: a shape of db/demo/art.properties in the product's colour. */
@RestController
@Conditional(DemoWanted.class)
class PictureController {

    private static final Pattern TONE = Pattern.compile("[0-9a-f]{6}");
    private static final String SVG = """
            <svg xmlns="http://www.w3.org/2000/svg" width="%1$d" height="%1$d" viewBox="0 0 48 48">
            <rect width="48" height="48" fill="#f3efe8"/><ellipse cx="24" cy="38" rx="13" ry="1.6" fill="#000" opacity=".12"/>
            <g transform="translate(9 9) scale(1.25)" fill="#%2$s" stroke="#2b2522" stroke-width=".5" stroke-linejoin="round" stroke-linecap="round"><path d="%3$s"/></g>
            </svg>
            """;

    private final Properties shapes;

    PictureController() throws IOException {
        shapes = PropertiesLoaderUtils.loadProperties(new ClassPathResource("db/demo/art.properties"));
    }

    @GetMapping(Picture.PATH + "{art}/{tone}/{name}.svg")
    ResponseEntity<byte[]> picture(@PathVariable String art, @PathVariable String tone) {
        String shape = shapes.getProperty(art);
        if (shape == null || !TONE.matcher(tone).matches()) {
            return ResponseEntity.status(HttpStatus.NOT_FOUND).build();
        }
        return ResponseEntity.ok()
                .contentType(MediaType.parseMediaType(Picture.MIME))
                .cacheControl(CacheControl.maxAge(Duration.ofDays(30)).cachePublic())
                .header("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'")
                .body(SVG.formatted(Picture.SIDE, tone, shape).getBytes(StandardCharsets.UTF_8));
    }
}
