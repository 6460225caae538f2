package io.merkato.catalog;

import static io.merkato.jooq.catalog.Tables.ATTRIBUTE;
import static io.merkato.jooq.catalog.Tables.ATTRIBUTE_OPTION;
import static io.merkato.jooq.catalog.Tables.ATTRIBUTE_SET;
import static io.merkato.jooq.catalog.Tables.ATTRIBUTE_SET_ATTRIBUTE;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toSet;
import static org.jooq.impl.DSL.any;
import static org.jooq.impl.DSL.lower;
import static org.jooq.impl.DSL.val;

import io.merkato.api.LocalisedText;
import io.merkato.api.Uuid7;
import io.merkato.tenancy.Rows;
import io.merkato.tenancy.TenantContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jooq.Record2;
import org.jooq.Records;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** Attributes, their options and the sets they stand in, as far as sheets need them; made where there are none yet. */
final class SheetAttributes {

    /** An attribute that is there, or is about to be. */
    record Known(
            Attribute.Id id,
            String code,
            AttributeType type,
            LocalisedText labels,
            @Nullable String unit,
            boolean localised) {}

    record Choice(Attribute.Id attribute, String label) {}

    private record Member(AttributeSet.Id set, Known attribute, boolean axis, int position) {}

    private record NewSet(AttributeSet.Id id, String code, LocalisedText labels) {}

    private record NewOption(AttributeOption.Id id, Known attribute, String code, LocalisedText labels, int position) {}

    private final TenantContext tx;
    private final SheetScope scope;
    private final Map<String, Known> byCode = new LinkedHashMap<>();
    private final List<Known> missing = new ArrayList<>();

    SheetAttributes(TenantContext tx, SheetScope scope) {
        this.tx = tx;
        this.scope = scope;
        all(tx).forEach(attribute -> byCode.put(attribute.code, attribute));
    }

    static List<Known> all(TenantContext tenant) {
        return tenant.sql()
                .select(
                        ATTRIBUTE.ID,
                        ATTRIBUTE.CODE,
                        ATTRIBUTE.TYPE,
                        ATTRIBUTE.LABELS,
                        ATTRIBUTE.UNIT,
                        ATTRIBUTE.LOCALISED)
                .from(ATTRIBUTE)
                .where(tenant.owns(ATTRIBUTE))
                .orderBy(ATTRIBUTE.CODE)
                .fetch(Records.mapping(Known::new));
    }

    /** What the product's variants differ by: as before where the labels are what they were, since several attributes may have one label. */
    List<Known> axes(ProductSheets.Change change) {
        StoredSheet before = change.before();
        if (before != null && before.sheet().axes().equals(change.after().axes())) {
            return before.axes().stream().map(this::known).toList();
        }
        var taken = new HashSet<>(change.after().attributes().keySet());
        List<String> labels = change.after().axes();
        var axes = new TreeMap<Integer, Known>();
        for (int i = 0; i < labels.size(); i++) {
            Known axis = labelled(labels.get(i), taken);
            if (axis != null) {
                taken.add(axis.code);
                axes.put(i, axis);
            }
        }
        for (int i = 0; i < labels.size(); i++) {
            if (!axes.containsKey(i)) {
                Known axis = coded(labels.get(i), taken);
                taken.add(axis.code);
                axes.put(i, axis);
            }
        }
        return List.copyOf(axes.values());
    }

    private Known known(Attribute.Id id) {
        return byCode.values().stream()
                .filter(known -> known.id.equals(id))
                .findFirst()
                .orElseThrow();
    }

    /**
     * A SELECT or COLOUR of this label in any language.
     *
     * @param taken what the product as a whole says something for, and its variants therefore cannot, and its other axes
     */
    private @Nullable Known labelled(String label, Set<String> taken) {
        return byCode.values().stream()
                .filter(known -> canBeAxis(known, taken))
                .filter(known -> known.labels.byLocale().values().stream().anyMatch(label::equalsIgnoreCase))
                .findFirst()
                .orElse(null);
    }

