// SPDX-License-Identifier: Apache-2.0
package io.allo.router.photo;

import java.util.Arrays;
import java.util.Optional;

/** What a file is by its first bytes: what its sender says of it is not trusted. */
enum FileKind {
    JPEG("image/jpeg", "photo"),
    PNG("image/png", "photo"),
    WEBP("image/webp", "photo"),
    PDF("application/pdf", "document");

    final String type;
    final String word;

    FileKind(String type, String word) {
        this.type = type;
        this.word = word;
    }

    static Optional<FileKind> of(byte[] file) {
        return Arrays.stream(values()).filter(kind -> kind.begins(file)).findFirst();
    }

    private boolean begins(byte[] file) {
        return switch (this) {
            case JPEG -> at(file, 0, 0xFF, 0xD8, 0xFF);
            case PNG -> at(file, 0, 0x89, 'P', 'N', 'G');
            case WEBP -> at(file, 0, 'R', 'I', 'F', 'F') && at(file, 8, 'W', 'E', 'B', 'P');
            case PDF -> at(file, 0, '%', 'P', 'D', 'F', '-');
        };
    }

    private static boolean at(byte[] file, int from, int... bytes) {
        if (file.length < from + bytes.length) {
            return false;
        }
        for (int i = 0; i < bytes.length; i++) {
            if ((file[from + i] & 0xFF) != bytes[i]) {
                return false;
            }
        }
        return true;
    }
}
