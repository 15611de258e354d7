// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocol/wiredigest.h"

#include "app/protocol/centretime.h"
#include "app/protocol/digest.h"

#include <array>

namespace hall::wire {
namespace {

// In this order. What is added here is added at the centre and at kiosks at once, so it needs a header of another name.
constexpr std::array<const char *, 8> kCovered{kContentDigestHeader, kTimeHeader,      "Retry-After",
                                               "Batch-Packed",       "Inbox-Last",     "Upload-Offset",
                                               "Upload-Length",      "Upload-Complete"};

QByteArray inForm(const QByteArray &digest)
{
    return "sha-256=:" + digest.toBase64() + ':';
}

}  // namespace

QByteArray contentDigest(const QByteArray &content)
{
    return inForm(sha256(content));
}

QByteArray answerDigest(int status, const HeaderValue &value)
{
    QByteArray text = "hall-answer-v1\n" + QByteArray::number(status) + '\n';
    for (const char *name : kCovered) {
        if (const QByteArray said = value(name); !said.isEmpty()) {
            text += QByteArray(name) + ": " + said + '\n';
        }
    }
    return inForm(sha256(text));
}

bool answerIsWhole(int status, const QByteArray &content, const HeaderValue &value)
{
    const QByteArray ofContent = value(kContentDigestHeader);
    const QByteArray ofHead = value(kAnswerDigestHeader);
    if (ofContent.isEmpty() && ofHead.isEmpty()) {
        return true;
    }
    // One alone: a bit of the other's name has turned.
    return ofHead == answerDigest(status, value) && ofContent == contentDigest(content);
}

}  // namespace hall::wire
