package io.merkato.catalog;

import java.util.ArrayList;
import java.util.List;

/**
 * Names in one text, told apart by a character. Behind a backslash that character is part of the name, and so is a backslash;
 * before anything else a backslash is just one.
 */
public final class Joined {

    private Joined() {}

    /** @param by what {@link #split} tells them apart by, with whatever space it is to have about it */
    public static String of(List<String> names, String by) {
        char between = by.strip().charAt(0);
        return String.join(
                by, names.stream().map(name -> escaped(name, between)).toList());
    }

    /** The names without the spaces about them, blank ones left out. */
    public static List<String> split(String text, char by) {
        var names = new ArrayList<String>();
        var name = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            char next = i + 1 < text.length() ? text.charAt(i + 1) : 0;
            if (c == '\\' && (next == '\\' || next == by)) {
                name.append(next);
                i++;
            } else if (c == by) {
                names.add(name.toString().strip());
                name.setLength(0);
            } else {
                name.append(c);
            }
        }
        names.add(name.toString().strip());
        names.removeIf(String::isEmpty);
        return names;
    }

    private static String escaped(String name, char by) {
        var escaped = new StringBuilder();
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            char next = i + 1 < name.length() ? name.charAt(i + 1) : by;
            if (c == by || c == '\\' && (next == '\\' || next == by)) {
                escaped.append('\\');
            }
            escaped.append(c);
        }
        return escaped.toString();
    }
}
