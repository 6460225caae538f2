package io.merkato.api;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.dataloader.DataLoaderRegistry;

/** What of an answer is {@link ReadAnew}: noted while it is made, and filled whenever it is given again. */
final class Holes {

    /** Key of the context of a request whose answer is going to be remembered. */
    static final String KEY = Holes.class.getName();

    private final List<AnswerMemory.Hole> noted = Collections.synchronizedList(new ArrayList<>());

    void add(AnswerMemory.Hole hole) {
        noted.add(hole);
    }

    List<AnswerMemory.Hole> all() {
        return List.copyOf(noted);
    }

    /** What the answer is now; it fails where its loaders do. */
    static CompletableFuture<Map<String, Object>> filled(AnswerMemory.Answer answer, DataLoaderRegistry loaders) {
        if (answer.holes().isEmpty()) {
            return CompletableFuture.completedFuture(answer.data());
        }
        List<CompletableFuture<Boolean>> values = answer.holes().stream()
                .map(hole -> ReadAnew.read(loaders.<Object, Boolean>getDataLoader(hole.loader()), hole.key()))
                .toList();
        loaders.dispatchAll();
        return CompletableFuture.allOf(values.toArray(CompletableFuture<?>[]::new))
                .thenApply(read -> {
                    var copy = new Copy(answer.data());
                    for (int i = 0; i < values.size(); i++) {
                        copy.put(answer.holes().get(i).path(), values.get(i).join());
                    }
                    return copy.root;
                });
    }

    /** Of data that other requests read too; what nothing is put into stays the same object. */
    private static final class Copy {

        private final Map<String, Object> root;
        private final Set<Object> own = Collections.newSetFromMap(new IdentityHashMap<>());

        Copy(Map<String, Object> data) {
            this.root = new LinkedHashMap<>(data);
        }

        void put(List<Object> path, Object value) {
            Object place = root;
            for (Object step : path.subList(0, path.size() - 1)) {
                place = own(place, step);
            }
            set(place, path.getLast(), value);
        }

        private Object own(Object parent, Object step) {
            Object child = requireNonNull(
                    parent instanceof List<?> list ? list.get((Integer) step) : ((Map<?, ?>) parent).get(step));
            if (own.contains(child)) {
                return child;
            }
            Object copy =
                    child instanceof List<?> list ? new ArrayList<>(list) : new LinkedHashMap<>((Map<?, ?>) child);
            own.add(copy);
            set(parent, step, copy);
            return copy;
        }

        @SuppressWarnings("unchecked") // a copy of our own
        private static void set(Object parent, Object step, Object value) {
            if (parent instanceof List<?> list) {
                ((List<Object>) list).set((Integer) step, value);
            } else {
                ((Map<Object, Object>) parent).put(step, value);
            }
        }
    }
}
