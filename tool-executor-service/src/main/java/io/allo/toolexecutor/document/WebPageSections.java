// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.document;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.select.NodeTraversor;
import org.jsoup.select.NodeVisitor;

/** What a reader of a web page reads: its text by headings, without menus, forms and scripts. */
final class WebPageSections {
    private static final String NOT_READ =
            "script, style, noscript, template, nav, header, footer, aside, form, iframe, svg, [hidden], [aria-hidden=true]";
    /** Elements that are read as one paragraph each. */
    private static final Set<String> PARAGRAPHS =
            Set.of("p", "li", "dt", "dd", "tr", "blockquote", "pre", "figcaption", "summary", "address");

    private WebPageSections() {}

    static List<Section> of(String html) {
        Document page = Jsoup.parse(html);
        page.select(NOT_READ).remove();
        var headings = new Headings();
        headings.heading(0, page.title());
        NodeTraversor.traverse(new Reader(headings), page.body());
        return headings.sections();
    }

    private static final String BLOCKS = "h1, h2, h3, h4, h5, h6, " + String.join(", ", PARAGRAPHS);

    /** Reads the highest paragraph of a branch; text in no paragraph is one by itself. */
    private static final class Reader implements NodeVisitor {
        private final Headings headings;
        private int within = -1;

        Reader(Headings headings) {
            this.headings = headings;
        }

        @Override
        public void head(Node node, int depth) {
            if (within >= 0) {
                return;
            }
            if (node instanceof Element element) {
                String name = element.normalName();
                if (name.matches("h[1-6]")) {
                    headings.heading(name.charAt(1) - '0', element.text());
                    within = depth;
                } else if (PARAGRAPHS.contains(name)) {
                    headings.paragraph(name.equals("tr") ? cells(element) : element.text());
                    within = depth;
                } else if (!element.ownText().isBlank()) {
                    readOwn(element, depth);
                }
            }
        }

        private void readOwn(Element element, int depth) {
            boolean whole = element.selectFirst(BLOCKS) == null;
            headings.paragraph(whole ? element.text() : element.ownText());
            within = whole ? depth : within;
        }

        @Override
        public void tail(Node node, int depth) {
            if (depth == within) {
                within = -1;
            }
        }

        private static String cells(Element row) {
            return row.children().stream()
                    .map(Element::text)
                    .filter(text -> !text.isBlank())
                    .collect(Collectors.joining(" | "));
        }
    }
}