    /** The one with the label's code, or a new one: for a label that none bears, so that none loses its own to another. */
    private Known coded(String label, Set<String> taken) {
        String plain = Slug.code(label);
        String code = Character.isDigit(plain.charAt(0)) ? "x" + plain : plain;
        return Stream.concat(
                        Stream.of(code, code + "_option"),
                        Stream.iterate(2, n -> n + 1).map(n -> code + "_option_" + n))
                .filter(each ->
                        canBeAxis(byCode.getOrDefault(each, known(each, label, AttributeType.SELECT, null)), taken))
                .findFirst()
                .map(each -> attribute(each, label, AttributeType.SELECT, null))
                .orElseThrow();
    }

    /** The attribute with this code; of the type asked for only when it is new. */
    Known attribute(String code, String label, AttributeType type, @Nullable String unit) {
        return byCode.computeIfAbsent(code, wanted -> {
            Known attribute = known(wanted, label, type, unit);
            missing.add(attribute);
            return attribute;
        });
    }

    private Known known(String code, String label, AttributeType type, @Nullable String unit) {
        return new Known(
                new Attribute.Id(Uuid7.next()), code, type, LocalisedText.of(scope.locale(), label), unit, false);
    }

    /** Writes the attributes that were asked for and not there. */
    void save() {
        if (!missing.isEmpty()) {
            Rows.of(missing)
                    .with(ATTRIBUTE.ID, Known::id)
                    .with(ATTRIBUTE.CODE, Known::code)
                    .with(ATTRIBUTE.TYPE, Known::type)
                    .with(ATTRIBUTE.LABELS, Known::labels)
                    .with(ATTRIBUTE.UNIT, Known::unit)
                    .with(ATTRIBUTE.FILTERABLE, known -> known.type.hasOptions())
                    .insertInto(tx, ATTRIBUTE)
                    .execute();
            missing.clear();
        }
    }

    /** A set for each combination of axes, by the axes: one that was made for them before, if nobody gave it others. */
    Map<List<Known>, AttributeSet.Id> sets(Collection<List<Known>> combinations) {
        Map<String, AttributeSet.Id> ids = new HashMap<>();
        Map<AttributeSet.Id, Set<Attribute.Id>> axesOfSets = new HashMap<>();
        tx.sql()
                .select(ATTRIBUTE_SET.CODE, ATTRIBUTE_SET.ID, ATTRIBUTE_SET_ATTRIBUTE.ATTRIBUTE_ID)
                .from(ATTRIBUTE_SET)
                .leftJoin(ATTRIBUTE_SET_ATTRIBUTE)
                .on(tx.owns(ATTRIBUTE_SET_ATTRIBUTE)
                        .and(ATTRIBUTE_SET_ATTRIBUTE.ATTRIBUTE_SET_ID.eq(ATTRIBUTE_SET.ID))
                        .and(ATTRIBUTE_SET_ATTRIBUTE.AXIS))
                .where(tx.owns(ATTRIBUTE_SET))
                .and(ATTRIBUTE_SET.CODE.eq(any(combinations.stream()
                        .flatMap(axes -> Stream.of(setCode(axes), otherSetCode(axes)))
                        .toArray(String[]::new))))
                .forEach(set -> {
                    ids.put(set.value1(), set.value2());
                    Set<Attribute.Id> axes = axesOfSets.computeIfAbsent(set.value2(), id -> new HashSet<>());
                    if (set.value3() != null) {
                        axes.add(set.value3());
                    }
                });
        var fresh = new ArrayList<NewSet>();
        var sets = new HashMap<List<Known>, AttributeSet.Id>();
        for (List<Known> axes : combinations) {
            Set<Attribute.Id> wanted = axes.stream().map(Known::id).collect(toSet());
            AttributeSet.Id plain = ids.get(setCode(axes));
            String code = plain == null || wanted.equals(axesOfSets.get(plain)) ? setCode(axes) : otherSetCode(axes);
            sets.put(axes, ids.computeIfAbsent(code, free -> {
                String names = String.join(
                        ", ",
                        axes.stream()
                                .map(axis -> axis.labels.inOr(List.of(scope.locale()), axis.code))
                                .toList());
                var set = new NewSet(
                        new AttributeSet.Id(Uuid7.next()),
                        free,
                        LocalisedText.of(scope.locale(), axes.isEmpty() ? "Import" : "Import: " + names));
                fresh.add(set);
                axesOfSets.put(set.id, wanted);
                return set.id;
            }));
        }
        if (!fresh.isEmpty()) {
            Rows.of(fresh)
                    .with(ATTRIBUTE_SET.ID, NewSet::id)
                    .with(ATTRIBUTE_SET.CODE, NewSet::code)
                    .with(ATTRIBUTE_SET.LABELS, NewSet::labels)
                    .insertInto(tx, ATTRIBUTE_SET)
                    .execute();
        }
        return sets;
    }

