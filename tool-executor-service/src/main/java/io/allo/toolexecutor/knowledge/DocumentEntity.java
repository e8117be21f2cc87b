// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.knowledge;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "knowledge_documents")
class DocumentEntity {
    @Id
    UUID id;

    @Column(name = "account_id")
    String accountId;

    @Column(name = "business_id")
    @Nullable
    UUID businessId;

    String title;

    String source;

    @Column(name = "media_type")
    String mediaType;

    int passages;

    @Column(name = "created_at")
    Instant createdAt;

    @Column(name = "updated_at")
    Instant updatedAt;
}
