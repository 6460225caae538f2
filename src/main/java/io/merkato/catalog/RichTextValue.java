package io.merkato.catalog;

import java.util.List;
import java.util.regex.Pattern;

/** A value of type RICH_TEXT: safe HTML. */
record RichTextValue(Attribute attribute, String html, List<TextTranslation> translations) implements AttributeValue {

    private static final Pattern TAG = Pattern.compile("<[^>]*>");
    private static final Pattern SPACE = Pattern.compile("\\s+");

    public String display() {
        return SPACE.matcher(TAG.matcher(html).replaceAll(" ")).replaceAll(" ").strip();
    }
}