    /** Sees to it that each set has its axes, for variants, and the other attributes, for products. */
    void join(Map<AttributeSet.Id, List<Known>> axes, Map<AttributeSet.Id, Set<Known>> others) {
        var there = new HashSet<Map.Entry<AttributeSet.Id, Attribute.Id>>();
        var sets = new HashSet<>(axes.keySet());
        sets.addAll(others.keySet());
        tx.sql()
                .select(ATTRIBUTE_SET_ATTRIBUTE.ATTRIBUTE_SET_ID, ATTRIBUTE_SET_ATTRIBUTE.ATTRIBUTE_ID)
                .from(ATTRIBUTE_SET_ATTRIBUTE)
                .where(tx.owns(ATTRIBUTE_SET_ATTRIBUTE))
                .and(ATTRIBUTE_SET_ATTRIBUTE.ATTRIBUTE_SET_ID.eq(any(sets.toArray(AttributeSet.Id[]::new))))
                .forEach(member -> there.add(Map.entry(member.value1(), member.value2())));
        var members = new ArrayList<Member>();
        axes.forEach((set, all) -> {
            for (int i = 0; i < all.size(); i++) {
                members.add(new Member(set, all.get(i), true, i));
            }
        });
        others.forEach((set, all) -> all.forEach(attribute -> members.add(new Member(set, attribute, false, 100))));
        members.removeIf(member -> !there.add(Map.entry(member.set, member.attribute.id)));
        if (!members.isEmpty()) {
            Rows.of(members)
                    .with(ATTRIBUTE_SET_ATTRIBUTE.ATTRIBUTE_SET_ID, Member::set)
                    .with(ATTRIBUTE_SET_ATTRIBUTE.ATTRIBUTE_ID, member -> member.attribute.id)
                    .with(ATTRIBUTE_SET_ATTRIBUTE.TYPE, member -> member.attribute.type)
                    .with(ATTRIBUTE_SET_ATTRIBUTE.LOCALISED, member -> member.attribute.localised)
                    .with(
                            ATTRIBUTE_SET_ATTRIBUTE.LEVEL,
                            member -> member.axis ? AttributeLevel.VARIANT : AttributeLevel.PRODUCT)
                    .with(ATTRIBUTE_SET_ATTRIBUTE.AXIS, Member::axis)
                    .with(ATTRIBUTE_SET_ATTRIBUTE.POSITION, Member::position)
                    .insertInto(tx, ATTRIBUTE_SET_ATTRIBUTE)
                    .execute();
        }
    }

    /** Options by attribute and label in lower case. */
    Map<Choice, AttributeOption.Id> options(Map<Known, Set<String>> labels) {
        var found = new HashMap<Choice, AttributeOption.Id>();
        if (labels.isEmpty()) {
            return found;
        }
        Attribute.Id[] attributes = labels.keySet().stream().map(Known::id).toArray(Attribute.Id[]::new);
        String[] wanted = labels.values().stream()
                .flatMap(Set::stream)
                .map(SheetNames::folded)
                .distinct()
                .toArray(String[]::new);
        tx.sql()
                .select(
                        ATTRIBUTE_OPTION.ATTRIBUTE_ID,
                        ATTRIBUTE_OPTION.ID,
                        ATTRIBUTE_OPTION.CODE,
                        ATTRIBUTE_OPTION.LABELS)
                .from(ATTRIBUTE_OPTION)
                .where(tx.owns(ATTRIBUTE_OPTION))
                .and(ATTRIBUTE_OPTION.ATTRIBUTE_ID.eq(any(attributes)))
                .and(ATTRIBUTE_OPTION
                        .CODE
                        .eq(any(Arrays.stream(wanted).map(Slug::code).toArray(String[]::new)))
                        .or(lower(DSL.field(
                                        "{0} ->> {1}",
                                        String.class,
                                        ATTRIBUTE_OPTION.LABELS,
                                        val(scope.locale().toLanguageTag())))
                                .eq(any(wanted))))
                .orderBy(ATTRIBUTE_OPTION.POSITION)
                .forEach(option -> {
                    String label = option.value4().inOr(List.of(scope.locale()), option.value3());
                    found.putIfAbsent(new Choice(option.value1(), SheetNames.folded(label)), option.value2());
                });
        create(labels, found);
        return found;
    }

