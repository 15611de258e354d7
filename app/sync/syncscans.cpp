// SPDX-License-Identifier: GPL-3.0-or-later
// The engine's scans, one after the other.
#include "app/sync/syncengine.h"

#include <algorithm>

namespace hall {

void SyncEngine::nextBlob()
{
    m_phase = Phase::Uploading;
    const Upload &upload = m_uploads.first();
    const QString sha256 = upload.missing.first();
    m_actions.append(UploadBlob{sha256, upload.sizes.value(sha256)});
    m_urgentTries = 0;
    askWaiting();
}

void SyncEngine::on(const BlobDone &event)
{
    if (m_phase != Phase::Uploading) {
        return;
    }
    m_failures = 0;
    m_doubt = 0;
    m_answers = false;
    // Two cases may share a page, and equal pages have one name.
    for (Upload &upload : m_uploads) {
        upload.missing.removeAll(event.sha256);
    }
    m_phase = Phase::Writing;
    for (qsizetype i = m_uploads.size() - 1; i >= 0; --i) {
        if (m_uploads[i].missing.isEmpty()) {
            const Upload done = m_uploads.takeAt(i);
            passed(done.id);
            wire::Verdict verdict = done.verdict;
            verdict.missing.clear();
            write(Acknowledge{done.id, QStringLiteral("stored"), wire::encodeVerdict(verdict)});
        }
    }
    settle(Then::Fetch);
}

void SyncEngine::on(const BlobPaused &)
{
    if (m_phase == Phase::Uploading) {
        m_failures = 0;  // what was sent of it has arrived
        m_doubt = 0;
        m_answers = false;
        settle(Then::Fetch);
    }
}

void SyncEngine::on(const BlobFailed &event)
{
    if (m_phase != Phase::Uploading) {
        return;
    }
    reachable(event.kind != FailureKind::Network, event.code);
    m_phase = Phase::Writing;
    m_keepScans = event.kind == FailureKind::Network;
    // Another case may have come before the one whose scan was under way.
    const auto failed = std::find_if(m_uploads.begin(), m_uploads.end(),
                                     [&event](const Upload &upload) { return upload.missing.contains(event.sha256); });
    if (failed != m_uploads.end() && event.kind != FailureKind::Network) {
        failed->urgent = false;
    }
    if (failed != m_uploads.end() && (event.kind == FailureKind::Refused || event.kind == FailureKind::TooLarge)) {
        const QString id = failed->id;
        const bool park = ++m_refusals[id] >= m_timing.poisonVerdicts;
        write(NoteFailure{id, event.code, park});
    }
    m_waitMs = std::max(m_waitMs, event.retryAfterMs);
    m_window = 1;
    bool aside = false;
    if (event.moved) {
        m_doubt = 0;
    } else if (failed != m_uploads.end() && (event.kind == FailureKind::Network || event.kind == FailureKind::Server)) {
        aside = fellShort(QString(failed->id), event.code);
    }
    m_answers = false;
    settle(aside && m_waitMs == 0 ? Then::Retry : Then::BackOff);
}

}  // namespace hall
