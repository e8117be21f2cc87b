// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.document;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.encryption.InvalidPasswordException;
import org.apache.pdfbox.text.PDFTextStripper;

/** The text of a PDF, a section a page. Scanned pages have none. */
final class PdfSections {
    private static final int MOST_PAGES = 300;
    private static final int LONGEST_TEXT = 2_000_000;

    private PdfSections() {}

    static List<Section> of(byte[] content) throws DocumentException {
        try (PDDocument document = Loader.loadPDF(content)) {
            if (document.getNumberOfPages() > MOST_PAGES) {
                throw new DocumentException(
                        "the PDF has " + document.getNumberOfPages() + " pages (expected: at most " + MOST_PAGES + ")");
            }
            return pages(document);
        } catch (InvalidPasswordException e) {
            throw new DocumentException("the PDF is protected by a password");
        } catch (IOException e) {
            throw new DocumentException("the PDF cannot be read");
        }
    }

    private static List<Section> pages(PDDocument document) throws IOException, DocumentException {
        var stripper = new PDFTextStripper();
        stripper.setSortByPosition(true);
        List<Section> sections = new ArrayList<>();
        int length = 0;
        for (int page = 1; page <= document.getNumberOfPages(); page++) {
            stripper.setStartPage(page);
            stripper.setEndPage(page);
            String text = stripper.getText(document).strip();
            length += text.length();
            if (length > LONGEST_TEXT) {
                throw new DocumentException(
                        "the PDF has too much text (expected: at most " + LONGEST_TEXT + " characters)");
            }
            sections.add(new Section("p. " + page, text));
        }
        return sections;
    }
}
