// SPDX-License-Identifier: Apache-2.0
package io.allo.simulation;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Verdicts as CI servers read them: JUnit's XML. */
final class JunitReport {
    private JunitReport() {}

    static void write(Path file, List<Verdict> verdicts) throws IOException {
        StringWriter text = new StringWriter();
        try {
            XMLStreamWriter xml = XMLOutputFactory.newInstance().createXMLStreamWriter(text);
            xml.writeStartDocument("UTF-8", "1.0");
            xml.writeStartElement("testsuite");
            xml.writeAttribute("name", "allo simulate");
            xml.writeAttribute("tests", Integer.toString(verdicts.size()));
            xml.writeAttribute(
                    "failures",
                    Long.toString(verdicts.stream().filter(one -> !one.passed()).count()));
            for (Verdict verdict : verdicts) {
                testCase(xml, verdict);
            }
            xml.writeEndElement();
            xml.writeEndDocument();
        } catch (XMLStreamException e) {
            throw new IOException(e);
        }
        Files.writeString(file, text.toString());
    }

    private static void testCase(XMLStreamWriter xml, Verdict verdict) throws XMLStreamException {
        xml.writeStartElement("testcase");
        xml.writeAttribute("classname", "scenarios");
        xml.writeAttribute("name", verdict.name());
        xml.writeAttribute(
                "time", String.format(Locale.ROOT, "%.3f", verdict.took().toMillis() / 1000.0));
        if (!verdict.passed()) {
            xml.writeStartElement("failure");
            xml.writeAttribute("message", verdict.failures().getFirst());
            xml.writeCharacters(String.join("\n", verdict.failures()));
            xml.writeEndElement();
        }
        xml.writeEndElement();
    }
}
