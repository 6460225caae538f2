package io.merkato;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.support.GenericApplicationContext;

/** A start looks once for the beans of a type, from before the first of them is made. */
class BeansOfTypesTest {

    private record Filter() {}

    /** What one who is made before all others finds of a type, twice. */
    private static List<String[]> foundEarly(GenericApplicationContext context) {
        var found = new ArrayList<String[]>();
        context.registerBean("early", BeanPostProcessor.class, () -> {
            found.add(context.getBeanNamesForType(Filter.class));
            found.add(context.getBeanNamesForType(Filter.class));
            return new BeanPostProcessor() {};
        });
        context.registerBean("one", Filter.class, Filter::new);
        context.registerBean(
                "definer", BeanDefinitionRegistryPostProcessor.class, () -> new BeanDefinitionRegistryPostProcessor() {
                    @Override
                    public void postProcessBeanDefinitionRegistry(BeanDefinitionRegistry registry) {
                        registry.registerBeanDefinition("another", new RootBeanDefinition(Filter.class, Filter::new));
                    }
                });
        context.refresh();
        return found;
    }

    @Test
    void which_beans_are_of_a_type_is_remembered_from_when_all_are_defined() {
        try (var context = new GenericApplicationContext()) {
            context.registerBean(BeanFactoryPostProcessor.class, Merkato::definitionsAreAllThere);
            List<String[]> found = foundEarly(context);
            assertThat(found.getFirst()).containsExactly("one", "another");
            assertThat(found.getLast()).isSameAs(found.getFirst());
        }
    }

    @Test
    void without_that_each_who_asks_early_looks_through_all() {
        try (var context = new GenericApplicationContext()) {
            List<String[]> found = foundEarly(context);
            assertThat(found.getFirst()).containsExactly("one", "another");
            assertThat(found.getLast()).isNotSameAs(found.getFirst());
        }
    }
}
