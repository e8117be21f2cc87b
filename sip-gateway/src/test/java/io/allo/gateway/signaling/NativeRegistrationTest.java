// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.signaling;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import gov.nist.core.ServerLogger;
import gov.nist.core.StackLogger;
import gov.nist.javax.sip.parser.MessageParserFactory;
import gov.nist.javax.sip.stack.SIPMessageValve;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Field;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sip.address.Router;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * JAIN-SIP loads parsers, headers and parts of itself by class name. A native image holds only what is registered, and the
 * stack would fail there at the first message. So every such class must be in our reachability metadata.
 */
class NativeRegistrationTest {
    private static final String METADATA = "/META-INF/native-image/io.allo/sip-gateway/reachability-metadata.json";
    private static final Map<Character, String> FLAGS =
            Map.of('C', "allDeclaredConstructors", 'M', "allDeclaredMethods", 'F', "allDeclaredFields");

    private final Map<String, JsonNode> registered = registered();
    /** Class name to flags. */
    private final Map<String, String> listed = listed();

    @Test
    void everyListedClassExists() {
        assertThat(listed.keySet())
                .hasSizeGreaterThan(250)
                .allSatisfy(
                        name -> assertThat(Class.forName(name, false, getClass().getClassLoader()))
                                .isNotNull());
    }

    @Test
    void everyListedClassIsRegisteredWithWhatIsLookedUpOnIt() {
        listed.forEach((name, flags) -> {
            assertThat(registered).containsKey(name);
            flags.chars()
                    .forEach(flag -> assertThat(registered
                                    .get(name)
                                    .path(FLAGS.get((char) flag))
                                    .asBoolean())
                            .as("%s of %s", FLAGS.get((char) flag), name)
                            .isTrue());
        });
    }

    /** The tables of the stack itself: what a newer version adds is found here. */
    @ParameterizedTest
    @CsvSource({
        "gov.nist.javax.sip.parser.ParserFactory, parserTable",
        "gov.nist.javax.sdp.parser.ParserFactory, parserTable",
        "gov.nist.javax.sip.header.NameMap, nameMap",
        "gov.nist.javax.sip.message.ListMap, headerListTable"
    })
    void everyClassInTheStacksOwnTablesIsRegistered(String owner, String table) throws ReflectiveOperationException {
        // Given
        Class<?> type = Class.forName(owner);
        if (table.equals("headerListTable")) {
            type.getMethod("getListClass", Class.class).invoke(null, Object.class); // fills the table
        }
        Field field = type.getDeclaredField(table);
        field.setAccessible(true);

        // When
        Set<String> loaded = ((Map<?, ?>) field.get(null))
                .values().stream()
                        .map(value -> value instanceof Class<?> c ? c.getName() : value.toString())
                        .filter(name -> name.contains(".")) // five names of NameMap lack their package: loaded nowhere
                        .collect(Collectors.toCollection(TreeSet::new));

        // Then
        assertThat(loaded).isNotEmpty();
        assertThat(registered.keySet()).containsAll(loaded);
    }

    @Test
    void ourOwnPartsOfTheStackAreRegistered() {
        // Given
        Stream<JavaClass> ours = new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages("io.allo.gateway")
                        .stream()
                        .filter(type -> type.isAssignableTo(StackLogger.class)
                                || type.isAssignableTo(ServerLogger.class)
                                || type.isAssignableTo(Router.class)
                                || type.isAssignableTo(MessageParserFactory.class)
                                || type.isAssignableTo(SIPMessageValve.class));

        // When
        Set<String> names = ours.map(JavaClass::getName).collect(Collectors.toSet());

        // Then
        assertThat(registered.keySet()).containsAll(names);
    }

    private static Map<String, JsonNode> registered() {
        try (InputStream in = NativeRegistrationTest.class.getResourceAsStream(METADATA)) {
            Map<String, JsonNode> types = new TreeMap<>();
            for (JsonNode entry : new ObjectMapper().readTree(in).path("reflection")) {
                types.put(entry.path("type").asText(), entry);
            }
            return types;
        } catch (IOException e) {
            throw new AssertionError("no " + METADATA, e);
        }
    }

    private static Map<String, String> listed() {
        try (InputStream in = NativeRegistrationTest.class.getResourceAsStream("/native/jain-sip-classes.txt")) {
            assertThat(in).isNotNull();
            Map<String, String> classes = new TreeMap<>();
            String flags = "";
            for (String line : new String(in.readAllBytes(), UTF_8).lines().toList()) {
                if (line.startsWith("[")) {
                    flags = line.substring(1, line.indexOf(']'));
                } else if (!line.startsWith("#") && !line.isBlank()) {
                    classes.merge(line, flags, String::concat);
                }
            }
            return classes;
        } catch (IOException e) {
            throw new AssertionError("class list not readable", e);
        }
    }
}
