// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.document;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What can be read, by media type. Texts are UTF-8. */
public enum DocumentFormat {
    MARKDOWN("text/markdown") {
        @Override
        public List<Section> sections(byte[] content) throws DocumentException {
            return MarkdownSections.of(text(content));
        }
    },
    CSV("text/csv") {
        @Override
        public List<Section> sections(byte[] content) throws DocumentException {
            return CsvSections.of(text(content));
        }
    },
    PDF("application/pdf") {
        @Override
        public List<Section> sections(byte[] content) throws DocumentException {
            return PdfSections.of(content);
        }
    },
    WEB_PAGE("text/html") {
        @Override
        public List<Section> sections(byte[] content) throws DocumentException {
            return WebPageSections.of(text(content));
        }
    },
    PLAIN("text/plain") {
        @Override
        public List<Section> sections(byte[] content) throws DocumentException {
            return List.of(new Section("", text(content)));
        }
    };

    private final String mediaType;

    DocumentFormat(String mediaType) {
        this.mediaType = mediaType;
    }

    /** Without parameters. */
    public String mediaType() {
        return mediaType;
    }

    /** In the order of the document; sections without text are left out by whoever cuts them into passages. */
    public abstract List<Section> sections(byte[] content) throws DocumentException;

    /** @param contentType as a header has it, with or without parameters */
    public static Optional<DocumentFormat> of(@Nullable String contentType) {
        if (contentType == null) {
            return Optional.empty();
        }
        String wanted = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(format -> format.mediaType.equals(wanted))
                .findFirst();
    }

    /** All media types, for an error's text. */
    public static String expected() {
        return Arrays.stream(values()).map(DocumentFormat::mediaType).collect(Collectors.joining(", "));
    }

    private static String text(byte[] content) throws DocumentException {
        try {
            return UTF_8.newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString()
                    .replace("\uFEFF", "");
        } catch (CharacterCodingException e) {
            throw new DocumentException("the text is not UTF-8");
        }
    }
}