    private void create(Map<Known, Set<String>> labels, Map<Choice, AttributeOption.Id> found) {
        var missing = new LinkedHashMap<Choice, Known>();
        labels.forEach((attribute, wanted) ->
                wanted.forEach(label -> missing.putIfAbsent(new Choice(attribute.id, label), attribute)));
        missing.keySet()
                .removeIf(choice -> found.containsKey(new Choice(choice.attribute, SheetNames.folded(choice.label))));
        if (missing.isEmpty()) {
            return;
        }
        Map<Attribute.Id, Set<String>> codes = codes(missing.values());
        var fresh = new ArrayList<NewOption>();
        missing.forEach((wanted, attribute) ->
                found.computeIfAbsent(new Choice(attribute.id, SheetNames.folded(wanted.label)), choice -> {
                    Set<String> taken = codes.computeIfAbsent(attribute.id, id -> new HashSet<>());
                    int position = taken.size();
                    String plain = Slug.code(wanted.label);
                    String code = taken.add(plain)
                            ? plain
                            : FreeSlug.take(taken, plain + "_" + Slug.digest(wanted.label), "_");
                    var option = new NewOption(
                            new AttributeOption.Id(Uuid7.next()),
                            attribute,
                            code,
                            LocalisedText.of(scope.locale(), wanted.label),
                            position);
                    fresh.add(option);
                    return option.id;
                }));
        Rows.of(fresh)
                .with(ATTRIBUTE_OPTION.ID, NewOption::id)
                .with(ATTRIBUTE_OPTION.ATTRIBUTE_ID, option -> option.attribute.id)
                .with(ATTRIBUTE_OPTION.TYPE, option -> option.attribute.type)
                .with(ATTRIBUTE_OPTION.LOCALISED, option -> option.attribute.localised)
                .with(ATTRIBUTE_OPTION.CODE, NewOption::code)
                .with(ATTRIBUTE_OPTION.LABELS, NewOption::labels)
                .with(ATTRIBUTE_OPTION.POSITION, NewOption::position)
                .with(
                        ATTRIBUTE_OPTION.COLOUR,
                        option -> option.attribute.type == AttributeType.COLOUR
                                ? Swatch.of(option.labels.inOr(List.of(scope.locale()), ""))
                                : null)
                .insertInto(tx, ATTRIBUTE_OPTION)
                .execute();
    }

    private Map<Attribute.Id, Set<String>> codes(Collection<Known> attributes) {
        return tx
                .sql()
                .select(ATTRIBUTE_OPTION.ATTRIBUTE_ID, ATTRIBUTE_OPTION.CODE)
                .from(ATTRIBUTE_OPTION)
                .where(tx.owns(ATTRIBUTE_OPTION))
                .and(ATTRIBUTE_OPTION.ATTRIBUTE_ID.eq(
                        any(attributes.stream().map(Known::id).distinct().toArray(Attribute.Id[]::new))))
                .fetch()
                .stream()
                .collect(groupingBy(Record2::value1, mapping(Record2::value2, toCollection(HashSet::new))));
    }

    private static boolean canBeAxis(Known attribute, Set<String> taken) {
        return (attribute.type == AttributeType.SELECT || attribute.type == AttributeType.COLOUR)
                && !ProductSheet.OWN_ATTRIBUTES.contains(attribute.code)
                && !taken.contains(attribute.code);
    }

    private static String setCode(List<Known> axes) {
        String code = String.join("_", axes.stream().map(Known::code).toList());
        return axes.isEmpty() ? "import" : "import_" + (code.length() > 50 ? Slug.digest(code) : code);
    }

    /** For when the first is that of other axes: size and type, or size_type. */
    private static String otherSetCode(List<Known> axes) {
        return "import_"
                + Slug.digest(String.join("/", axes.stream().map(Known::code).toList()));
    }
}
