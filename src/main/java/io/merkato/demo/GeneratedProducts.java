package io.merkato.demo;

import static org.jooq.impl.DSL.val;

import io.merkato.tenancy.TenantContext;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jooq.QueryPart;

/**
 * Products by their number, made up by the database itself: nothing travels but the numbers and what they choose from.
 * Every fiftieth is a draft, every seventh has a label, every eleventh variant is sold out.
 */
final class GeneratedProducts {

    private static final String MAKES =
            "Hand-woven,Carved,Brass,Recycled,Indigo,Printed,Polished,Everyday,Festival,Coastal,Highland,Savanna,Market";
    private static final String FRENCH_MAKES =
            "tressé,sculpté,en laiton,recyclé,indigo,imprimé,poli,de tous les jours,de fête,de la côte,des hauts plateaux,de la savane,du marché";
    private static final String THINGS =
            "basket,lamp,stool,kettle,scarf,notebook,speaker,bowl,cushion,charger,apron,tray,blanket,bottle,clock,mirror,drum";
    private static final String FRENCH_THINGS =
            "Panier,Luminaire,Tabouret,Service à thé,Foulard,Carnet,Haut-parleur,Bol,Coussin,Chargeur,Tablier,Plateau,Plaid,Flacon,Réveil,Miroir,Tambour";
    private static final String ART =
            "basket,sun,box,kettle,scarf,book,speaker,cup,cloth,plug,apron,tray,cloth,carafe,watch,glass,pot";

    private final DemoShop template;
    private final DemoIds ids;
    private final Volume volume;
    private final String suffix;

    GeneratedProducts(DemoShop template, Volume volume, int tenant) {
        this.template = template;
        this.ids = template.ids();
        this.volume = volume;
        this.suffix = "8%07x%08x".formatted(volume.seed() & 0xfff_ffff, tenant);
    }

    /** Writes the products of these numbers, both included. */
    void write(TenantContext tenant, int from, int to) {
        QueryPart[] parts = Stream.of(
                        tenant.id().value(),
                        suffix,
                        from,
                        to,
                        volume.variants(),
                        volume.seed(),
                        ids.of("set", "goods"),
                        brands(),
                        leaves(),
                        options("material"),
                        options("origin"),
                        options("size"),
                        options("colour"),
                        attribute("material"),
                        attribute("origin"),
                        attribute("size"),
                        attribute("colour"),
                        attribute("weight"),
                        attribute("handmade"),
                        MAKES,
                        THINGS,
                        FRENCH_MAKES,
                        FRENCH_THINGS,
                        ART,
                        labels())
                .map(value -> (QueryPart) val(value))
                .toArray(QueryPart[]::new);
        for (String statement : GeneratedProductsSql.IN_ORDER) {
            tenant.sql().execute(statement, parts);
        }
    }

    private String attribute(String code) {
        return ids.of("attribute", code).toString();
    }

    private String options(String attribute) {
        return joined(template.shop().attribute(attribute).choices().stream()
                .map(option -> ids.of("option", attribute, option.code()).toString()));
    }

    private String brands() {
        return joined(template.shop().brands().stream()
                .map(brand -> ids.of("brand", brand.slug()).toString()));
    }

    private String labels() {
        return joined(template.shop().labels().stream()
                .map(label -> ids.of("label", label.code()).toString()));
    }

    /** The categories that have no parts. */
    private String leaves() {
        List<Shop.Category> roots = template.shop().categories();
        return joined(roots.stream()
                .flatMap(root -> root.parts().stream())
                .map(category -> ids.of("category", category.slug()).toString()));
    }

    private static String joined(Stream<String> texts) {
        return texts.collect(Collectors.joining(","));
    }
}
