package io.merkato;

import java.util.Map;

/** A category with many beneath it, among which one can go around for ever. */
public final class WideCategory {

    /** From a category to its children, from these to what they are beneath, and so on. */
    public static final String RING = "{ children { parent { children { parent { children { id } } } } } }";

    private static final String MAKE =
            "mutation ($parent: ID) { categoryCreate(input: {names: [{locale: \"en\", text: \"%s\"}], parentId: $parent}) { category { id } } }";
    private static final int CHILDREN = 22;

    private WideCategory() {}

    /** Answers its id. */
    public static String make(Client owner) {
        String root = owner.data(MAKE.formatted("All"))
                .at("/categoryCreate/category/id")
                .asString();
        for (int i = 0; i < CHILDREN; i++) {
            owner.data(MAKE.formatted("No " + i), Map.of("parent", root));
        }
        return root;
    }
}
