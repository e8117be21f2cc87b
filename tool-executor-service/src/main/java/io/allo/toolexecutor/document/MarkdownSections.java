// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.document;

import java.util.List;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.Node;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.text.LineBreakRendering;
import org.commonmark.renderer.text.TextContentRenderer;

/** CommonMark with tables; HTML in it is left out. */
final class MarkdownSections {
    private static final List<org.commonmark.Extension> TABLES = List.of(TablesExtension.create());
    private static final Parser PARSER = Parser.builder().extensions(TABLES).build();
    private static final TextContentRenderer RENDERER = TextContentRenderer.builder()
            .extensions(TABLES)
            .lineBreakRendering(LineBreakRendering.COMPACT)
            .build();

    private MarkdownSections() {}

    static List<Section> of(String markdown) {
        var headings = new Headings();
        for (Node node = PARSER.parse(markdown).getFirstChild(); node != null; node = node.getNext()) {
            if (node instanceof Heading heading) {
                headings.heading(heading.getLevel(), RENDERER.render(node));
            } else if (!(node instanceof HtmlBlock)) {
                headings.paragraph(RENDERER.render(node));
            }
        }
        return headings.sections();
    }
}
