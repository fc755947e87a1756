package dev.pctl.progress.publication;

import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Collectors;

/** Lists the API of a jar: the types of the packages that it exports to everybody, and their members, a line each. */
final class ApiListing {

    private static final String CLASS = ".class";

    private final Set<String> lines = new TreeSet<>();

    private ApiListing() {}

    static List<String> of(Path jar) throws IOException, ReflectiveOperationException {
        ApiListing listing = new ApiListing();
        Set<String> exported = ModuleFinder.of(jar).findAll().stream()
                .flatMap(m -> m.descriptor().exports().stream())
                .filter(export -> !export.isQualified())
                .map(ModuleDescriptor.Exports::source)
                .collect(Collectors.toSet());
        try (JarFile file = new JarFile(jar.toFile())) {
            for (String name : file.stream().map(e -> e.getName()).toList()) {
                int end = name.lastIndexOf('/');
                if (end > 0
                        && name.endsWith(CLASS)
                        && exported.contains(name.substring(0, end).replace('/', '.'))) {
                    String type = name.substring(0, name.length() - CLASS.length());
                    listing.add(Class.forName(type.replace('/', '.'), false, ApiListing.class.getClassLoader()));
                }
            }
        }
        return List.copyOf(listing.lines);
    }

    private void add(Class<?> type) {
        if (!visible(type)) {
            return;
        }
        String name = type.getTypeName();
        lines.add(name + ": " + header(type));
        for (Constructor<?> constructor : type.getDeclaredConstructors()) {
            member(name, constructor.getModifiers(), constructor.toGenericString());
        }
        for (Method method : type.getDeclaredMethods()) {
            if (!method.isSynthetic() && !(type.isRecord() && isGenerated(method))) {
                member(name, method.getModifiers(), method.toGenericString());
            }
        }
        for (Field field : type.getDeclaredFields()) {
            if (!field.isSynthetic()) {
                member(name, field.getModifiers(), field.toGenericString());
            }
        }
    }

    /** Returns whether every record has the method, written or generated. */
    private static boolean isGenerated(Method method) {
        return switch (method.getName()) {
            case "equals" -> method.getParameterCount() == 1;
            case "hashCode", "toString" -> method.getParameterCount() == 0;
            default -> false;
        };
    }

    /** Returns whether hosts can name the type: it and all types around it are public or protected. */
    private static boolean visible(Class<?> type) {
        return accessible(type.getModifiers())
                && !type.isAnonymousClass()
                && (type.getDeclaringClass() == null || visible(type.getDeclaringClass()));
    }

    private static boolean accessible(int modifiers) {
        return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
    }

    private static String header(Class<?> type) {
        List<String> words = new ArrayList<>(List.of(declaration(type)));
        Type parent = type.getGenericSuperclass();
        if (parent != null && parent != Object.class) {
            words.add("extends " + parent.getTypeName());
        }
        if (type.getGenericInterfaces().length > 0) {
            words.add("implements " + names(type.getGenericInterfaces()));
        }
        if (type.isSealed()) {
            words.add("permits "
                    + Arrays.stream(type.getPermittedSubclasses())
                            .map(Class::getTypeName)
                            .sorted()
                            .collect(Collectors.joining(", ")));
        }
        if (type.isRecord()) {
            words.add(Arrays.stream(type.getRecordComponents())
                    .map(c -> c.getGenericType().getTypeName() + ' ' + c.getName())
                    .collect(Collectors.joining(", ", "(", ")")));
        }
        return String.join(" ", words);
    }

    /** Describes a type in a fixed form: {@link Class#toGenericString()} depends on the Java version. */
    private static String declaration(Class<?> type) {
        int modifiers = type.getModifiers() & ~(type.isInterface() ? Modifier.ABSTRACT | Modifier.STATIC : 0);
        String kind =
                type.isAnnotation() ? "@interface" : type.isRecord() ? "record" : type.isEnum() ? "enum" : "class";
        String words = (Modifier.toString(modifiers).replace("interface", "").strip()
                        + (type.isSealed() ? " sealed " : " ")
                        + (type.isInterface() && !type.isAnnotation() ? "interface" : kind))
                .strip();
        String parameters = Arrays.stream(type.getTypeParameters())
                .map(ApiListing::parameter)
                .collect(Collectors.joining(", "));
        return words + ' ' + type.getTypeName() + (parameters.isEmpty() ? "" : '<' + parameters + '>');
    }

    private static String parameter(TypeVariable<?> parameter) {
        String bounds = Arrays.stream(parameter.getBounds())
                .filter(b -> b != Object.class)
                .map(Type::getTypeName)
                .collect(Collectors.joining(" & "));
        return parameter.getName() + (bounds.isEmpty() ? "" : " extends " + bounds);
    }

    private static String names(Type[] types) {
        return Arrays.stream(types).map(Type::getTypeName).collect(Collectors.joining(", "));
    }

    private void member(String type, int modifiers, String text) {
        if (accessible(modifiers)) {
            lines.add(type + ": " + text);
        }
    }
}
